import { scopeWords, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import { readUser } from '../directory/users/read-user.js'
import { assertFormOfSession } from '../oauth/authorization/form-of-session.js'
import { listConsents } from '../oauth/authorization/list-consents.js'
import { withdrawConsent } from '../oauth/authorization/withdraw-consent.js'
import { consentsPage } from '../pages/consents-page.js'
import { readBrowserSession } from '../sessions/read-browser-session.js'
import './request-context.js'
import { sendPage } from './send-page.js'

const path = '/oauth/consents'

/** The page on which users see and withdraw their consents, for those who have a browser and no program. */
export const addConsentsPageRoutes = (app: FastifyInstance): void => {
  app.get(path, async (request, reply) => {
    const { tenant } = request
    const session = await readBrowserSession(tenant, request.headers.cookie)
    if (session === undefined) {
      return reply
        .status(302)
        .header('location', `/login?${new URLSearchParams({ returnto: path })}`)
        .send()
    }
    const [user, consents] = await Promise.all([
      readUser(tenant.store, tenant.tenant.id, session.userId),
      listConsents(tenant, session.userId),
    ])
    const page = consentsPage({
      tenantName: tenant.tenant.name,
      userName: user.name,
      applications: consents.map(({ clientId, clientName, scopes, givenAt }) => ({
        clientId,
        name: clientName,
        rights: [...new Set(scopes.map(scopeWords))],
        since: givenAt,
      })),
      action: path,
      csrfToken: session.csrfToken,
    })
    return sendPage(reply, 200, page)
  })

  app.post<{ Body: unknown }>(path, async (request, reply) => {
    const form: Record<string, unknown> = { ...Object(request.body) }
    const session = await readBrowserSession(request.tenant, request.headers.cookie)
    assertFormOfSession(session, form.csrf_token)
    try {
      const actor = { type: 'user', id: session.userId } as const
      await withdrawConsent(request.tenant, session.userId, String(form.client_id), { actor, address: request.ip })
    } catch (error) {
      // Pressed twice: the page that follows shows that it is gone.
      if (!(error instanceof UnderstudyError) || error.code !== 'OAUTH-CONSENTS-NOT-FOUND') throw error
    }
    return reply.status(303).header('location', path).send()
  })
}
