import Type from 'typebox'
import { Link, PageLinks, pageQuery } from './page.js'

/** An item: the catalogue entry of a resource, here always of an app (contract 4.13). */
export const Item = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  resourceId: Type.String(),
  resourceType: Type.String(),
  resourceSubType: Type.Optional(Type.String()),
  resourceAttributes: Type.Record(Type.String(), Type.Unknown()),
  resourceCustomAttributes: Type.Record(Type.String(), Type.Unknown()),
  resourceCreatedAt: Type.String(),
  resourceUpdatedAt: Type.String(),
  resourceReloadStatus: Type.Optional(Type.String()),
  resourceReloadEndTime: Type.Optional(Type.String()),
  spaceId: Type.Optional(Type.String()),
  ownerId: Type.Optional(Type.String()),
  creatorId: Type.Optional(Type.String()),
  tenantId: Type.String(),
  actions: Type.Optional(Type.Array(Type.String())),
  collectionIds: Type.Array(Type.String()),
  isFavorited: Type.Boolean(),
  meta: Type.Object({
    actions: Type.Array(Type.String()),
    collections: Type.Array(Type.Unknown()),
    isFavorited: Type.Boolean(),
    tags: Type.Array(Type.Unknown()),
  }),
  links: Type.Object({ self: Link, open: Type.Optional(Link), collections: Type.Optional(Link) }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
})
export type Item = Type.Static<typeof Item>

/** One page of items. */
export const ItemPage = Type.Object({ data: Type.Array(Item), links: PageLinks })
export type ItemPage = Type.Static<typeof ItemPage>

const id = Type.Optional(Type.String({ maxLength: 64 }))

/** Query of `GET /api/v1/items`. */
export const ItemListQuery = Type.Object(
  {
    ...pageQuery,
    id,
    resourceType: Type.Optional(Type.String({ maxLength: 512 })),
    resourceSubType: Type.Optional(Type.String({ maxLength: 512 })),
    resourceId: id,
    resourceIds: Type.Optional(Type.String({ maxLength: 8192 })),
    resourceLink: Type.Optional(
      Type.String({ maxLength: 2048, description: 'Address of a resource that lies elsewhere; matches no app.' }),
    ),
    shared: Type.Optional(Type.Boolean({ description: 'Whether the item is in a space.' })),
    spaceId: id,
    spaceType: Type.Optional(Type.String({ maxLength: 128 })),
    name: Type.Optional(Type.String({ maxLength: 256 })),
    query: Type.Optional(Type.String({ maxLength: 256 })),
    ownerId: id,
    notOwnerId: id,
    createdByUserId: id,
    notCreatedByUserId: id,
    collectionId: id,
    noActions: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type ItemListQuery = Type.Static<typeof ItemListQuery>
