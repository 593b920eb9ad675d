import { UnderstudyError } from '@understudy/contract'
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose'
import type { Selectable } from 'kysely'
import type { JwtOptions } from '../identity-providers/jwt-options.js'
import { readVerificationKey } from '../identity-providers/public-key.js'
import type { IdentityProviderRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type LoginClaims, readLoginClaims } from './login-claims.js'

/** A JWT that somebody vouches for. */
export interface VerifiedLogin extends LoginClaims {
  readonly provider: Pick<Selectable<IdentityProviderRow>, 'id' | 'issuer' | 'create_new_users' | 'clock_tolerance_sec'>
}

/** Characters of a JWT at most; a thousand groups fit. */
const longestJwt = 256 * 1024

/**
 * Checks a JWT that signs in: the identity provider that its issuer and key id name, its signature by the key of that
 * provider and an algorithm of that key, then its claims (contract 3).
 *
 * @throws UnderstudyError JWT-LOGIN-UNTRUSTED, INTERNAL-TOKEN-1
 */
export const verifyLoginJwt = async (context: TenantContext, jwt: string): Promise<VerifiedLogin> => {
  const { kid, iss } = readNames(jwt)
  const provider = await findProvider(context, iss, kid)
  if (provider === undefined)
    throw untrusted(`No active identity provider has the issuer ${quoted(iss)} and the key id ${quoted(kid)}.`)
  const options: JwtOptions = JSON.parse(provider.options ?? '')
  const read = readVerificationKey(options.staticKeys[0].pem)
  if (typeof read === 'string') throw untrusted(`The key of the identity provider ${read}.`)
  try {
    await compactVerify(jwt, read.key, { algorithms: [...read.algorithms] })
  } catch (cause) {
    throw untrusted(`The signature does not fit the key ${quoted(kid)}, or its algorithm is none of that key's.`, cause)
  }
  return { provider, ...readLoginClaims(decodeJwt(jwt), context.clock(), provider.clock_tolerance_sec) }
}

/** Who the JWT says has signed it; nothing of it is believed yet. */
const readNames = (jwt: string): { kid: string; iss: string } => {
  if (jwt.length > longestJwt) throw untrusted('The JWT is too long.')
  try {
    const { kid } = decodeProtectedHeader(jwt)
    const { iss } = decodeJwt(jwt)
    if (typeof kid === 'string' && typeof iss === 'string' && !`${kid}${iss}`.includes('\0')) return { kid, iss }
  } catch (cause) {
    throw untrusted('The bearer token is no signed JWT.', cause)
  }
  throw untrusted('The JWT needs "kid" in its header, and the claim "iss".')
}

const findProvider = ({ store, tenant }: TenantContext, issuer: string, kid: string) =>
  store
    .selectFrom('identity_providers')
    .select(['id', 'issuer', 'options', 'create_new_users', 'clock_tolerance_sec'])
    .where('tenant_id', '=', tenant.id)
    .where('protocol', '=', 'jwtAuth')
    .where('active', '=', 1)
    .where('issuer', '=', issuer)
    .where('kid', '=', kid)
    .executeTakeFirst()

const quoted = (text: string): string => JSON.stringify(text.slice(0, 128))

const untrusted = (detail: string, cause?: unknown): UnderstudyError =>
  new UnderstudyError('JWT-LOGIN-UNTRUSTED', detail, { cause })
