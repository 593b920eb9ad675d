import type { rest } from '@understudy/contract'
import type { Selectable } from 'kysely'
import type { Store, StoreTransaction, UserRow } from '../../store/schema.js'
import { rolesOfGroups } from '../groups/roles-of-groups.js'
import { assignedRoles, rolesWithIds } from '../roles/find-role.js'
import type { Role } from '../roles/role.js'

/** A user as REST shows it, but for its link, which depends on the address the tenant is reached by. */
export type UserRecord = Omit<rest.User, 'links' | 'groups'>

/** Adds roles and groups to rows of `users`, with a few queries, whatever the number of rows. */
export const userRecords = async (
  store: Store | StoreTransaction,
  tenantId: string,
  rows: readonly Selectable<UserRow>[],
): Promise<UserRecord[]> => {
  if (rows.length === 0) return []
  const userIds = rows.map((row) => row.id)
  const assigned = await store
    .selectFrom('user_roles')
    .select(['user_id', 'role_id'])
    .where('tenant_id', '=', tenantId)
    .where('user_id', 'in', userIds)
    .execute()
  const groups = await store
    .selectFrom('user_groups')
    .innerJoin('groups', (join) =>
      join.onRef('groups.tenant_id', '=', 'user_groups.tenant_id').onRef('groups.id', '=', 'user_groups.group_id'),
    )
    .select(['user_groups.user_id', 'groups.id', 'groups.name', 'groups.provider_type'])
    // Several sources may hold one membership.
    .distinct()
    .where('user_groups.tenant_id', '=', tenantId)
    .where('user_groups.user_id', 'in', userIds)
    .orderBy('groups.name')
    .execute()
  const groupRoles = await rolesOfGroups(store, tenantId, [...new Set(groups.map((group) => group.id))])

  const roles = await rolesWithIds(store, tenantId, [
    ...assigned.map((role) => role.role_id),
    ...[...groupRoles.values()].flat(),
  ])

  return rows.map((row) => {
    const roleIds = assigned.filter((role) => role.user_id === row.id).map((role) => role.role_id)
    const assignedGroups = groups
      .filter((group) => group.user_id === row.id)
      .map(({ id, name, provider_type }) => ({
        id,
        name,
        providerType: provider_type,
        assignedRoles: assignedRoles(roles, groupRoles.get(id) ?? []),
      }))
    return {
      ...userFields(row),
      assignedGroups,
      assignedRoles: assignedRoles(roles, roleIds),
      assignedScopes: scopesOf(roles.filter((role) => roleIds.includes(role.id))),
    }
  })
}

const scopesOf = (roles: readonly Role[]): string[] => [...new Set(roles.flatMap((role) => role.assignedScopes))]

const userFields = (
  row: Selectable<UserRow>,
): Omit<UserRecord, 'assignedRoles' | 'assignedGroups' | 'assignedScopes'> => ({
  id: row.id,
  tenantId: row.tenant_id,
  subject: row.subject,
  name: row.name,
  status: row.status,
  ...(row.email !== null && { email: row.email }),
  ...(row.client_id !== null && { clientId: row.client_id }),
  ...(row.picture !== null && { picture: row.picture }),
  ...(row.locale !== null && { locale: row.locale }),
  ...(row.zoneinfo !== null && { zoneinfo: row.zoneinfo }),
  ...(row.preferred_locale !== null && { preferredLocale: row.preferred_locale }),
  ...(row.preferred_zoneinfo !== null && { preferredZoneinfo: row.preferred_zoneinfo }),
  ...(row.invite_expiry !== null && { inviteExpiry: Math.floor(row.invite_expiry / 1000) }),
  ...(row.attributes !== null && { attributes: JSON.parse(row.attributes) }),
  createdAt: row.created_at,
  lastUpdatedAt: row.updated_at,
})
