import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { traceOf } from '../../sign-in/request-trace.js'
import { beginUpstream, callbackPath } from '../../sign-in/upstream/begin-upstream.js'
import { finishUpstream } from '../../sign-in/upstream/finish-upstream.js'
import {
  clearedTransactionCookie,
  takeTransaction,
  type UpstreamTransaction,
} from '../../sign-in/upstream/upstream-transaction.js'
import { signInUpstreamUser } from '../../sign-in/upstream/upstream-user.js'
import { type WantedSignIn, wantedSignIn } from '../../sign-in/wanted-sign-in.js'
import { isUnderAlias } from '../../tenants/own-origin.js'
import { asUnderstudyError } from '../error-response.js'
import { beginSession } from './begin-session.js'
import { LoginQuery } from './login-query.js'
import { setCookies, signInRequest } from './sign-in-request.js'

const ProviderQuery = Type.Object({ ...LoginQuery.properties, provider: Type.String({ maxLength: 64 }) })
type ProviderQuery = Type.Static<typeof ProviderQuery>

/** The answer of a provider; the client library reads the rest. */
const CallbackQuery = Type.Object({ state: Type.String({ minLength: 1, maxLength: 256 }) })
type CallbackQuery = Type.Static<typeof CallbackQuery>

/** The way to an identity provider and back. */
export const addProviderRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: ProviderQuery }>(
    '/login/provider',
    { schema: { querystring: ProviderQuery } },
    async (request, reply) => {
      const { query, tenant } = request
      const wanted = await wantedSignIn(tenant, query.returnto, query['qlik-web-integration-id'])
      return redirectToProvider(reply, request, query.provider, wanted, query)
    },
  )

  app.get<{ Querystring: CallbackQuery }>(
    callbackPath,
    { schema: { querystring: CallbackQuery } },
    async (request, reply) => {
      const { query, tenant } = request
      const transaction = await takeTransaction(tenant, request.headers.cookie, query.state)
      setCookies(reply, [clearedTransactionCookie(query.state)])
      await recordingRefusal(request, transaction, async () => {
        const [, search = ''] = request.url.split(/\?(.*)/s)
        const { provider, identity, authTime } = await finishUpstream(tenant, transaction, search)
        const userId = await signInUpstreamUser(tenant, provider, identity, signInRequest(request))
        const { webIntegrationId } = transaction
        await beginSession(request, reply, { userId, idpId: provider.id, authTime, webIntegrationId })
      })
      return reply.redirect(transaction.returnTo, 303)
    },
  )
}

/** Sends the browser to an identity provider. */
export const redirectToProvider = async (
  reply: FastifyReply,
  request: FastifyRequest,
  providerId: string,
  wanted: WantedSignIn,
  { prompt, max_age: maxAge, login_hint: loginHint }: LoginQuery,
): Promise<FastifyReply> => {
  const { tenant } = request.tenant
  // Providers know one address to come back to, and cookies are of one host: the sign-in begins where it will end.
  if (isUnderAlias(tenant, request.host))
    return reply.header('cache-control', 'no-store').redirect(tenant.origin + request.url, 303)
  const { location, setCookie } = await beginUpstream(request.tenant, providerId, wanted, { prompt, maxAge, loginHint })
  setCookies(reply, [setCookie])
  return reply.header('cache-control', 'no-store').redirect(location, 303)
}

const recordingRefusal = async (
  request: FastifyRequest,
  { providerId }: UpstreamTransaction,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work()
  } catch (error) {
    const refusal = asUnderstudyError(error)
    // What the provider said is for the operator alone.
    if (refusal.code.startsWith('LOGIN-PROVIDER-')) request.log.warn({ err: error, providerId }, 'sign-in failed')
    await request.tenant.audit.append(request.tenant.tenant.id, {
      event: 'user-session.refused',
      outcome: 'refused',
      idpId: providerId,
      ...traceOf(signInRequest(request)),
      errorCode: refusal.code,
    })
    throw error
  }
}
