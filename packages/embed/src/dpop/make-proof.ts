import { base64url, type ProofKey, sha256 } from './proof-key.js'

/** The request that a proof is for. */
export interface ProvenRequest {
  readonly method: string
  readonly url: string
  /** The latest `DPoP-Nonce` of the tenant. */
  readonly nonce: string | undefined
  /** The access token in the `Authorization` header. */
  readonly accessToken: string | undefined
}

/**
 * Makes a DPoP proof (RFC 9449 section 4.2).
 *
 * @param now milliseconds since 1970
 */
export const makeProof = async (
  { keys, jwk }: ProofKey,
  { method, url, nonce, accessToken }: ProvenRequest,
  now: number,
): Promise<string> => {
  const { origin, pathname } = new URL(url)
  const claims = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: `${origin}${pathname}`,
    iat: Math.floor(now / 1000),
    nonce,
    ath: accessToken === undefined ? undefined : await sha256(accessToken),
  }
  const signed = [{ typ: 'dpop+jwt', alg: 'ES256', jwk }, claims].map(encoded).join('.')
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    keys.privateKey,
    new TextEncoder().encode(signed),
  )
  return `${signed}.${base64url(signature)}`
}

const encoded = (part: object): string => base64url(new TextEncoder().encode(JSON.stringify(part)).buffer)
