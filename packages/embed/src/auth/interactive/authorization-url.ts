/** What an authorization request is made of (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface AuthorizationUrl {
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly state: string
  readonly verifier: string
}

/** 256 random bits, as base64url: a state or a verifier. */
export const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** Where the browser is sent to sign in. */
export const authorizationUrl = async (wanted: AuthorizationUrl): Promise<string> => {
  const hashed = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(wanted.verifier))
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: wanted.clientId,
    redirect_uri: wanted.redirectUri,
    scope: wanted.scope,
    state: wanted.state,
    code_challenge: base64url(new Uint8Array(hashed)),
    code_challenge_method: 'S256',
  })
  return `${wanted.origin}/oauth/authorize?${query}`
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
