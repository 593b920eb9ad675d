import { tenantFetch } from '../../dpop/tenant-fetch.js'
import { embedError } from '../../failure/embed-failure.js'

/** Tokens of a signed-in user. */
export interface SignedInTokens {
  readonly accessToken: string
  /** Only with the scope `offline_access`. */
  readonly refreshToken?: string
}

/**
 * Asks the token endpoint of a tenant as a public client.
 *
 * @param parameters of the grant, with the client's id
 * @throws {EmbedError} EMBED-SIGN-IN with what the tenant says is wrong
 */
export const requestTokens = async (
  origin: string,
  parameters: Readonly<Record<string, string>>,
): Promise<SignedInTokens> => {
  const response = await tenantFetch(`${origin}/oauth/token`, {
    method: 'POST',
    mode: 'cors',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  }).catch((cause) => {
    throw embedError('EMBED-CONNECTION', `${origin} did not answer, or does not allow ${location.origin}.`, { cause })
  })
  const body = await response.json().catch(() => ({}))
  if (response.ok && typeof body.access_token === 'string') {
    const refreshToken = typeof body.refresh_token === 'string' ? { refreshToken: body.refresh_token } : {}
    return { accessToken: body.access_token, ...refreshToken }
  }
  const [error] = Array.isArray(body.errors) ? body.errors : []
  throw embedError('EMBED-SIGN-IN', error ? `${error.code}: ${error.detail}` : `Status ${response.status}.`)
}
