import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto'
import { longestAccessTokenLifetime } from '../config/options.js'
import { advanceClientEpoch } from '../store/epochs.js'
import type { StoreTransaction } from '../store/schema.js'
import type { IdentityChange } from '../tenants/identity-changes.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { ClientSettings } from './client-rules.js'

/**
 * Names one secret, key or key set of a client in the tokens that were got with it. It is a hash: nothing of a secret
 * stands in a token that pages read.
 */
export type ClientCredential = string & { readonly clientCredential: unique symbol }

const credential = (kind: 'secret' | 'key' | 'key-set', value: string): ClientCredential =>
  hash('sha256', JSON.stringify([kind, value]), 'base64url').slice(0, 22) as ClientCredential

/** @param secretHash what the store holds of the secret */
export const secretCredential = (secretHash: string): ClientCredential => credential('secret', secretHash)

/** By the key itself: its `kid` may name another one tomorrow. */
export const keyCredential = (key: KeyObject): ClientCredential =>
  credential('key', key.export({ type: 'spki', format: 'der' }).toString('base64url'))

/** Of all keys of a `jwksUri`: which of them it holds is its owner's matter. */
export const keySetCredential = (jwksUri: string): ClientCredential => credential('key-set', jwksUri)

/** The keys with which a client of these settings can prove itself; its secrets are apart. */
export const keyCredentials = ({
  allowedAuthMethods,
  publicKeys,
  jwksUri,
}: Pick<ClientSettings, 'allowedAuthMethods' | 'publicKeys' | 'jwksUri'>): ReadonlySet<ClientCredential> => {
  if (!allowedAuthMethods.includes('private_key_jwt')) return new Set()
  const keys = publicKeys.map((jwk) => keyCredential(createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })))
  return new Set([...keys, ...(jwksUri === null ? [] : [keySetCredential(jwksUri)])])
}

/** What stands for tokens that do not name their credential: those of public clients, which have none to end. */
const unnamed = '-'

/** The id under which `revoked_tokens` has a credential that ended. */
export const endedCredentialId = (clientId: string, credential: ClientCredential | null | undefined): string =>
  `${clientId}:${credential ?? unnamed}`

/** Whether what a client got with a credential has ended. */
export const isCredentialEnded = async (
  { store, tenant }: Pick<TenantContext, 'store' | 'tenant'>,
  clientId: string,
  credential: ClientCredential | undefined,
): Promise<boolean> => {
  const row = await store
    .selectFrom('revoked_tokens')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', endedCredentialId(clientId, credential))
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Ends what a client got with credentials that it has no more. Call it in the transaction that takes them away, and
 * publish the changes after it.
 *
 * @returns the changes to publish
 */
export const endCredentials = async (
  { tenant, clock, config }: Pick<TenantContext, 'tenant' | 'clock' | 'config'>,
  transaction: StoreTransaction,
  clientId: string,
  ended: readonly ClientCredential[],
): Promise<IdentityChange[]> => {
  if (ended.length === 0) return []
  const ids = [...ended, undefined].map((each) => endedCredentialId(clientId, each))
  const expiresAt = clock() + Math.max(config.refreshFamilyLifetime, longestAccessTokenLifetime) * 1000
  await transaction
    .insertInto('revoked_tokens')
    .values(ids.map((id) => ({ tenant_id: tenant.id, id, expires_at: expiresAt })))
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet({ expires_at: expiresAt }))
    .execute()
  return ids.map((id) => ({ tenantId: tenant.id, kind: 'client-credential', id }))
}

/**
 * Lets a client use credentials that it did not have before. One that had ended and comes back would bring back what was
 * got with it: in its place all tokens of the client end.
 *
 * @returns whether they do
 */
export const beginCredentials = async (
  { tenant }: Pick<TenantContext, 'tenant'>,
  transaction: StoreTransaction,
  clientId: string,
  begun: readonly ClientCredential[],
): Promise<boolean> => {
  if (begun.length === 0) return false
  const { numDeletedRows } = await transaction
    .deleteFrom('revoked_tokens')
    .where('tenant_id', '=', tenant.id)
    .where(
      'id',
      'in',
      begun.map((each) => endedCredentialId(clientId, each)),
    )
    .executeTakeFirst()
  if (Number(numDeletedRows) === 0) return false
  await advanceClientEpoch(transaction, tenant.id, clientId)
  return true
}
