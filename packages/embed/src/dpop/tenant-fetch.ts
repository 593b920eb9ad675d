import { boundTokenOf, isTokenRequest, type SentRequest } from './bound-token.js'
import { makeProof } from './make-proof.js'
import { proofKeyFor } from './proof-key.js'

/** The latest nonce by tenant. */
const nonces = new Map<string, string>()

/**
 * `fetch` for requests to a tenant, in place of the browser's in the runtime and in the published client's code. A token
 * that is bound to a key goes out with a proof of it (RFC 9449), whoever sends it; a token request is repeated with a
 * proof when the tenant says that the client demands one. Everything else passes through.
 */
export const tenantFetch: typeof fetch = async (input, init) => {
  if (typeof input !== 'string') return fetch(input, init)
  const url = new URL(input, location.href).href
  const sent: SentRequest = { url, authorization: new Headers(init?.headers).get('authorization'), body: init?.body }
  const bound = boundTokenOf(sent)
  if (bound !== undefined) return proving(url, init, bound.inHeader ? bound.token : undefined)

  const response = await fetch(input, init)
  return isTokenRequest(url) && (await errorOf(response)) === 'invalid_dpop_proof' ? proving(url, init) : response
}

/** Sends a request with a proof, and once more when the tenant wants its nonce in it. */
const proving = async (url: string, init: RequestInit | undefined, accessToken?: string): Promise<Response> => {
  const first = await sendProof(url, init, accessToken)
  return (await errorOf(first)) === 'use_dpop_nonce' ? sendProof(url, init, accessToken) : first
}

const sendProof = async (
  url: string,
  init: RequestInit | undefined,
  accessToken: string | undefined,
): Promise<Response> => {
  const { origin } = new URL(url)
  const request = { method: init?.method ?? 'GET', url, nonce: nonces.get(origin), accessToken }
  const headers = new Headers(init?.headers)
  headers.set('dpop', await makeProof(await proofKeyFor(origin), request, Date.now()))
  if (accessToken !== undefined) headers.set('authorization', `DPoP ${accessToken}`)
  const response = await fetch(url, { ...init, headers })
  const nonce = response.headers.get('dpop-nonce')
  if (nonce !== null) nonces.set(origin, nonce)
  return response
}

/** The OAuth error of an answer: in the challenge of the API, in the body of the token endpoint. */
const errorOf = async (response: Response): Promise<string | undefined> => {
  if (response.status === 401) return /\berror="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1]
  if (response.status !== 400) return undefined
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : undefined
}
