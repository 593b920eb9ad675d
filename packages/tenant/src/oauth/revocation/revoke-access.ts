import type { TenantContext } from '../../tenants/tenant-context.js'
import type { GrantLabel } from '../refresh/grant-label.js'
import { type RevocationTrace, revokeGrant } from './revoke-grant.js'
import { revokeToken } from './revoke-token.js'

/** What is ended: a single access token, or everything that came of one grant, refresh tokens included. */
export type RevokedAccess = { readonly userId: string; readonly clientId: string } & (
  | { readonly kind: 'token'; readonly tokenId: string; readonly label?: GrantLabel }
  | { readonly kind: 'grant'; readonly grantId: string }
)

/**
 * Ends access before its time: from the next request on it is refused on every node, and its sockets are closed with
 * 4006. What ended already may be ended again.
 */
export const revokeAccess = async (
  context: TenantContext,
  access: RevokedAccess,
  by: Pick<RevocationTrace, 'actor' | 'origin' | 'address'>,
): Promise<void> => {
  const trace = { ...by, subject: access.userId, client: access.clientId }
  await (access.kind === 'token'
    ? revokeToken(context, access.tokenId, { ...trace, ...access.label })
    : revokeGrant(context, access.grantId, trace))
}
