import { grantTypes } from '@understudy/contract'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import type { Insertable } from 'kysely'
import type { OAuthClientRow } from '../../../store/schema.js'
import type { StartedTenant, TokenAnswer } from '../../../testing/started-tenant.js'

/** A key pair of a client; the public half as a client registers it. */
export interface ClientKey {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

/** Makes a key pair. */
export const clientKeyPair = async (alg: string, kid: string): Promise<ClientKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/** Changes of an assertion that is right without them. */
export interface AssertionChanges {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly key?: CryptoKey
}

/** A client that authenticates by `private_key_jwt`. */
export interface SigningClient {
  readonly clientId: string
  readonly assertion: (changes?: AssertionChanges) => Promise<string>
  /** Asks for a client credentials token. */
  readonly requestToken: (changes?: AssertionChanges, body?: object) => Promise<TokenAnswer>
}

/** The body of a request that authenticates by an assertion. */
export const assertionBody = (assertion: string) => ({
  grant_type: grantTypes.clientCredentials,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
})

/** Makes a client whose key is inline unless the changes say otherwise. */
export const addSigningClient = async (
  tenant: StartedTenant,
  { privateKey, jwk }: ClientKey,
  changes: Partial<Insertable<OAuthClientRow>> = {},
  tenantId?: string,
): Promise<SigningClient> => {
  const keys = { allowed_auth_methods: '["private_key_jwt"]', public_keys: JSON.stringify([jwk]) }
  const { clientId } = await tenant.addClient({ ...keys, ...changes }, tenantId)
  const assertion = (changed?: AssertionChanges) => signAssertion(tenant, clientId, { privateKey, jwk }, changed)
  return {
    clientId,
    assertion,
    requestToken: async (changed, body = {}) =>
      tenant.requestToken({ ...assertionBody(await assertion(changed)), ...body }),
  }
}

/** Signs an assertion of a client. */
export const signAssertion = (
  tenant: Pick<StartedTenant, 'url'>,
  clientId: string,
  { privateKey, jwk }: ClientKey,
  { header = {}, claims = {}, key = privateKey }: AssertionChanges = {},
): Promise<string> => {
  const now = Math.floor(Date.now() / 1000)
  const payload = { iss: clientId, sub: clientId, aud: `${tenant.url}/oauth/token`, iat: now, exp: now + 60 }
  return new SignJWT({ ...payload, jti: crypto.randomUUID(), ...claims } as JWTPayload)
    .setProtectedHeader({ alg: jwk.alg ?? '', ...(jwk.kid !== undefined && { kid: jwk.kid }), ...header })
    .sign(key)
}
