import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { FilterText, pageOf, pageQuery, SelfLink } from './page.js'
import { AssignedRole, RoleRefs } from './roles.js'

/** Id and name of the system group that every user belongs to (contract 4.2). */
export const everyoneGroup = { id: '000000000000000000000001', name: 'com.qlik.Everyone' } as const

/** Whether an identity provider or the REST API says who belongs to a group (contract 4.2). */
export type GroupProviderType = 'idp' | 'custom'

/** A group (contract 4.2). */
export const Group = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  idpId: Type.Optional(Type.String()),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  status: Type.Enum(['active', 'disabled'] as const),
  providerType: Type.Enum(['idp', 'custom'] as const),
  assignedRoles: Type.Array(AssignedRole),
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
  lastUpdatedAt: Type.String(),
  updatedBy: Type.Optional(Type.String()),
  links: SelfLink,
})
export type Group = Type.Static<typeof Group>

/** One page of groups. */
export const GroupPage = pageOf(Group)
export type GroupPage = Type.Static<typeof GroupPage>

/** Body of `POST /api/v1/groups`. */
export const GroupCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' }),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
    providerType: Type.Optional(Type.Enum(['idp', 'custom'] as const)),
    status: Type.Optional(Type.Enum(['active'] as const)),
    assignedRoles: Type.Optional(RoleRefs),
  },
  { additionalProperties: false },
)
export type GroupCreate = Type.Static<typeof GroupCreate>

/** Body of `PATCH /api/v1/groups/{id}` and of `PATCH /api/v1/groups/settings`. */
export const GroupPatch = patchOf(['replace'])
export type GroupPatch = Type.Static<typeof GroupPatch>

/** Query of `GET /api/v1/groups`. */
export const GroupListQuery = Type.Object(
  {
    ...pageQuery,
    filter: Type.Optional(FilterText),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
    systemGroups: Type.Optional(Type.Boolean()),
    totalResults: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type GroupListQuery = Type.Static<typeof GroupListQuery>

/** Query of `POST /api/v1/groups/actions/filter`. */
export const GroupFilterQuery = Type.Object(
  { ...pageQuery, sort: Type.Optional(Type.String({ maxLength: 64 })), totalResults: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)
export type GroupFilterQuery = Type.Static<typeof GroupFilterQuery>

/** The tenant's group settings (contract 4.2). */
export const GroupSettings = Type.Object({
  tenantId: Type.String(),
  autoCreateGroups: Type.Boolean(),
  syncIdpGroups: Type.Boolean(),
  systemGroups: Type.Record(
    Type.String(),
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      enabled: Type.Boolean(),
      assignedRoles: Type.Array(AssignedRole),
      createdAt: Type.String(),
      lastUpdatedAt: Type.String(),
    }),
  ),
  links: SelfLink,
})
export type GroupSettings = Type.Static<typeof GroupSettings>
