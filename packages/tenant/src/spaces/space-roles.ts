import { rest } from '@understudy/contract'

/** Roles that can be assigned in a space, by its type (contract 4.4). */
export const assignableRoles: Readonly<Record<rest.SpaceTypeName, readonly rest.SpaceRole[]>> = {
  shared: ['codeveloper', 'consumer', 'dataconsumer', 'facilitator', 'producer'],
  managed: ['consumer', 'contributor', 'dataconsumer', 'facilitator', 'publisher', 'basicconsumer'],
  data: ['consumer', 'dataconsumer', 'datapreview', 'facilitator', 'operator', 'producer', 'publisher'],
}

/** Roles whose holders open the apps of a space. The others concern data sources or publishing. */
const openingRoles: ReadonlySet<rest.SpaceRole> = new Set([
  'basicconsumer',
  'codeveloper',
  'consumer',
  'contributor',
  'facilitator',
  'producer',
])

/** Whether one of the roles lets its holder open the apps of a space. */
export const opensApps = (roles: readonly rest.SpaceRole[]): boolean => roles.some((role) => openingRoles.has(role))

/** The role whose holders manage a space and its members. */
export const managingRole = 'facilitator'

/** Distinct roles in the order of the type's list. */
export const orderedRoles = (type: rest.SpaceTypeName, roles: readonly rest.SpaceRole[]): rest.SpaceRole[] =>
  assignableRoles[type].filter((role) => roles.includes(role))

/** The first of the names that is no role of a space of that type. */
export const foreignRole = (type: rest.SpaceTypeName, roles: readonly rest.SpaceRole[]): rest.SpaceRole | undefined =>
  roles.find((role) => !assignableRoles[type].includes(role))

/** Whether a text names a role of any space. */
export const isSpaceRole = (name: string): name is rest.SpaceRole => rest.spaceRoles.some((role) => role === name)
