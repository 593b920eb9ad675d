import { sql } from 'kysely'
import { privilegeColumn } from '../directory/privileges/privilege-columns.js'
import { prepareQuery } from '../store/prepared-query.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** What the user and the client of a token are now. */
export interface TokenHolder {
  readonly subject: string
  /** The user is active and the client enabled. */
  readonly active: boolean
  readonly userEpoch: number
  readonly clientEpoch: number
  readonly tenantAdmin: boolean
  readonly allowedOrigins: readonly string[]
}

const holderQuery = prepareQuery(['tenantId', 'userId', 'clientId'], (store, { tenantId, userId, clientId }) =>
  store
    .selectFrom('users')
    .innerJoin('oauth_clients', (join) =>
      join.onRef('oauth_clients.tenant_id', '=', 'users.tenant_id').on('oauth_clients.id', '=', clientId),
    )
    .select([
      'users.subject',
      'users.status',
      'users.epoch as user_epoch',
      'oauth_clients.epoch as client_epoch',
      'oauth_clients.disable_tag',
      'oauth_clients.allowed_origins',
    ])
    .select((builder) => privilegeColumn(builder).as('privilege'))
    .where('users.tenant_id', '=', tenantId)
    .where('users.id', '=', userId)
    .limit(sql.lit(1)),
)

/** Reads user and client in one query; undefined when either does not exist (any more). */
export const readTokenHolder = async (
  { store, tenant }: TenantContext,
  userId: string,
  clientId: string,
): Promise<TokenHolder | undefined> => {
  const [row] = await holderQuery(store, { tenantId: tenant.id, userId, clientId })
  if (row === undefined) return undefined
  return {
    subject: row.subject,
    active: row.status === 'active' && row.disable_tag === null,
    userEpoch: row.user_epoch,
    clientEpoch: row.client_epoch,
    tenantAdmin: row.privilege === 'all',
    allowedOrigins: JSON.parse(row.allowed_origins),
  }
}
