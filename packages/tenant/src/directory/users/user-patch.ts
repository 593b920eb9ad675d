import { rest } from '@understudy/contract'
import Type from 'typebox'
import { type PatchReader, type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { UserStatus } from '../../store/schema.js'

/** How a list of references is changed. */
export type ListChange = 'replace' | 'add' | 'remove'

/** A group as a patch refers to it, by its id if it has one; a name without provider means a custom group. */
export type GroupRef = { readonly id: string } | { readonly name: string; readonly providerType?: 'idp' | 'custom' }

/** One change that a patch asks for; `pointer` leads to the value in the request body. */
export type UserChange =
  | { readonly kind: 'field'; readonly field: PatchableField; readonly value: string | null }
  | { readonly kind: 'status'; readonly status: UserStatus }
  | { readonly kind: 'renew-invite'; readonly pointer: string }
  | {
      readonly kind: 'roles'
      readonly change: ListChange
      readonly roles: rest.RoleRefs
      readonly pointer: string
    }
  | {
      readonly kind: 'groups'
      readonly change: ListChange
      readonly groups: readonly GroupRef[]
      readonly pointer: string
    }

/** Fields of a user that a patch sets as they are. */
export type PatchableField = 'name' | 'email' | 'preferredLocale' | 'preferredZoneinfo'

const RequiredName = Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' })
const Email = rest.UserCreate.properties.email
const Tag = Type.String({ minLength: 1, maxLength: 64 })
const Status = Type.Enum(['active', 'disabled'] as const)
const RoleNames = Type.Array(Type.String({ maxLength: 256 }), { maxItems: 100 })

const GroupId = Type.String({ minLength: 1, maxLength: 64 })
const GroupName = Type.String({ minLength: 1, maxLength: 256 })

/** What a user's answer tells of a group; a reference may repeat it. */
const toldOfGroup = {
  providerType: Type.Optional(Type.Enum(['idp', 'custom'] as const)),
  assignedRoles: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 100 })),
}

const GroupRefs = Type.Array(
  Type.Union([
    Type.Object({ id: GroupId, name: Type.Optional(GroupName), ...toldOfGroup }, { additionalProperties: false }),
    Type.Object({ name: GroupName, ...toldOfGroup }, { additionalProperties: false }),
  ]),
  { maxItems: 1000 },
)

const set =
  (field: PatchableField, schema: typeof RequiredName): PatchReader<UserChange> =>
  (value, pointer) => ({ kind: 'field', field, value: patchValue(schema, value, pointer) })

const unset =
  (field: PatchableField): PatchReader<UserChange> =>
  () => ({ kind: 'field', field, value: null })

/** The contract shows both one reference and a list of them as the value of an element (contract 4.2). */
const asList = (value: unknown): unknown => (value === undefined || Array.isArray(value) ? value : [value])

const roles =
  (change: ListChange): PatchReader<UserChange> =>
  (value, pointer) => ({ kind: 'roles', change, roles: patchValue(rest.RoleRefs, asList(value), pointer), pointer })

/** `/roles` is the deprecated form: bare names. */
const roleNames: PatchReader<UserChange> = (value, pointer) => ({
  kind: 'roles',
  change: 'replace',
  roles: patchValue(RoleNames, value, pointer).map((name) => ({ name })),
  pointer,
})

const groups =
  (change: ListChange): PatchReader<UserChange> =>
  (value, pointer) => ({ kind: 'groups', change, groups: patchValue(GroupRefs, asList(value), pointer), pointer })

const status: PatchReader<UserChange> = (value, pointer) => ({
  kind: 'status',
  status: patchValue(Status, value, pointer),
})

const renewInvite: PatchReader<UserChange> = (_value, pointer) => ({ kind: 'renew-invite', pointer })

/** The paths of contract 4.1; `/email` as one of its examples uses it. */
const userPatchRules: PatchRules<UserChange> = {
  '/name': { replace: set('name', RequiredName), set: set('name', RequiredName) },
  '/email': { replace: set('email', Email), set: set('email', Email), unset: unset('email') },
  '/status': { replace: status, set: status },
  '/preferredLocale': {
    replace: set('preferredLocale', Tag),
    set: set('preferredLocale', Tag),
    unset: unset('preferredLocale'),
  },
  '/preferredZoneinfo': {
    replace: set('preferredZoneinfo', Tag),
    set: set('preferredZoneinfo', Tag),
    unset: unset('preferredZoneinfo'),
  },
  '/inviteExpiry': { renew: renewInvite },
  '/assignedRoles': {
    replace: roles('replace'),
    set: roles('replace'),
    add: roles('add'),
    'remove-value': roles('remove'),
  },
  '/assignedRoles/-': { add: roles('add') },
  '/roles': { replace: roleNames, set: roleNames },
  '/assignedGroups': { replace: groups('replace'), add: groups('add'), 'remove-value': groups('remove') },
  '/assignedGroups/-': { add: groups('add') },
}

/**
 * Reads a patch of a user.
 *
 * @throws UnderstudyError REST-INVALID-PATCH
 */
export const readUserPatch = (patch: rest.UserPatch): UserChange[] => readPatch(patch, userPatchRules)
