import type { FastifyReply, FastifyRequest } from 'fastify'
import { createBrowserSession } from '../../sessions/create-browser-session.js'
import { endBrowserSession } from '../../sessions/end-browser-session.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { knownBrowserCookie } from '../../sign-in/attempts/known-browser.js'
import { traceOf } from '../../sign-in/request-trace.js'
import { setCookies, signInRequest } from './sign-in-request.js'

/** A sign-in that succeeded. */
export interface SignedIn {
  readonly userId: string
  /** The identity provider that vouched for the user; null for the built-in directory. */
  readonly idpId: string | null
  /** When the user proved who they are, milliseconds since 1970. */
  readonly authTime: number
  readonly webIntegrationId: string | undefined
}

/**
 * Begins a session under new cookies, and ends the one that the browser had: nobody's session goes on under another
 * person's name.
 *
 * @throws UnderstudyError LOGIN-USER-INACTIVE
 */
export const beginSession = async (request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn): Promise<void> => {
  const { userId, idpId, webIntegrationId } = signedIn
  const from = signInRequest(request)
  const former = await readBrowserSession(request.tenant, from.cookieHeader, { webIntegrationId })
  const { setCookies: sessionCookies } = await createBrowserSession(request.tenant, {
    ...signedIn,
    source: 'interactive',
    trace: traceOf(from),
  })
  if (former !== undefined) await endBrowserSession(request.tenant, former, traceOf(from))
  setCookies(reply, sessionCookies)
  if (idpId === null) setCookies(reply, [knownBrowserCookie(request.tenant, userId)])
}
