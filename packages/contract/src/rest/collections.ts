import Type from 'typebox'
import { ItemPage } from './items.js'
import { patchOf } from './json-patch.js'
import { Link, PageLinks, pageQuery } from './page.js'

/** Kinds of collections that are made: of one user, tags that all see, and what administrators put together for all. */
export const collectionTypes = ['private', 'public', 'publicgoverned'] as const
export type CollectionTypeName = (typeof collectionTypes)[number]

/** A collection of items (types of the published client: collections). The favourites of a user are one. */
export const Collection = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  name: Type.String(),
  description: Type.Optional(Type.String()),
  type: Type.Enum([...collectionTypes, 'favorite'] as const),
  creatorId: Type.Optional(Type.String()),
  updaterId: Type.Optional(Type.String()),
  itemCount: Type.Integer({ description: 'Items that the caller may open.' }),
  full: Type.Boolean({ description: 'Whether no further item fits in.' }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  links: Type.Object({ self: Link, items: Link }),
  meta: Type.Optional(Type.Object({ items: Type.Optional(ItemPage) })),
})
export type Collection = Type.Static<typeof Collection>

/** One page of collections. */
export const CollectionPage = Type.Object({ data: Type.Array(Collection), links: PageLinks })
export type CollectionPage = Type.Static<typeof CollectionPage>

const name = Type.String({ minLength: 1, maxLength: 256 })
const description = Type.String({ maxLength: 1024 })
const CollectionType = Type.Enum([...collectionTypes] as const)

/** Body of `POST /api/v1/collections`. */
export const CollectionCreate = Type.Object(
  { name, type: CollectionType, description: Type.Optional(description) },
  { additionalProperties: false },
)
export type CollectionCreate = Type.Static<typeof CollectionCreate>

/** Body of `PUT /api/v1/collections/{id}`: what is absent stays, members of other names are not heeded. */
export const CollectionUpdate = Type.Object({ name: Type.Optional(name), description: Type.Optional(description) })
export type CollectionUpdate = Type.Static<typeof CollectionUpdate>

/** What `PATCH` changes beyond that: a private collection is given to all, and taken back. */
export const PublishedType = Type.Enum(['private', 'publicgoverned'] as const)

/** Body of `PATCH /api/v1/collections/{id}`. */
export const CollectionPatch = patchOf(['replace'])
export type CollectionPatch = Type.Static<typeof CollectionPatch>

/** Body of `POST /api/v1/collections/{id}/items`. */
export const CollectionItem = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 64, description: 'Id of the item.' }) },
  { additionalProperties: false },
)
export type CollectionItem = Type.Static<typeof CollectionItem>

const id = Type.Optional(Type.String({ maxLength: 64 }))
const text = Type.Optional(Type.String({ maxLength: 256 }))
const sort = Type.Optional(Type.String({ maxLength: 64 }))

/** Query of `GET /api/v1/collections`. */
export const CollectionListQuery = Type.Object(
  {
    ...pageQuery,
    id,
    creatorId: id,
    name: text,
    query: text,
    type: Type.Optional(Type.String({ maxLength: 64 })),
    types: Type.Optional(Type.String({ maxLength: 256, description: 'Types, separated by commas.' })),
    sort,
    includeItems: Type.Optional(
      Type.String({ maxLength: 512, description: 'JSON object of `limit`, `sort` and `resourceType` of the items.' }),
    ),
    'includeItems[limit]': Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    'includeItems[sort]': sort,
    'includeItems[resourceType]': text,
  },
  { additionalProperties: false },
)
export type CollectionListQuery = Type.Static<typeof CollectionListQuery>

/** Which items of a collection `includeItems` asks for. */
export const IncludedItems = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    sort,
    resourceType: text,
  },
  { additionalProperties: false },
)
export type IncludedItems = Type.Static<typeof IncludedItems>

/** Query of `GET /api/v1/items/{id}/collections`. */
export const ItemCollectionsQuery = Type.Object(
  { ...pageQuery, name: text, query: text, type: Type.Optional(Type.String({ maxLength: 64 })), sort },
  { additionalProperties: false },
)
export type ItemCollectionsQuery = Type.Static<typeof ItemCollectionsQuery>
