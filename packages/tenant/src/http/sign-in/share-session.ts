import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BrowserSession } from '../../sessions/browser-session.js'
import { createBrowserSession } from '../../sessions/create-browser-session.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { traceOf } from '../../sign-in/request-trace.js'
import type { WantedSignIn } from '../../sign-in/wanted-sign-in.js'
import { setCookies, signInRequest } from './sign-in-request.js'

/**
 * Lets somebody who is signed in at the tenant go on to a page of a web integration without signing in again: the page gets
 * a session of its own, of the same person and proof, which ends no later. Only where the browser itself came here as a
 * page, never within a frame or by a script; and it is led to a page that the web integration lists.
 *
 * @param isEnough whether the session serves the request
 * @returns whether it does
 */
export const shareSession = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { webIntegrationId }: WantedSignIn,
  isEnough: (session: BrowserSession) => boolean,
): Promise<boolean> => {
  const { headers, tenant } = request
  if (webIntegrationId === undefined || !isPageVisit(headers)) return false
  const own = await readBrowserSession(tenant, headers.cookie)
  if (own === undefined || !isEnough(own)) return false
  const { userId, source, idpId, authTime, createdAt } = own
  const begun = await createBrowserSession(tenant, {
    userId,
    source,
    idpId,
    authTime,
    startedAt: createdAt,
    webIntegrationId,
    trace: traceOf(signInRequest(request)),
  })
  // None of the names that backends look for: this one is the browser's.
  setCookies(
    reply,
    begun.setCookies.filter((cookie) => cookie.startsWith('__Host-')),
  )
  return true
}

/** Fetch metadata, which no page can change; without it (a browser of before 2023) the user is asked. */
const isPageVisit = (headers: FastifyRequest['headers']): boolean =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
