import type { BrowserSession } from '../../sessions/browser-session.js'
import type { PendingRequest } from './pending-requests.js'

/** Where the browser comes back to with the handle of its request. */
export const resumePath = '/oauth/authorize/continue'

/**
 * Whether the user proved who they are as lately as the request asks: after it came, for `prompt=login`; at most `max_age`
 * before it came otherwise (OpenID Connect Core section 3.1.2.1).
 */
export const isFresh = (
  { request, receivedAt }: PendingRequest,
  { authTime }: Pick<BrowserSession, 'authTime'>,
): boolean => {
  // Identity providers tell whole seconds.
  const age = Math.floor(receivedAt / 1000) - Math.floor(authTime / 1000)
  if (age <= 0) return true
  if (request.prompts.includes('login') || request.prompts.includes('select_account')) return false
  return request.maxAge === undefined || age <= request.maxAge
}

/**
 * The sign-in page, told where to return to.
 *
 * @param session one that is not new enough: the page must not return with it
 */
export const signInAddress = (
  { request }: PendingRequest,
  handle: string,
  session: Pick<BrowserSession, 'id'> | undefined,
): string => {
  const again = session !== undefined || request.prompts.includes('login')
  const prompt = request.prompts.includes('select_account') ? 'select_account' : again ? 'login' : undefined
  const parameters = new URLSearchParams({
    returnto: `${resumePath}?${new URLSearchParams({ request: handle })}`,
    ...(prompt !== undefined && { prompt }),
    ...(request.loginHint !== undefined && { login_hint: request.loginHint }),
  })
  return `/login?${parameters}`
}
