import { createStore, get, type UseStore, update } from 'idb-keyval'

/** The key pair of this page's origin for one tenant. The private half cannot leave the browser, not even into a script. */
export interface ProofKey {
  readonly keys: CryptoKeyPair
  /** The public half, as proofs carry it. */
  readonly jwk: { readonly kty: string; readonly crv: string; readonly x: string; readonly y: string }
  /** Its thumbprint (RFC 7638), to which tokens are bound. */
  readonly jkt: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }

const known = new Map<string, Promise<ProofKey>>()

/** The key for a tenant: made once, then kept in IndexedDB, where all pages of the origin find it. */
export const proofKeyFor = (tenantOrigin: string): Promise<ProofKey> => {
  const existing = known.get(tenantOrigin) ?? load(tenantOrigin)
  known.set(tenantOrigin, existing)
  existing.catch(() => known.delete(tenantOrigin))
  return existing
}

const load = async (tenantOrigin: string): Promise<ProofKey> => {
  const store = createStore('understudy-dpop', 'keys')
  const keys = (await get<CryptoKeyPair>(tenantOrigin, store)) ?? (await make(tenantOrigin, store))
  const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey)
  // The members of RFC 7638 section 3.2, in its order.
  const jkt = await sha256(JSON.stringify({ crv, kty, x, y }))
  return { keys, jwk: { kty, crv, x, y }, jkt }
}

/** Another page may be first: what is stored counts. */
const make = async (tenantOrigin: string, store: UseStore): Promise<CryptoKeyPair> => {
  const made = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  let kept = made
  await update<CryptoKeyPair>(
    tenantOrigin,
    (stored) => {
      kept = stored ?? made
      return kept
    },
    store,
  )
  return kept
}

/** Base64url of a text's SHA-256. */
export const sha256 = async (text: string): Promise<string> =>
  base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** Base64url of bytes, without padding. */
export const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
