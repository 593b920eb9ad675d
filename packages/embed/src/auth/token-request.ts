import { tenantFetch } from '../dpop/tenant-fetch.js'
import { EmbedError, embedError, failureOf } from '../failure/embed-failure.js'
import { tenantFailure } from '../failure/tenant-answer.js'
import { learnClock } from './server-clock.js'

/** Where the tenant gives tokens to pages (contract section 1.1). */
export type TokenPath = '/oauth/token' | '/oauth/token/anonymous-embed'

/**
 * Asks the tenant for a token.
 *
 * @param origin the tenant's
 * @throws {EmbedError} with the code that the tenant answered and its HTTP status, or EMBED-CONNECTION
 */
export const requestToken = async (origin: string, path: TokenPath, request: object): Promise<string> => {
  const response = await post(`${origin}${path}`, request)
  learnClock(origin, response.headers.get('date'), Date.now())
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && isTokenResponse(body)) return body.access_token
  throw refusal(response.status, body)
}

const post = async (url: string, body: object): Promise<Response> => {
  try {
    return await tenantFetch(url, {
      method: 'POST',
      mode: 'cors',
      // What is sent says who asks; no cookie of the tenant exists or is wanted.
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch (cause) {
    // The browser tells scripts nothing more: unreachable, refused by CORS and blocked by a policy look the same.
    throw embedError(
      'EMBED-CONNECTION',
      `${new URL(url).origin} did not answer, or does not allow ${location.origin}.`,
      { cause },
    )
  }
}

const isTokenResponse = (body: unknown): body is { access_token: string } =>
  typeof body === 'object' && body !== null && 'access_token' in body && typeof body.access_token === 'string'

const refusal = (status: number, body: unknown): EmbedError => {
  const unknown = failureOf('EMBED-AUTHENTICATION', `The tenant answered with status ${status}.`, status)
  return new EmbedError(tenantFailure(body, unknown) ?? unknown)
}
