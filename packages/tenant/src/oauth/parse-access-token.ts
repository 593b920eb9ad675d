import { verify } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { AccessTokenClaims } from './access-token.js'

/** The claims of a genuine token, and the key that signed it. */
export interface ParsedAccessToken {
  readonly claims: AccessTokenClaims
  readonly kid: string
}

/**
 * Checks an access token's form and signature: a JWT of type `at+jwt`, signed with ES256 by a key of this tenant (RFC
 * 9068 section 4, RFC 8725 sections 3.1 and 3.11). Says nothing about expiry or revocation.
 *
 * @throws UnderstudyError `AUTH-TOKEN-INVALID`
 */
export const parseAccessToken = async (context: TenantContext, token: string): Promise<ParsedAccessToken> => {
  const [header, payload, signature, ...rest] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
    throw invalid('The token is no JWT.')
  }
  const { alg, typ, kid } = decode(header)
  if (alg !== 'ES256' || typ !== 'at+jwt' || typeof kid !== 'string') {
    throw invalid('The token is no access token of this tenant.')
  }
  const { keys, tenant } = context
  const key = keys.verifying(tenant.id, kid) ?? (await keys.learn(tenant.id, kid))
  if (key === undefined) throw invalid('The token is signed with a key that this tenant does not have.')
  const genuine = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  if (!genuine) throw invalid('The signature of the token is wrong.')
  // The signature proves that this tenant wrote the claims; their shape needs no further check.
  return { claims: decode(payload) as unknown as AccessTokenClaims, kid }
}

const decode = (part: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Falls through to the one answer for everything that is no JWT.
  }
  throw invalid('The token is no JWT.')
}

const invalid = (detail: string): UnderstudyError => new UnderstudyError('AUTH-TOKEN-INVALID', detail)
