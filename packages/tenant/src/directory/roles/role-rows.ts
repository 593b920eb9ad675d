import type { CustomRoleRow, Store, StoreTransaction } from '../../store/schema.js'
import type { Role } from './role.js'

/** A role that the tenant made, with when and by whom. */
export interface CustomRole extends Role {
  readonly type: 'custom'
  /** ISO 8601. */
  readonly createdAt: string
  readonly createdBy: string
  readonly lastUpdatedAt: string
  readonly updatedBy: string | null
}

/** The custom role of a row. */
export const customRole = (row: CustomRoleRow): CustomRole => ({
  id: row.id,
  name: row.name,
  type: 'custom',
  level: row.level,
  description: row.description,
  assignedScopes: row.assigned_scopes.split(' ').filter((scope) => scope !== ''),
  createdAt: row.created_at,
  createdBy: row.created_by,
  lastUpdatedAt: row.updated_at,
  updatedBy: row.updated_by,
})

/** Every custom role of the tenant; there are 500 at most. */
export const customRoles = async (store: Store | StoreTransaction, tenantId: string): Promise<CustomRole[]> => {
  const rows = await store.selectFrom('custom_roles').selectAll().where('tenant_id', '=', tenantId).execute()
  return rows.map(customRole)
}
