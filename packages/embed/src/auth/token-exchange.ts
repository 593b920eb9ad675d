import { EmbedError, embedError, failureOf } from '../failure/embed-failure.js'
import type { TokenHost } from './host.js'
import { learnClock } from './server-clock.js'

/** What the short-lived token is for (contract section 1.1). */
export type ExchangePurpose = 'websocket' | 'webresource'

/** One error of the tenant's envelope (contract section 1.1); `solution` is what the tenant's catalogue advises. */
interface TenantError {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
  readonly meta?: { readonly solution?: string }
}

/**
 * Exchanges an access token for one that lives for seconds (RFC 8693).
 *
 * @param host the tenant and the client
 * @param subjectToken the access token
 * @param purpose what the result will be used for
 * @throws {EmbedError} with the code that the tenant answered and its HTTP status, or EMBED-CONNECTION
 */
export const exchangeToken = async (
  host: TokenHost,
  subjectToken: string,
  purpose: ExchangePurpose,
): Promise<string> => {
  const response = await post(host, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    client_id: host.clientId,
    redirect_uri: globalThis.location.href,
    purpose,
  })
  learnClock(host.origin, response.headers.get('date'), Date.now())
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && isTokenResponse(body)) return body.access_token
  throw refusal(response.status, body)
}

const post = async ({ origin }: TokenHost, body: object): Promise<Response> => {
  try {
    return await fetch(`${origin}/oauth/token`, {
      method: 'POST',
      mode: 'cors',
      // The token says who asks; no cookie of the tenant exists or is wanted.
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch (cause) {
    // The browser tells scripts nothing more: unreachable, refused by CORS and blocked by a policy look the same.
    throw embedError('EMBED-CONNECTION', `${origin} did not answer, or does not allow ${location.origin}.`, { cause })
  }
}

const isTokenResponse = (body: unknown): body is { access_token: string } =>
  typeof body === 'object' && body !== null && 'access_token' in body && typeof body.access_token === 'string'

const refusal = (status: number, body: unknown): EmbedError => {
  const error = (body as { readonly errors?: readonly TenantError[] } | undefined)?.errors?.[0] ?? {}
  const unknown = failureOf('EMBED-AUTHENTICATION', `The tenant answered with status ${status}.`, status)
  return new EmbedError({
    ...unknown,
    code: error.code ?? unknown.code,
    title: error.title ?? unknown.title,
    reason: error.detail ?? unknown.reason,
    solution: error.meta?.solution ?? unknown.solution,
  })
}
