import { scopeWords } from '@understudy/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readUser } from '../directory/users/read-user.js'
import { answerConsent } from '../oauth/authorization/answer-consent.js'
import { readAuthorizationParameters } from '../oauth/authorization/authorization-parameters.js'
import {
  type AuthorizationStep,
  authorize,
  type ConsentQuestion,
  resumeAuthorization,
} from '../oauth/authorization/authorize.js'
import { resumePath } from '../oauth/authorization/sign-in.js'
import { consentPage } from '../pages/consent-page.js'
import { continuePage } from '../pages/continue-page.js'
import { readBrowserSession } from '../sessions/read-browser-session.js'
import './request-context.js'
import { sendPage } from './send-page.js'

const consentPath = '/oauth/authorize/consent'

/** `GET /oauth/authorize` (contract 1.2), its return from the sign-in, and the form of the consent page. */
export const addAuthorizationRoutes = (app: FastifyInstance): void => {
  app.get('/oauth/authorize', async (request, reply) => {
    const parameters = readAuthorizationParameters(request.url.slice('/oauth/authorize?'.length))
    return follow(request, reply, await authorize(request.tenant, parameters, await sessionOf(request)))
  })

  app.get<{ Querystring: { request?: unknown } }>(resumePath, async (request, reply) => {
    const handle = String(request.query.request ?? '')
    return follow(request, reply, await resumeAuthorization(request.tenant, handle, await sessionOf(request)))
  })

  app.post<{ Body: unknown }>(consentPath, async (request, reply) => {
    const session = await sessionOf(request)
    const step = await answerConsent(request.tenant, readConsentForm(request.body), session, { address: request.ip })
    // A redirect would be held against the form-action of the page that sent the form.
    return step.kind === 'redirect'
      ? sendPage(reply, 200, continuePage(step.location, request.tenant.tenant.name))
      : follow(request, reply, step)
  })
}

const sessionOf = (request: FastifyRequest) => readBrowserSession(request.tenant, request.headers.cookie)

const follow = async (request: FastifyRequest, reply: FastifyReply, step: AuthorizationStep): Promise<FastifyReply> => {
  if (step.kind === 'ask') return ask(request, reply, step.question)
  return (
    reply
      .status(302)
      .header('cache-control', 'no-store')
      // The query may hold a login_hint, which is a personal datum.
      .header('referrer-policy', 'no-referrer')
      .header('location', step.location)
      .send()
  )
}

const ask = async (
  { tenant }: FastifyRequest,
  reply: FastifyReply,
  { handle, client, scopes, redirectUri, session }: ConsentQuestion,
): Promise<FastifyReply> => {
  const user = await readUser(tenant.store, tenant.tenant.id, session.userId)
  const page = consentPage({
    tenantName: tenant.tenant.name,
    userName: user.name,
    clientName: client.name,
    clientUri: client.clientUri,
    unapproved: client.unapproved,
    returnsTo: new URL(redirectUri).host,
    wishes: [...new Set(scopes.map(scopeWords))],
    action: consentPath,
    handle,
    csrfToken: session.csrfToken,
  })
  return sendPage(reply, 200, page)
}

const readConsentForm = (body: unknown) => {
  const form: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  return { handle: String(form.request), csrfToken: String(form.csrf_token), allowed: form.decision === 'allow' }
}
