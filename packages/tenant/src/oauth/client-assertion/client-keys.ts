import { KeyObject, type webcrypto } from 'node:crypto'
import { createLocalJWKSet, errors, type JWSHeaderParameters } from 'jose'
import { type ClientCredential, keyCredential, keySetCredential } from '../../clients/client-credentials.js'
import { type KeyFinder, verificationKeys } from '../../keys/verification-keys.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { ClientRegistration } from '../token-client.js'

/** The key of a verification, as `jose` takes it. */
export type VerificationKey = Awaited<ReturnType<KeyFinder>>

/** A key of a client, and what a token that is got with it names. */
export interface FoundKey {
  readonly key: VerificationKey
  readonly credential: ClientCredential
}

/**
 * The public key of a client that an assertion names by its `kid`: one of its `publicKeys`, else one of its `jwksUri`
 * (contract 1.10). Without a `kid` there must be just one that fits.
 *
 * @throws errors of `jose` when there is none, or the error of reading the `jwksUri`
 */
export const clientKey = async (
  { keySets, tenant }: TenantContext,
  client: ClientRegistration,
  header: JWSHeaderParameters,
): Promise<FoundKey> => {
  const inline = verificationKeys({ keys: JSON.parse(client.public_keys) }, Number.POSITIVE_INFINITY)
  try {
    const key = await createLocalJWKSet({ keys: inline })(header)
    return { key, credential: keyCredential(KeyObject.from(key as webcrypto.CryptoKey)) }
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey) || client.jwks_uri === null) throw error
  }
  const find = await keySets.keySet(tenant.id, client.jwks_uri, header.kid)
  return { key: await find(header), credential: keySetCredential(client.jwks_uri) }
}
