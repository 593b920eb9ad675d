import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { findOidcProvider } from '../../identity-providers/oidc-provider.js'
import { continuePage } from '../../pages/continue-page.js'
import { signedOutPage, signOutPage } from '../../pages/sign-out-page.js'
import { endBrowserSession } from '../../sessions/end-browser-session.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { clearedCookies } from '../../sessions/session-cookies.js'
import { assertFormToken, newFormToken } from '../../sign-in/form-token.js'
import { traceOf } from '../../sign-in/request-trace.js'
import { wantedSignIn } from '../../sign-in/wanted-sign-in.js'
import { sendPage } from '../send-page.js'
import { setCookies, signInRequest } from './sign-in-request.js'

const Destination = {
  returnto: Type.Optional(Type.String({ maxLength: 8192 })),
  'qlik-web-integration-id': Type.Optional(Type.String({ maxLength: 64 })),
}
const LogoutQuery = Type.Object(Destination)
type LogoutQuery = Type.Static<typeof LogoutQuery>

const LogoutForm = Type.Object(
  { ...Destination, form_token: Type.Optional(Type.String({ maxLength: 64 })) },
  { additionalProperties: false },
)
type LogoutForm = Type.Static<typeof LogoutForm>

/**
 * `GET` and `POST /logout` (contract 0.9). Only a link of the tenant's own pages ends the session at once: whoever comes
 * from elsewhere is asked, so that no site can sign people out.
 */
export const addLogoutRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: LogoutQuery }>('/logout', { schema: { querystring: LogoutQuery } }, async (request, reply) => {
    const { tenant, query } = request
    await wantedSignIn(tenant, query.returnto, query['qlik-web-integration-id'])
    if (request.headers['sec-fetch-site'] === 'same-origin') return signOut(request, reply, query)
    const form = newFormToken(tenant, request.headers.cookie)
    setCookies(reply, form.setCookies)
    const page = signOutPage({
      tenantName: tenant.tenant.name,
      formToken: form.token,
      returnto: query.returnto,
      webIntegrationId: query['qlik-web-integration-id'],
    })
    return sendPage(reply, 200, page)
  })

  app.post<{ Body: LogoutForm | undefined }>('/logout', { schema: { body: LogoutForm } }, async (request, reply) => {
    const { tenant, body = {}, headers } = request
    if (!isRelayed(request)) assertFormToken(tenant, headers.cookie, body.form_token ?? '')
    return signOut(request, reply, body)
  })
}

/** A backend that relays the cookies of a JWT login: no page made it do so. */
const isRelayed = ({ headers }: FastifyRequest): boolean =>
  headers.origin === undefined &&
  headers['sec-fetch-site'] === undefined &&
  headers.cookie?.includes('eas.sid=') === true

const signOut = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { returnto, 'qlik-web-integration-id': integration }: LogoutQuery,
): Promise<FastifyReply> => {
  const { tenant } = request
  const { returnTo, webIntegrationId } = await wantedSignIn(tenant, returnto, integration)
  const from = signInRequest(request)
  let idpId: string | null = null
  for (const selection of [{}, ...(webIntegrationId === undefined ? [] : [{ webIntegrationId }])]) {
    const session = await readBrowserSession(tenant, from.cookieHeader, { ...selection, relayed: isRelayed(request) })
    if (session !== undefined) await endBrowserSession(tenant, session, traceOf(from))
    idpId ??= session?.idpId ?? null
  }
  setCookies(reply, clearedCookies(undefined))
  if (webIntegrationId !== undefined) setCookies(reply, clearedCookies(webIntegrationId))
  const destination = returnto === undefined ? await pageOfProvider(request, idpId) : returnTo
  const { name } = tenant.tenant
  return sendPage(reply, 200, destination === undefined ? signedOutPage(name) : continuePage(destination, name))
}

/** Where the identity provider of the session wants people to go afterwards (contract 4.5). */
const pageOfProvider = async ({ tenant }: FastifyRequest, idpId: string | null): Promise<string | undefined> =>
  idpId === null ? undefined : ((await findOidcProvider(tenant, idpId))?.postLogoutRedirectUri ?? undefined)
