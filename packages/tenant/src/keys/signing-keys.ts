import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import { longestAccessTokenLifetime } from '../config/options.js'
import type { Store, StoreTransaction } from '../store/schema.js'
import { decryptKey, encryptKey } from './key-encryption.js'
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
  /** The public keys with which a tenant's living tokens can be checked. */
  readonly published: (tenantId: string) => readonly PublicJwk[]
  /** The public key of a `kid`, undefined when no living token of the tenant can be signed with it. */
  readonly verifying: (tenantId: string, kid: string) => KeyObject | undefined
}

/** What making a key needs. */
export interface KeyMaking {
  readonly masterKey: MasterKey
  readonly bytes: (count: number) => Buffer
  /** ISO 8601. */
  readonly createdAt: string
}

/** Makes a signing key for a tenant and stores it, the private half encrypted. */
export const createSigningKey = async (
  transaction: StoreTransaction,
  tenantId: string,
  making: KeyMaking,
): Promise<void> => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = making.bytes(12).toString('base64url')
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  await transaction
    .insertInto('signing_keys')
    .values({
      tenant_id: tenantId,
      kid,
      alg: 'ES256',
      private_key_encrypted: encryptKey(making.masterKey, { tenantId, kid }, pkcs8, making.bytes),
      created_at: making.createdAt,
      retired_at: null,
    })
    .execute()
}

interface LoadedKey extends SigningKey {
  readonly tenantId: string
  readonly publicJwk: PublicJwk
  readonly publicKey: KeyObject
  /** Milliseconds since 1970; undefined for a key that signs. */
  readonly retiredAt: number | undefined
}

/**
 * Reads and decrypts all tenants' signing keys. A retired key goes on verifying until the last token that it can have
 * signed has expired, and no longer: whoever gets hold of it later can do nothing with it.
 *
 * @param clock milliseconds since 1970
 * @throws UnderstudyError `MASTER-KEY-WRONG`
 */
export const loadSigningKeys = async (
  store: Store,
  masterKey: MasterKey,
  clock: () => number,
): Promise<SigningKeys> => {
  const rows = await store.selectFrom('signing_keys').selectAll().orderBy('created_at', 'desc').execute()
  const keys = rows.map((row): LoadedKey => {
    const identity = { tenantId: row.tenant_id, kid: row.kid }
    const pkcs8 = decryptKey(masterKey, identity, row.private_key_encrypted)
    const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    // Derived, not stored beside: whoever can write to the store must not be able to plant a key that verifies.
    const publicKey = createPublicKey(privateKey)
    return {
      ...identity,
      publicJwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: row.kid } as PublicJwk,
      accessTokenHeader: Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: row.kid })).toString(
        'base64url',
      ),
      publicKey,
      privateKey,
      retiredAt: row.retired_at === null ? undefined : Date.parse(row.retired_at),
    }
  })
  const byTenant = new Map<string, LoadedKey[]>()
  for (const key of keys) byTenant.set(key.tenantId, [...(byTenant.get(key.tenantId) ?? []), key])

  const living = (tenantId: string): LoadedKey[] => {
    const now = clock()
    return (byTenant.get(tenantId) ?? []).filter(
      ({ retiredAt }) => retiredAt === undefined || now < retiredAt + longestAccessTokenLifetime * 1000,
    )
  }

  return {
    current: (tenantId) => {
      const key = byTenant.get(tenantId)?.find((each) => each.retiredAt === undefined)
      if (key === undefined) throw new UnderstudyError('HTTP-INTERNAL', 'The tenant has no signing key.')
      return key
    },
    published: (tenantId) => living(tenantId).map((key) => key.publicJwk),
    verifying: (tenantId, kid) => living(tenantId).find((key) => key.kid === kid)?.publicKey,
  }
}
