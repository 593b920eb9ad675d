import { rest } from '@understudy/contract'
import type { GroupRow, Store, StoreTransaction } from '../../store/schema.js'
import { assignedRoles, rolesWithIds } from '../roles/find-role.js'
import { rolesOfGroups } from './roles-of-groups.js'

/** A group as REST shows it, but for its link. */
export type GroupRecord = Omit<rest.Group, 'links'>

/** Adds the roles to rows of `groups`. */
export const groupRecords = async (
  store: Store | StoreTransaction,
  tenantId: string,
  rows: readonly GroupRow[],
): Promise<GroupRecord[]> => {
  const rolesOf = await rolesOfGroups(
    store,
    tenantId,
    rows.map((row) => row.id),
  )
  const roles = await rolesWithIds(store, tenantId, [...rolesOf.values()].flat())
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    ...(row.description !== null && { description: row.description }),
    status: row.status,
    providerType: row.provider_type,
    assignedRoles: assignedRoles(roles, rolesOf.get(row.id) ?? []),
    createdAt: row.created_at,
    ...(row.created_by !== null && { createdBy: row.created_by }),
    lastUpdatedAt: row.updated_at,
    ...(row.updated_by !== null && { updatedBy: row.updated_by }),
  }))
}

/** The system group of everyone (contract 4.2). It has no row: it exists as long as the tenant does. */
export const everyoneRecord = async (store: Store | StoreTransaction, tenantId: string): Promise<GroupRecord> => {
  const tenant = await store
    .selectFrom('tenants')
    .select('created_at')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow()
  const roleIds = (await rolesOfGroups(store, tenantId, [rest.everyoneGroup.id])).get(rest.everyoneGroup.id) ?? []
  return {
    ...rest.everyoneGroup,
    tenantId,
    status: 'active',
    providerType: 'idp',
    assignedRoles: assignedRoles(await rolesWithIds(store, tenantId, roleIds), roleIds),
    createdAt: tenant.created_at,
    lastUpdatedAt: tenant.created_at,
  }
}
