/** The key pair of this page's origin for one tenant. The private half cannot leave the browser, not even into a script. */
export interface ProofKey {
  readonly keys: CryptoKeyPair
  /** The public half, as proofs carry it. */
  readonly jwk: { readonly kty: string; readonly crv: string; readonly x: string; readonly y: string }
  /** Its thumbprint (RFC 7638), to which tokens are bound. */
  readonly jkt: string
}

const database = 'understudy-dpop'
const store = 'keys'
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
  const connection = await open()
  try {
    const keys = (await read(connection, tenantOrigin)) ?? (await make(connection, tenantOrigin))
    const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey)
    // The members of RFC 7638 section 3.2, in its order.
    const jkt = await sha256(JSON.stringify({ crv, kty, x, y }))
    return { keys, jwk: { kty, crv, x, y }, jkt }
  } finally {
    connection.close()
  }
}

/** Another page may be first: what is stored counts. */
const make = async (connection: IDBDatabase, tenantOrigin: string): Promise<CryptoKeyPair> => {
  const made = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const keys = connection.transaction(store, 'readwrite').objectStore(store)
  try {
    await answerOf(keys.add(made, tenantOrigin))
    return made
  } catch (error) {
    const stored = await read(connection, tenantOrigin)
    if (stored === undefined) throw error
    return stored
  }
}

const read = (connection: IDBDatabase, tenantOrigin: string): Promise<CryptoKeyPair | undefined> =>
  answerOf(connection.transaction(store, 'readonly').objectStore(store).get(tenantOrigin))

const open = (): Promise<IDBDatabase> => {
  const request = indexedDB.open(database, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(store)
  return answerOf(request)
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = (event) => {
      event.preventDefault()
      reject(request.error)
    }
  })

/** Base64url of a text's SHA-256. */
export const sha256 = async (text: string): Promise<string> =>
  base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** Base64url of bytes, without padding. */
export const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
