import Type from 'typebox'
import { Link, PageLinks, pageQuery } from './page.js'

export const spaceTypes = ['shared', 'managed', 'data'] as const
export type SpaceTypeName = (typeof spaceTypes)[number]

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

/** A page of spaces; unlike the identity resources it counts in `meta` (contract 4.0). */
export const SpacePage = Type.Object({
  data: Type.Array(Space),
  links: PageLinks,
  meta: Type.Object({ count: Type.Integer() }),
})
export type SpacePage = Type.Static<typeof SpacePage>

/** Body of `POST /api/v1/spaces`. */
export const SpaceCreate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256, pattern: '^[^"*?<>/|\\\\:]+$' }),
    type: Type.Enum([...spaceTypes] as const),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
  },
  { additionalProperties: false },
)
export type SpaceCreate = Type.Static<typeof SpaceCreate>

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
