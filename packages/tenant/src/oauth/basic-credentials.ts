/** A client's id and secret. */
export interface BasicCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/**
 * Reads the credentials of an `Authorization: Basic` header (RFC 6749 section 2.3.1).
 *
 * @returns undefined when the header is absent or of another scheme, `malformed` when it does not decode to a pair
 */
export const readBasicCredentials = (authorization: string | undefined): BasicCredentials | 'malformed' | undefined => {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [clientId, clientSecret, ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  if (clientId === undefined || clientSecret === undefined || rest.length > 0) return 'malformed'
  try {
    // Both halves are form-encoded before they are joined.
    const pair = { clientId: decodeForm(clientId), clientSecret: decodeForm(clientSecret) }
    // No client is called so, and PostgreSQL fails when it is asked for one that is.
    return pair.clientId.includes('\0') ? 'malformed' : pair
  } catch {
    return 'malformed'
  }
}

const decodeForm = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
