import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import type { SigningKeyRow, Store, StoreTransaction } from '../store/schema.js'
import { createFirstKeys, type KeyMaking } from './create-signing-key.js'
import { decryptKey } from './key-encryption.js'
import { type KeyTimes, keyState, keyTimes } from './key-life.js'
import type { MasterKey } from './master-key.js'

/** A key that signs access tokens (ES256: ECDSA on P-256 with SHA-256, RFC 7518 section 3.4). */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  /** The JWS header of access tokens signed with the key (RFC 9068 section 2.1), encoded once. */
  readonly accessTokenHeader: string
}

/** A public key as `jwks.json` shows it (RFC 7517). */
export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly use: 'sig'
  readonly alg: 'ES256'
  readonly kid: string
}

/** The tenants' keys, decrypted, in memory. */
export interface SigningKeys {
  /** The key with which a tenant signs now. */
  readonly current: (tenantId: string) => SigningKey
  /** The public keys with which a tenant's tokens can be checked: the current one first, the next, and retired ones. */
  readonly published: (tenantId: string) => readonly PublicJwk[]
  /** The public key of a `kid`, undefined when no living token of the tenant can be signed with it. */
  readonly verifying: (tenantId: string, kid: string) => KeyObject | undefined
  /**
   * As {@link verifying}, for a `kid` that is not known here: reads the keys again first, as another node may have made
   * it, but once in a second at most, since anybody can make up a `kid`.
   */
  readonly learn: (tenantId: string, kid: string) => Promise<KeyObject | undefined>
  /** Makes the first keys of a new tenant; {@link reload} afterwards. */
  readonly createFirst: (transaction: StoreTransaction, tenantId: string) => Promise<void>
  /**
   * Reads the keys again.
   *
   * @throws UnderstudyError `MASTER-KEY-WRONG`, or the database's error; what was known stays then
   */
  readonly reload: () => Promise<void>
}

interface LoadedKey extends SigningKey, KeyTimes {
  readonly publicJwk: PublicJwk
  readonly publicKey: KeyObject
  /** What it was decrypted from. */
  readonly encrypted: string
}

/** Milliseconds between two readings for the sake of an unknown `kid`. */
const learningInterval = 1000

const order = { current: 0, next: 1, retired: 2 } as const

/** What the keys in memory work with. */
export interface SigningKeyDependencies extends KeyMaking {
  readonly store: Store
  /** Told of a tenant when a key of it that was in use here was given up. */
  readonly onGivenUp?: (tenantId: string) => void
}

/**
 * Reads and decrypts all tenants' signing keys. A retired key goes on verifying until the last token that it can have
 * signed has expired, and no longer: whoever gets hold of it later can do nothing with it.
 *
 * @throws UnderstudyError `MASTER-KEY-WRONG`
 */
export const loadSigningKeys = async (dependencies: SigningKeyDependencies): Promise<SigningKeys> => {
  const { store, masterKey, clock, onGivenUp = () => undefined } = dependencies
  let byTenant: ReadonlyMap<string, readonly LoadedKey[]> = new Map()
  let learning: { readonly since: number; readonly done: Promise<unknown> } | undefined

  const of = (tenantId: string): readonly LoadedKey[] => byTenant.get(tenantId) ?? []

  const read = async (): Promise<void> => {
    const rows = await store.selectFrom('signing_keys').selectAll().where('private_key_encrypted', '<>', '').execute()
    const former = byTenant
    const loaded = new Map<string, LoadedKey[]>()
    for (const row of rows) {
      if (row.revoked_at !== null) continue
      const known = former
        .get(row.tenant_id)
        ?.find((key) => key.kid === row.kid && key.encrypted === row.private_key_encrypted)
      const key = { ...(known ?? decrypted(row, masterKey)), ...keyTimes(row) }
      loaded.set(row.tenant_id, [...(loaded.get(row.tenant_id) ?? []), key])
    }
    byTenant = loaded
    const now = clock()
    for (const [tenantId, keys] of former) {
      const missing = keys.filter(({ kid }) => !of(tenantId).some((each) => each.kid === kid))
      if (missing.some((key) => keyState(key, now) !== 'ended')) onGivenUp(tenantId)
    }
  }

  let reading: Promise<void> = Promise.resolve()
  /** One after the other, so that what was read first never replaces what was read last. */
  const reload = (): Promise<void> => {
    reading = reading.catch(() => undefined).then(read)
    return reading
  }

  const living = (tenantId: string): { readonly key: LoadedKey; readonly rank: number }[] => {
    const now = clock()
    return of(tenantId).flatMap((key) => {
      const state = keyState(key, now)
      return state === 'ended' || state === 'revoked' ? [] : [{ key, rank: order[state] }]
    })
  }

  const verifying = (tenantId: string, kid: string): KeyObject | undefined => {
    const key = of(tenantId).find((each) => each.kid === kid)
    if (key === undefined || keyState(key, clock()) === 'ended') return undefined
    return key.publicKey
  }

  await reload()
  return {
    current: (tenantId) => {
      const now = clock()
      const key = of(tenantId).find((each) => keyState(each, now) === 'current')
      if (key === undefined) throw new UnderstudyError('HTTP-INTERNAL', 'The tenant has no signing key.')
      return key
    },
    published: (tenantId) =>
      living(tenantId)
        .sort((one, other) => one.rank - other.rank)
        .map(({ key }) => key.publicJwk),
    verifying,
    createFirst: (transaction, tenantId) => createFirstKeys(transaction, tenantId, dependencies),
    learn: async (tenantId, kid) => {
      if (learning === undefined || clock() - learning.since >= learningInterval) {
        learning = { since: clock(), done: reload() }
      }
      await learning.done
      return verifying(tenantId, kid)
    },
    reload,
  }
}

const decrypted = (row: SigningKeyRow, masterKey: MasterKey): Omit<LoadedKey, keyof KeyTimes> => {
  const { kid } = row
  const pkcs8 = decryptKey(masterKey, { tenantId: row.tenant_id, kid }, row.private_key_encrypted)
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  // Derived, not stored beside: whoever can write to the store must not be able to plant a key that verifies.
  const publicKey = createPublicKey(privateKey)
  return {
    kid,
    privateKey,
    publicKey,
    publicJwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid } as PublicJwk,
    accessTokenHeader: Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid })).toString('base64url'),
    encrypted: row.private_key_encrypted,
  }
}
