import type { rest } from '@understudy/contract'
import { type PageById, pageById } from '../listing/page-by-id.js'
import { parseSort } from '../listing/sort.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { apiKeyRecord, refuseUnknownKey } from './api-key-rows.js'
import { mayAdministerKeys } from './may-administer-keys.js'

const sortFields = ['createdByUser', 'sub', 'status', 'description', 'created', 'expiry'] as const

/**
 * Lists the caller's keys; those of all users for an administrator (contract 4.8).
 *
 * @throws UnderstudyError REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listApiKeys = async (
  { store, tenant, clock }: TenantContext,
  caller: Caller,
  query: rest.ApiKeyListQuery,
): Promise<PageById<rest.ApiKey>> => {
  const { field, descending } = parseSort(query.sort, sortFields, { field: 'created', descending: false })
  const owner = mayAdministerKeys(caller) ? undefined : caller.userId
  const asked = [owner, query.createdByUser, query.sub].filter((userId) => userId !== undefined)
  let keys = store.selectFrom('api_keys').selectAll().where('tenant_id', '=', tenant.id)
  for (const userId of asked) keys = keys.where('user_id', '=', userId)
  const now = clock()
  const records = (await keys.execute()).map((row) => apiKeyRecord(row, now))
  const rows = records.filter(({ status }) => query.status === undefined || status === query.status)
  return pageById({ rows, sortValue: (key) => key[field], descending }, query)
}

/**
 * The key with that id.
 *
 * @throws UnderstudyError API-KEY-NOT-FOUND, also for the key of another user
 */
export const readApiKey = async (
  { store, tenant, clock }: TenantContext,
  caller: Caller,
  id: string,
): Promise<rest.ApiKey> => {
  const row = await store
    .selectFrom('api_keys')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined || (row.user_id !== caller.userId && !mayAdministerKeys(caller))) return refuseUnknownKey()
  return apiKeyRecord(row, clock())
}
