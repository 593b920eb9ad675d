import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { Link, PageLinks, pageQuery } from './page.js'

/** Roles that a share can give on its resource (contract 4.4). */
export const shareRoles = ['basicconsumer', 'consumer', 'contributor'] as const
export type ShareRole = (typeof shareRoles)[number]

const shareTypes = ['user', 'group', 'link'] as const

/** The roles that a share gives; each is named once. */
export const ShareRoles = Type.Array(Type.Enum([...shareRoles] as const), { minItems: 1, maxItems: 3 })

/** One app of a space in the hands of a user or group that need not be a member of the space (contract 4.4). */
export const SpaceShare = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  spaceId: Type.String(),
  type: Type.Enum(['user', 'group'] as const),
  assigneeId: Type.String(),
  resourceId: Type.String(),
  resourceName: Type.String(),
  resourceType: Type.Literal('app'),
  roles: ShareRoles,
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
  updatedAt: Type.String(),
  updatedBy: Type.Optional(Type.String()),
  links: Type.Object({ self: Link, space: Link }),
})
export type SpaceShare = Type.Static<typeof SpaceShare>

/** One page of shares. */
export const SpaceSharePage = Type.Object({
  data: Type.Array(SpaceShare),
  links: PageLinks,
  meta: Type.Object({ count: Type.Integer() }),
})
export type SpaceSharePage = Type.Static<typeof SpaceSharePage>

/** Body of `POST /api/v1/spaces/{id}/shares`. */
export const SpaceShareCreate = Type.Object(
  {
    type: Type.Enum([...shareTypes] as const, { description: '`link` is refused: see `SPACES-NO-LINK-SHARES`.' }),
    assigneeId: Type.String({ maxLength: 64 }),
    resourceId: Type.String({ minLength: 1, maxLength: 64 }),
    resourceType: Type.Literal('app'),
    roles: ShareRoles,
  },
  { additionalProperties: false },
)
export type SpaceShareCreate = Type.Static<typeof SpaceShareCreate>

/** Body of `PATCH /api/v1/spaces/{id}/shares/{shareId}`. */
export const SpaceSharePatch = patchOf(['replace'])
export type SpaceSharePatch = Type.Static<typeof SpaceSharePatch>

/** Query of `GET /api/v1/spaces/{id}/shares`. */
export const SpaceShareListQuery = Type.Object(
  {
    ...pageQuery,
    type: Type.Optional(Type.Enum([...shareTypes] as const)),
    userId: Type.Optional(Type.String({ maxLength: 64, description: 'Shares with this user.' })),
    groupId: Type.Optional(Type.String({ maxLength: 64, description: 'Shares with this group.' })),
    resourceId: Type.Optional(Type.String({ maxLength: 64 })),
    resourceType: Type.Optional(Type.String({ maxLength: 64 })),
    name: Type.Optional(Type.String({ maxLength: 256, description: 'Part of the name of the shared app.' })),
  },
  { additionalProperties: false },
)
export type SpaceShareListQuery = Type.Static<typeof SpaceShareListQuery>
