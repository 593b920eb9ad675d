import { isAdminScope, parseScopeList, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import { readTokenHolder } from './token-holder.js'

/** In whose name a request acts, and what it may do. */
export interface AccessPrincipal {
  readonly tenantId: string
  readonly userId: string
  readonly subject: string
  readonly clientId: string
  /** The client that acts in the user's name; undefined when a client acts as its own bot user. */
  readonly actor: string | undefined
  /** Granted scopes, without the admin scopes of a user who is no tenant administrator (any more). */
  readonly scopes: readonly string[]
  /** `jti` of the access token. */
  readonly tokenId: string
  /** End of the access token, milliseconds since 1970. */
  readonly expiresAt: number
  /** Origins from which browsers may use tokens of the client. */
  readonly allowedOrigins: readonly string[]
  /** Epochs of user and client that the token was issued under. */
  readonly epochs: readonly [user: number, client: number]
}

/** What a token says of itself, after its genuineness was checked. */
export interface TokenIdentity
  extends Pick<AccessPrincipal, 'userId' | 'clientId' | 'actor' | 'tokenId' | 'expiresAt' | 'epochs'> {
  readonly scope: string
}

/**
 * Reads what the user and the client of a genuine token are now.
 *
 * @throws UnderstudyError `AUTH-TOKEN-REVOKED` when either is disabled or gone, or its epoch advanced since the issue
 */
export const admitPrincipal = async (context: TenantContext, token: TokenIdentity): Promise<AccessPrincipal> => {
  const holder = await readTokenHolder(context, token.userId, token.clientId)
  const [userEpoch, clientEpoch] = token.epochs
  if (holder === undefined || !holder.active || holder.userEpoch !== userEpoch || holder.clientEpoch !== clientEpoch) {
    throw new UnderstudyError('AUTH-TOKEN-REVOKED', 'The user or the client of the token has changed since its issue.')
  }
  const { scope, ...identity } = token
  const scopes = parseScopeList(scope)
  return {
    ...identity,
    tenantId: context.tenant.id,
    subject: holder.subject,
    scopes: holder.tenantAdmin ? scopes : scopes.filter((name) => !isAdminScope(name)),
    allowedOrigins: holder.allowedOrigins,
  }
}
