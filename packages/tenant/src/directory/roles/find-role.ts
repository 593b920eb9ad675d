import { type rest, UnderstudyError } from '@understudy/contract'
import { type DefaultRole, defaultRoles } from './default-roles.js'

const byId = new Map(defaultRoles.map((role) => [role.id, role]))
const byName = new Map(defaultRoles.map((role) => [role.name, role]))

/** The role with that id, or undefined. */
export const roleById = (id: string): DefaultRole | undefined => byId.get(id)

/**
 * The distinct roles that `refs` name, by id or by name.
 *
 * @param pointer JSON Pointer of the list in the request body, for the error
 * @throws UnderstudyError ROLES-UNKNOWN, naming the first reference that fits no role
 */
export const resolveRoles = (refs: rest.RoleRefs, pointer: string): DefaultRole[] => {
  const roles = refs.map((ref, index) => {
    const role = 'id' in ref ? byId.get(ref.id) : byName.get(ref.name)
    if (role !== undefined) return role
    const named = 'id' in ref ? `id ${JSON.stringify(ref.id)}` : `name ${JSON.stringify(ref.name)}`
    throw new UnderstudyError('ROLES-UNKNOWN', `There is no role with the ${named}.`, {
      source: { pointer: `${pointer}/${index}` },
    })
  })
  return [...new Set(roles)]
}

/** The roles with those ids as other resources show them, in the order of the catalogue. */
export const assignedRoles = (ids: readonly string[]): rest.AssignedRole[] =>
  defaultRoles
    .filter((role) => ids.includes(role.id))
    .map(({ id, name, level }) => ({ id, name, type: 'default', level }))
