import type { TenantContext } from '../../tenants/tenant-context.js'
import { findSubjectUser } from '../grants/subject-user.js'
import { findRefreshToken } from '../refresh/refresh-family.js'
import type { TokenClient } from '../token-client.js'

/** What its own client is told of a refresh token that would be taken now (RFC 7662 section 2.2). */
export interface RefreshTokenStatus {
  readonly active: true
  /** Scopes that the user granted. */
  readonly scope: string
  readonly client_id: string
  readonly iss: string
  readonly sub: string
  /** Seconds since 1970, as the next. */
  readonly exp: number
  readonly auth_time: number
  /** The key without which it is not taken (RFC 9449 section 6.2). */
  readonly cnf?: { readonly jkt: string }
}

/**
 * Tells the client of a refresh token what it is worth now. Introspection does not use the token up.
 *
 * @returns undefined unless the client would get tokens for it: of those of other clients nothing is told
 */
export const refreshTokenStatus = async (
  context: TenantContext,
  client: Pick<TokenClient, 'id' | 'epoch'>,
  token: string,
): Promise<RefreshTokenStatus | undefined> => {
  const stored = await findRefreshToken(context, token)
  if (stored === undefined || stored.client.id !== client.id || stored.client.epoch !== client.epoch) return undefined
  if (stored.usedAt !== undefined || context.clock() >= stored.expiresAt) return undefined
  const user = await findSubjectUser(context, { field: 'userId', value: stored.user.id })
  if (user?.status !== 'active' || user.epoch !== stored.user.epoch) return undefined
  return {
    active: true,
    scope: stored.scopes.join(' '),
    client_id: client.id,
    iss: context.tenant.origin,
    sub: user.id,
    exp: Math.floor(stored.expiresAt / 1000),
    auth_time: Math.floor(stored.authTime / 1000),
    ...(stored.jkt !== undefined && { cnf: { jkt: stored.jkt } }),
  }
}
