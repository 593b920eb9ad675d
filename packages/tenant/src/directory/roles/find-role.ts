import { type rest, UnderstudyError } from '@understudy/contract'
import { foldCase } from '../../listing/filter-condition.js'
import type { Store, StoreTransaction } from '../../store/schema.js'
import { type DefaultRole, defaultRoles } from './default-roles.js'
import type { Role } from './role.js'
import { type CustomRole, customRole } from './role-rows.js'

const byId = new Map(defaultRoles.map((role) => [role.id, role]))
const byName = new Map(defaultRoles.map((role) => [role.name, role]))

/** The default role with that id, or undefined. */
export const defaultRoleById = (id: string): DefaultRole | undefined => byId.get(id)

/** Whether a default role has the name, in whatever case. */
export const isDefaultRoleName = (name: string): boolean =>
  defaultRoles.some((role) => foldCase(role.name) === foldCase(name))

/**
 * The role with that id.
 *
 * @throws UnderstudyError IDENTITIES-10402 when the tenant has no such role
 */
export const readRole = async (
  store: Store | StoreTransaction,
  tenantId: string,
  id: string,
): Promise<DefaultRole | CustomRole> => {
  const role = byId.get(id) ?? (await customRoleBy(store, tenantId, 'id', id))
  if (role === undefined) throw roleNotFound()
  return role
}

/** The refusal for an id that no role of the tenant has. */
export const roleNotFound = (): UnderstudyError =>
  new UnderstudyError('IDENTITIES-10402', 'There is no role with this id.')

/** Those of the roles that exist, default ones first; the store is asked only for others than those. */
export const rolesWithIds = async (
  store: Store | StoreTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<Role[]> => {
  const custom = [...new Set(ids)].filter((id) => !byId.has(id))
  const ofDefault = defaultRoles.filter((role) => ids.includes(role.id))
  if (custom.length === 0) return ofDefault
  const rows = await store
    .selectFrom('custom_roles')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', custom)
    .orderBy('name')
    .execute()
  return [...ofDefault, ...rows.map(customRole)]
}

/**
 * The distinct roles that `refs` name, by id or by name.
 *
 * @param pointer JSON Pointer of the list in the request body, for the error
 * @throws UnderstudyError ROLES-UNKNOWN, naming the first reference that fits no role
 */
export const resolveRoles = async (
  store: Store | StoreTransaction,
  tenantId: string,
  refs: rest.RoleRefs,
  pointer: string,
): Promise<Role[]> => {
  const roles = new Map<string, Role>()
  for (const [index, ref] of refs.entries()) {
    const role =
      'id' in ref
        ? (byId.get(ref.id) ?? (await customRoleBy(store, tenantId, 'id', ref.id)))
        : (byName.get(ref.name) ?? (await customRoleBy(store, tenantId, 'name', ref.name)))
    if (role === undefined) {
      const named = 'id' in ref ? `id ${JSON.stringify(ref.id)}` : `name ${JSON.stringify(ref.name)}`
      throw new UnderstudyError('ROLES-UNKNOWN', `There is no role with the ${named}.`, {
        source: { pointer: `${pointer}/${index}` },
      })
    }
    roles.set(role.id, role)
  }
  return [...roles.values()]
}

const customRoleBy = async (
  store: Store | StoreTransaction,
  tenantId: string,
  column: 'id' | 'name',
  value: string,
): Promise<CustomRole | undefined> => {
  const row = await store
    .selectFrom('custom_roles')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(column, '=', value)
    .executeTakeFirst()
  return row && customRole(row)
}

/** Those of the roles that have one of the ids, as other resources show them. */
export const assignedRoles = (roles: readonly Role[], ids: readonly string[]): rest.AssignedRole[] =>
  roles.filter((role) => ids.includes(role.id)).map(({ id, name, type, level }) => ({ id, name, type, level }))
