import { type Request, type Response, Router } from 'express'
import { csrfTokenOf } from './csrf.js'
import { employees, signIn } from './directory.js'
import { signInPage } from './pages/sign-in-page.js'
import type { Tenant } from './tenant.js'

/** Sign-in and sign-out of the portal. Signing in makes sure that the tenant knows the person. */
export const signInRoutes = (tenant: Tenant, demoPasswords: Readonly<Record<string, string>>): Router => {
  const router = Router()

  const show = (request: Request, response: Response, userName: string, failed: boolean) => {
    const view = { csrfToken: csrfTokenOf(request), employees, passwords: demoPasswords, userName, failed }
    response
      .status(failed ? 401 : 200)
      .set('Cache-Control', 'no-store')
      .send(signInPage(view))
  }

  router.get('/sign-in', (request, response) => show(request, response, '', false))

  router.post('/sign-in', async (request, response) => {
    const { userName, password } = request.body
    const employee = await signIn(String(userName), String(password))
    if (!employee) return show(request, response, String(userName), true)

    const tenantUserId = await tenant.ensureUser(employee)
    // A new session at sign-in: an identifier planted before it is worth nothing.
    await new Promise<void>((resolve, reject) =>
      request.session.regenerate((error) => (error ? reject(error) : resolve())),
    )
    Object.assign(request.session, { userName: employee.userName, tenantUserId })
    response.redirect(303, '/')
  })

  router.post('/sign-out', (request, response) => {
    request.session.destroy(() => response.redirect(303, '/sign-in'))
  })

  return router
}
