import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { Link, PageLinks, pageQuery } from './page.js'

export const spaceTypes = ['shared', 'managed', 'data'] as const
export type SpaceTypeName = (typeof spaceTypes)[number]

/** Roles of spaces of all types (contract 4.4). */
export const spaceRoles = [
  'basicconsumer',
  'codeveloper',
  'consumer',
  'contributor',
  'dataconsumer',
  'datapreview',
  'facilitator',
  'operator',
  'producer',
  'publisher',
] as const
export type SpaceRole = (typeof spaceRoles)[number]

/** A space (contract 4.4). */
export const Space = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  type: Type.Enum([...spaceTypes] as const),
  ownerId: Type.Optional(Type.String()),
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
  updatedAt: Type.String(),
  links: Type.Object({ self: Link, assignments: Link }),
  meta: Type.Object({
    actions: Type.Array(Type.String()),
    assignableRoles: Type.Array(Type.String()),
    roles: Type.Array(Type.String()),
  }),
})
export type Space = Type.Static<typeof Space>

/** What the caller may do in their personal space, which is none of the list (contract 4.4). */
export const PersonalSpace = Type.Object({ resourceType: Type.String(), actions: Type.Array(Type.String()) })
export type PersonalSpace = Type.Static<typeof PersonalSpace>

/** A page of spaces; unlike the identity resources it counts in `meta` (contract 4.0). */
export const SpacePage = Type.Object({
  data: Type.Array(Space),
  links: PageLinks,
  meta: Type.Object({ count: Type.Integer(), personalSpace: Type.Optional(PersonalSpace) }),
})
export type SpacePage = Type.Static<typeof SpacePage>

const SpaceName = Type.String({ minLength: 1, maxLength: 256, pattern: '^[^"*?<>/|\\\\:]+$' })

/** Body of `POST /api/v1/spaces`. */
export const SpaceCreate = Type.Object(
  {
    name: SpaceName,
    type: Type.Enum([...spaceTypes] as const),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
  },
  { additionalProperties: false },
)
export type SpaceCreate = Type.Static<typeof SpaceCreate>

/** Body of `PUT /api/v1/spaces/{id}`: what is absent stays. */
export const SpaceUpdate = Type.Object(
  {
    name: Type.Optional(SpaceName),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
    ownerId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type SpaceUpdate = Type.Static<typeof SpaceUpdate>

/** Body of `PATCH /api/v1/spaces/{id}`. */
export const SpacePatch = patchOf(['replace'])
export type SpacePatch = Type.Static<typeof SpacePatch>

/** Query of `GET /api/v1/spaces`. */
export const SpaceListQuery = Type.Object(
  {
    ...pageQuery,
    name: Type.Optional(Type.String({ maxLength: 256 })),
    ownerId: Type.Optional(Type.String({ maxLength: 64 })),
    type: Type.Optional(Type.String({ maxLength: 64, description: 'One type, or several separated by commas.' })),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
    action: Type.Optional(Type.String({ maxLength: 64, description: '`publish`: spaces that apps are published to.' })),
    roles: Type.Optional(Type.String({ maxLength: 256, description: 'Roles that are assigned to the caller.' })),
    environmentId: Type.Optional(Type.String({ maxLength: 64 })),
    'environment.name': Type.Optional(Type.String({ maxLength: 256 })),
  },
  { additionalProperties: false },
)
export type SpaceListQuery = Type.Static<typeof SpaceListQuery>

/** Answer of `GET /api/v1/spaces/types`. */
export const SpaceTypes = Type.Object({ data: Type.Array(Type.Enum([...spaceTypes] as const)) })

const assigneeTypes = ['user', 'group', 'bot'] as const

const AssignedSpaceRoles = Type.Array(Type.Enum([...spaceRoles] as const), { minItems: 1, maxItems: 10 })

/** The roles of one user, group or bot in a space (contract 4.4). */
export const SpaceAssignment = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  spaceId: Type.String(),
  type: Type.Enum([...assigneeTypes] as const),
  assigneeId: Type.String(),
  roles: AssignedSpaceRoles,
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
  updatedAt: Type.String(),
  updatedBy: Type.Optional(Type.String()),
  links: Type.Object({ self: Link, space: Link }),
})
export type SpaceAssignment = Type.Static<typeof SpaceAssignment>

/** One page of assignments. */
export const SpaceAssignmentPage = Type.Object({
  data: Type.Array(SpaceAssignment),
  links: PageLinks,
  meta: Type.Object({ count: Type.Integer() }),
})
export type SpaceAssignmentPage = Type.Static<typeof SpaceAssignmentPage>

/** Body of `POST /api/v1/spaces/{id}/assignments`. */
export const SpaceAssignmentCreate = Type.Object(
  {
    type: Type.Enum([...assigneeTypes] as const),
    assigneeId: Type.String({ minLength: 1, maxLength: 64 }),
    roles: AssignedSpaceRoles,
  },
  { additionalProperties: false },
)
export type SpaceAssignmentCreate = Type.Static<typeof SpaceAssignmentCreate>

/** Body of `PUT /api/v1/spaces/{id}/assignments/{assignmentId}`: the whole list of roles. */
export const SpaceAssignmentUpdate = Type.Object({ roles: AssignedSpaceRoles }, { additionalProperties: false })
export type SpaceAssignmentUpdate = Type.Static<typeof SpaceAssignmentUpdate>

/** Query of `GET /api/v1/spaces/{id}/assignments`. */
export const SpaceAssignmentListQuery = Type.Object(
  {
    ...pageQuery,
    type: Type.Optional(Type.Enum([...assigneeTypes] as const)),
    assigneeId: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type SpaceAssignmentListQuery = Type.Static<typeof SpaceAssignmentListQuery>
