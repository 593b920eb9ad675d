import { UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { continuePage } from '../../pages/continue-page.js'
import { signInPage } from '../../pages/sign-in-page.js'
import type { BrowserSession } from '../../sessions/browser-session.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { assertFormToken, newFormToken } from '../../sign-in/form-token.js'
import { verifySignIn } from '../../sign-in/passwords/verify-sign-in.js'
import { type WantedSignIn, wantedSignIn } from '../../sign-in/wanted-sign-in.js'
import { type WaysIn, waysIn } from '../../sign-in/ways-in.js'
import { sendPage } from '../send-page.js'
import { beginSession } from './begin-session.js'
import { destination, LoginQuery } from './login-query.js'
import { redirectToProvider } from './provider-routes.js'
import { shareSession } from './share-session.js'
import { setCookies, signInRequest } from './sign-in-request.js'

const LoginForm = Type.Object(
  {
    ...destination,
    form_token: Type.String({ maxLength: 64 }),
    login: Type.String({ maxLength: 256 }),
    password: Type.String({ maxLength: 1024 }),
  },
  { additionalProperties: false },
)
type LoginForm = Type.Static<typeof LoginForm>

/** `GET` and `POST /login`. */
export const addLoginRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: LoginQuery }>('/login', { schema: { querystring: LoginQuery } }, async (request, reply) => {
    const { query, tenant } = request
    const wanted = await wantedSignIn(tenant, query.returnto, query['qlik-web-integration-id'])
    const session = await readBrowserSession(tenant, request.headers.cookie, wanted)
    const serves = (found: BrowserSession): boolean => isEnough(found, query, tenant.clock())
    if (session !== undefined && serves(session)) return reply.redirect(wanted.returnTo, 303)
    if (await shareSession(request, reply, wanted, serves)) return reply.redirect(wanted.returnTo, 303)
    const ways = await waysIn(tenant)
    const [only, ...others] = ways.providers
    if (only !== undefined && others.length === 0 && !ways.directory)
      return redirectToProvider(reply, request, only.id, wanted, query)
    return showLogin(request, reply, wanted, { status: 200, ways, hints: query })
  })

  app.post<{ Body: LoginForm }>('/login', { schema: { body: LoginForm } }, async (request, reply) => {
    const { body, tenant } = request
    const wanted = await wantedSignIn(tenant, body.returnto, body['qlik-web-integration-id'])
    try {
      assertFormToken(tenant, request.headers.cookie, body.form_token)
      const userId = await verifySignIn(tenant, body, signInRequest(request))
      const { webIntegrationId } = wanted
      await beginSession(request, reply, { userId, idpId: null, authTime: tenant.clock(), webIntegrationId })
    } catch (error) {
      if (!(error instanceof UnderstudyError)) throw error
      const view = { status: error.entry.status, ways: await waysIn(tenant), hints: { login_hint: body.login }, error }
      return showLogin(request, reply, wanted, view)
    }
    return sendPage(reply, 200, continuePage(wanted.returnTo, tenant.tenant.name))
  })
}

/** Whether the session that there is serves the request: nobody asked to prove again who they are. */
const isEnough = ({ authTime }: BrowserSession, { prompt = '', max_age }: LoginQuery, now: number): boolean => {
  const asked = prompt.split(' ')
  if (asked.includes('login') || asked.includes('select_account')) return false
  return max_age === undefined || now - authTime <= max_age * 1000
}

interface LoginView {
  readonly status: number
  readonly ways: WaysIn
  readonly hints: LoginQuery
  readonly error?: UnderstudyError
}

const showLogin = (
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: WantedSignIn,
  { status, ways, hints, error }: LoginView,
): FastifyReply => {
  if (ways.providers.length === 0 && !ways.directory)
    throw new UnderstudyError('LOGIN-2', 'The tenant has neither an identity provider nor invited users.')
  const form = newFormToken(request.tenant, request.headers.cookie)
  setCookies(reply, form.setCookies)
  const retryAfter = error?.meta?.retryAfter
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  const page = signInPage({
    tenantName: request.tenant.tenant.name,
    ways,
    formToken: form.token,
    parameters: { returnto: wanted.returnTo, 'qlik-web-integration-id': wanted.webIntegrationId },
    hints: { prompt: hints.prompt, max_age: hints.max_age?.toString(), login_hint: hints.login_hint },
    problem: error && problemOf(error),
  })
  return sendPage(reply, status, page)
}

const problemOf = (error: UnderstudyError): string => {
  const { retryAfter } = error.meta ?? {}
  if (typeof retryAfter !== 'number') return error.detail
  const minutes = Math.ceil(retryAfter / 60)
  return `${error.detail} Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
}
