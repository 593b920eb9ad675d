import type { AuditActor } from '../../audit/audit-event.js'
import { isoTime } from '../../audit/iso-time.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type AccessTokenGrant, issueAccessToken } from '../access-token.js'
import { assertKeyBound } from '../dpop/key-of-call.js'
import type { TokenClient } from '../token-client.js'
import type { GrantOutcome } from './grant.js'

const timeText = isoTime()

/** A decided grant, through a client that may demand a key. */
export interface DecidedGrant extends AccessTokenGrant {
  readonly client: AccessTokenGrant['client'] & Pick<TokenClient, 'dpopBound'>
}

/**
 * Issues the access token of a grant that was decided.
 *
 * @throws UnderstudyError `OAUTH-DPOP-REQUIRED`
 */
export const accessTokenOutcome = (context: TenantContext, grant: DecidedGrant): GrantOutcome => {
  assertKeyBound(grant.client, grant.jkt)
  const { token, claims } = issueAccessToken(context, grant)
  const actor: AuditActor = { type: 'client', id: grant.client.id }
  return {
    response: {
      access_token: token,
      token_type: grant.jkt === undefined ? 'bearer' : 'DPoP',
      scope: claims.scope,
      expires_in: claims.exp - claims.iat,
      expires_at: timeText(claims.exp * 1000),
    },
    issued: { actor, subject: grant.user.id, client: grant.client.id, scopes: grant.scopes, tokenId: claims.jti },
  }
}
