import type { AuditActor } from '../../audit/audit-event.js'
import { isoTime } from '../../audit/iso-time.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AccessTokenGrant, issueAccessToken } from '../access-token.js'
import type { GrantOutcome } from './grant.js'

const timeText = isoTime()

/** Issues the access token of a grant that was decided. */
export const accessTokenOutcome = (context: TenantContext, grant: AccessTokenGrant): GrantOutcome => {
  const { token, claims } = issueAccessToken(context, grant)
  const actor: AuditActor = { type: 'client', id: grant.client.id }
  return {
    response: {
      access_token: token,
      token_type: 'bearer',
      scope: claims.scope,
      expires_in: claims.exp - claims.iat,
      expires_at: timeText(claims.exp * 1000),
    },
    issued: { actor, subject: grant.user.id, client: grant.client.id, scopes: grant.scopes, tokenId: claims.jti },
  }
}
