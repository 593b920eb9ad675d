import { sql } from 'kysely'
import { privilegeColumn, readPrivilege } from '../directory/privileges/privilege-columns.js'
import { sessionEnd, sessionTimes } from '../sessions/session-times.js'
import { prepareQuery } from '../store/prepared-query.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { SessionCredential } from './credential.js'
import type { CredentialHolder } from './token-holder.js'

const holderQuery = prepareQuery(['tenantId', 'sessionId'], (store, { tenantId, sessionId }) =>
  store
    .selectFrom('users')
    .innerJoin('browser_sessions', (join) =>
      join
        .onRef('browser_sessions.tenant_id', '=', 'users.tenant_id')
        .onRef('browser_sessions.user_id', '=', 'users.id')
        .on('browser_sessions.id', '=', sessionId),
    )
    .leftJoin('auth_settings', 'auth_settings.tenant_id', 'users.tenant_id')
    .leftJoin('identity_providers', (join) =>
      join
        .onRef('identity_providers.tenant_id', '=', 'users.tenant_id')
        .onRef('identity_providers.id', '=', 'browser_sessions.idp_id'),
    )
    .leftJoin('web_integrations', (join) =>
      join
        .onRef('web_integrations.tenant_id', '=', 'users.tenant_id')
        .onRef('web_integrations.id', '=', 'browser_sessions.web_integration_id'),
    )
    .select([
      'users.subject',
      'users.status',
      'users.epoch',
      'browser_sessions.created_at',
      'browser_sessions.last_used_at',
      'browser_sessions.idp_id',
      'browser_sessions.web_integration_id',
      'auth_settings.session_inactivity_minutes',
      'auth_settings.session_lifespan_minutes',
      'identity_providers.active as idp_active',
      'web_integrations.valid_origins',
    ])
    .select((builder) => privilegeColumn(builder).as('privilege'))
    .where('users.tenant_id', '=', tenantId)
    .limit(sql.lit(1)),
)

/** Reads the user, the times and the pages of a session in one query; undefined when it ended. */
export const readSessionHolder = async (
  { store, tenant, clock }: TenantContext,
  { sessionId }: SessionCredential,
): Promise<CredentialHolder | undefined> => {
  const [row] = await holderQuery(store, { tenantId: tenant.id, sessionId })
  if (row === undefined) return undefined
  const end = sessionEnd({ createdAt: row.created_at, lastUsedAt: row.last_used_at }, sessionTimes(row))
  const providerGone = row.idp_id !== null && row.idp_active !== 1
  const integrationGone = row.web_integration_id !== null && row.valid_origins === null
  return {
    subject: row.subject,
    // Nobody signs in as one.
    bot: false,
    admitted: row.status === 'active' && clock() < end && !providerGone && !integrationGone,
    userEpoch: row.epoch,
    adminScopes: readPrivilege(row.privilege).adminScopes,
    allowedOrigins: JSON.parse(row.valid_origins ?? '[]'),
  }
}
