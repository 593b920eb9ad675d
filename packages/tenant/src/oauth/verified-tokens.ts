import { hash } from 'node:crypto'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { AccessTokenClaims } from './access-token.js'
import { type ParsedAccessToken, parseAccessToken } from './parse-access-token.js'

/** Tokens remembered at most; an embedding page has one per user, so this is many thousand users. */
const capacity = 20_000

/**
 * Remembers whose signature was found right, since checking one costs as much as a whole request. Holds claims only,
 * under the tenant and the SHA-256 of the token; expiry, audience and revocation are the caller's to check on every use.
 * That the tenant still has the key is checked here, as the operator may have given it up.
 */
export type VerifiedTokens = (context: TenantContext, token: string) => AccessTokenClaims | Promise<AccessTokenClaims>

/** Makes an empty memory of verified tokens. */
export const rememberVerifiedTokens = (): VerifiedTokens => {
  const known = new Map<string, ParsedAccessToken>()
  const parse = async (context: TenantContext, token: string, key: string): Promise<AccessTokenClaims> => {
    const parsed = await parseAccessToken(context, token)
    if (known.size >= capacity) {
      const [oldest] = known.keys()
      if (oldest !== undefined) known.delete(oldest)
    }
    known.set(key, parsed)
    return parsed.claims
  }
  return (context, token) => {
    const key = `${context.tenant.id}:${hash('sha256', token, 'base64url')}`
    const remembered = known.get(key)
    if (remembered === undefined) return parse(context, token, key)
    if (context.keys.verifying(context.tenant.id, remembered.kid) !== undefined) return remembered.claims
    known.delete(key)
    return parse(context, token, key)
  }
}
