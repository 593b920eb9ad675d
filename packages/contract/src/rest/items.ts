import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { Link, PageLinks, pageQuery } from './page.js'

/** A collection or tag that an item is in. */
const Tag = Type.Object({ id: Type.String(), name: Type.String() })

/** How often an item was opened. */
const ItemViews = Type.Object({
  total: Type.Integer(),
  trend: Type.Number(),
  unique: Type.Integer(),
  usedBy: Type.Integer(),
  week: Type.Array(Type.Object({ start: Type.String(), total: Type.Integer(), unique: Type.Integer() })),
})

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
  itemViews: ItemViews,
  meta: Type.Object({
    actions: Type.Array(Type.String()),
    collections: Type.Array(Tag),
    isFavorited: Type.Boolean(),
    tags: Type.Array(Tag),
  }),
  links: Type.Object({ self: Link, open: Type.Optional(Link), collections: Type.Optional(Link) }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
})
export type Item = Type.Static<typeof Item>

/** One page of items. */
export const ItemPage = Type.Object({ data: Type.Array(Item), links: PageLinks })
export type ItemPage = Type.Static<typeof ItemPage>

/** Body of `PUT /api/v1/items/{id}`, as the published client types it. */
export const ItemUpdate = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    description: Type.Optional(Type.String({ maxLength: 4096 })),
    resourceType: Type.String({ maxLength: 64 }),
    resourceId: Type.Optional(Type.String({ maxLength: 64 })),
    resourceLink: Type.Optional(Type.String({ maxLength: 2048 })),
    resourceSubType: Type.Optional(Type.String({ maxLength: 64 })),
    resourceAttributes: Type.Optional(Type.Unknown()),
    resourceCustomAttributes: Type.Optional(Type.Unknown()),
    resourceUpdatedAt: Type.Optional(Type.String({ maxLength: 64 })),
    spaceId: Type.Optional(Type.String({ maxLength: 64 })),
    thumbnailId: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type ItemUpdate = Type.Static<typeof ItemUpdate>

/** Settings of the catalogue. */
export const ItemSettings = Type.Object({ usageMetricsEnabled: Type.Boolean() })
export type ItemSettings = Type.Static<typeof ItemSettings>

/** Body of `PATCH /api/v1/items/settings`. */
export const ItemSettingsPatch = patchOf(['replace'])
export type ItemSettingsPatch = Type.Static<typeof ItemSettingsPatch>

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

/** Query of `GET /api/v1/collections/{id}/items`. */
export const CollectionItemsQuery = Type.Pick(
  ItemListQuery,
  [
    'limit',
    'next',
    'prev',
    'name',
    'query',
    'noActions',
    'resourceId',
    'resourceLink',
    'resourceType',
    'shared',
    'sort',
    'spaceId',
  ],
  { additionalProperties: false },
)
export type CollectionItemsQuery = Type.Static<typeof CollectionItemsQuery>

/** Query of `GET /api/v1/items/{id}/publisheditems`. */
export const PublishedItemsQuery = Type.Object(
  {
    ...pageQuery,
    resourceType: Type.Optional(Type.String({ maxLength: 512 })),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type PublishedItemsQuery = Type.Static<typeof PublishedItemsQuery>
