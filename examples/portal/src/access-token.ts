import type { RequestHandler } from 'express'
import type { Tenant } from './tenant.js'

/**
 * `POST /access-token`: answers the browser with a token in the name of whoever is signed in to the portal, as plain
 * text. Runs behind the CSRF check; nobody can name another user, because the user comes from the session alone.
 */
export const accessTokenRoute =
  (tenant: Tenant): RequestHandler =>
  async (request, response) => {
    const { tenantUserId } = request.session
    response.set('Cache-Control', 'no-store')
    if (!tenantUserId) {
      response.status(401).type('text').send('Sign in first.')
      return
    }
    try {
      response.type('text').send(await tenant.accessTokenFor(tenantUserId))
    } catch (error) {
      // What the tenant refuses is told in its own words, which hold no secret: code, cause and remedy.
      const { errors } = error as { errors?: unknown }
      if (errors === undefined) throw error
      console.error('No token:', errors)
      response.status(502).json({ errors })
    }
  }
