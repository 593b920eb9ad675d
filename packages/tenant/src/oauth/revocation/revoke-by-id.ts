import { UnderstudyError } from '@understudy/contract'
import { sql } from 'kysely'
import type { AuditEvent } from '../../audit/audit-event.js'
import { longestAccessTokenLifetime } from '../../config/options.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type RevokedAccess, revokeAccess } from './revoke-access.js'
import type { RevocationTrace } from './revoke-grant.js'

/** Who wants to revoke. */
export interface Revoker {
  readonly userId: string
  /** May end what belongs to other users. */
  readonly tenantAdmin: boolean
  readonly trace: Pick<RevocationTrace, 'actor' | 'origin' | 'address'>
}

/**
 * Ends what an id names: a grant that `oauth-tokens` lists, or an access token by the `jti` that the audit journal tells
 * (contract 4.7). What belongs to others is, for users who are no administrators, as if it did not exist.
 *
 * @throws UnderstudyError `OAUTH-TOKENS-NOT-FOUND`
 */
export const revokeById = async (context: TenantContext, id: string, revoker: Revoker): Promise<void> => {
  const access = (await findGrant(context, id)) ?? (await findIssuedToken(context, id))
  if (access === undefined || (access.userId !== revoker.userId && !revoker.tenantAdmin)) {
    throw new UnderstudyError('OAUTH-TOKENS-NOT-FOUND', 'There is no token with this id.')
  }
  await revokeAccess(context, access, revoker.trace)
}

const findGrant = async ({ store, tenant }: TenantContext, id: string): Promise<RevokedAccess | undefined> => {
  const row = await store
    .selectFrom('oauth_grants')
    .select(['user_id', 'client_id'])
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { kind: 'grant', grantId: id, userId: row.user_id, clientId: row.client_id }
}

/** No row is written when a token is minted; the journal of the time for which a token can live knows whose it is. */
const findIssuedToken = async (
  { store, tenant, clock }: TenantContext,
  id: string,
): Promise<RevokedAccess | undefined> => {
  if (!/^[\da-f-]{36}$/.test(id)) return undefined
  const since = new Date(clock() - longestAccessTokenLifetime * 1000).toISOString()
  const row = await store
    .selectFrom('audit_journal')
    .select('record')
    .where('tenant_id', '=', tenant.id)
    // As the index of the journal's times has it.
    .where(sql<string>`substr(record, 10, 24)`, '>=', since)
    .where('record', 'like', `%"event":"oauth-token.issued"%"tokenId":"${id}"%`)
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { subject, client, deviceType, description }: AuditEvent = JSON.parse(row.record)
  if (subject === undefined || client === undefined) return undefined
  return { kind: 'token', tokenId: id, userId: subject, clientId: client, label: { deviceType, description } }
}
