import { generateKeyPairSync } from 'node:crypto'
import type { StoreTransaction } from '../store/schema.js'
import { encryptKey } from './key-encryption.js'
import type { MasterKey } from './master-key.js'

/** What making and changing keys needs. */
export interface KeyMaking {
  readonly masterKey: MasterKey
  readonly bytes: (count: number) => Buffer
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** The keys of a new tenant: one that signs from now on, and the next, published from the beginning. */
export const createFirstKeys = async (
  transaction: StoreTransaction,
  tenantId: string,
  making: KeyMaking,
): Promise<void> => {
  await createSigningKey(transaction, tenantId, making, { signsFrom: making.clock() })
  await createSigningKey(transaction, tenantId, making)
}

/**
 * Makes a signing key for a tenant and stores it, the private half encrypted.
 *
 * @param signsFrom milliseconds since 1970; without it the key waits to be the next
 * @returns its `kid`: 96 random bits, and a row that is never deleted while the tenant exists
 */
export const createSigningKey = async (
  transaction: StoreTransaction,
  tenantId: string,
  { masterKey, bytes, clock }: KeyMaking,
  { signsFrom }: { readonly signsFrom?: number } = {},
): Promise<string> => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = bytes(12).toString('hex')
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  await transaction
    .insertInto('signing_keys')
    .values({
      tenant_id: tenantId,
      kid,
      alg: 'ES256',
      private_key_encrypted: encryptKey(masterKey, { tenantId, kid }, pkcs8, bytes),
      created_at: new Date(clock()).toISOString(),
      signs_from: signsFrom === undefined ? null : new Date(signsFrom).toISOString(),
      retired_at: null,
      revoked_at: null,
    })
    .execute()
  return kid
}
