import Type from 'typebox'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const id = Type.String({ minLength: 1, maxLength: 64 })

/** An app as `GET /api/v1/apps/{id}` answers it (contract 4.13). */
export const NxApp = Type.Object({
  attributes: Type.Object({
    id: Type.String(),
    name: Type.String(),
    description: Type.String(),
    thumbnail: Type.String(),
    lastReloadTime: Type.Optional(Type.String()),
    createdDate: Type.String(),
    modifiedDate: Type.String(),
    ownerId: Type.Optional(Type.String()),
    spaceId: Type.Optional(Type.String()),
    originAppId: Type.String(),
    publishTime: Type.String(),
    published: Type.Boolean(),
    encrypted: Type.Boolean(),
    hasSectionAccess: Type.Boolean(),
    isDirectQueryMode: Type.Boolean(),
    usage: Type.String(),
    custom: Type.Record(Type.String(), Type.Unknown()),
  }),
  privileges: Type.Array(Type.String()),
  create: Type.Array(Type.Object({ resource: Type.String(), canCreate: Type.Boolean() })),
})
export type NxApp = Type.Static<typeof NxApp>

const usage = Type.Optional(Type.Enum(['ANALYTICS'] as const))

/** Body of `POST /api/v1/apps`. */
export const AppCreate = Type.Object(
  {
    attributes: Type.Optional(
      Type.Object(
        { name: text(256), description: text(4096), spaceId: text(64), locale: text(32), usage },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type AppCreate = Type.Static<typeof AppCreate>

const names = Type.Optional(Type.Object({ name: text(256), description: text(4096) }, { additionalProperties: false }))

/** Body of `PUT /api/v1/apps/{id}`. */
export const AppUpdate = Type.Object({ attributes: names }, { additionalProperties: false })
export type AppUpdate = Type.Static<typeof AppUpdate>

/** Body of `POST /api/v1/apps/{id}/copy`. */
export const AppCopy = Type.Object(
  {
    attributes: Type.Optional(
      Type.Object(
        { name: text(256), description: text(4096), spaceId: text(64), locale: text(32), usage },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type AppCopy = Type.Static<typeof AppCopy>

/** Body of `POST /api/v1/apps/{id}/publish`. */
export const AppPublish = Type.Object(
  {
    spaceId: id,
    attributes: names,
    data: Type.Optional(Type.Enum(['source', 'target'] as const)),
    moveApp: Type.Optional(Type.Boolean()),
    originAppId: text(64),
  },
  { additionalProperties: false },
)
export type AppPublish = Type.Static<typeof AppPublish>

/** Body of `PUT /api/v1/apps/{id}/publish`. */
export const AppRepublish = Type.Object(
  {
    targetId: id,
    attributes: names,
    data: Type.Optional(Type.Enum(['source', 'target'] as const)),
    checkOriginAppId: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type AppRepublish = Type.Static<typeof AppRepublish>

/** Query of `POST /api/v1/apps/import`. */
export const AppImportQuery = Type.Object(
  {
    name: text(256),
    spaceId: text(64),
    fileId: text(64),
    fallbackName: text(256),
    appId: text(64),
    mode: text(32),
    NoData: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type AppImportQuery = Type.Static<typeof AppImportQuery>

/** Query of `POST /api/v1/apps/{id}/export`. */
export const AppExportQuery = Type.Object({ NoData: Type.Optional(Type.Boolean()) }, { additionalProperties: false })
export type AppExportQuery = Type.Static<typeof AppExportQuery>

/** Answer of `GET /api/v1/apps/privileges`. */
export const AppsPrivileges = Type.Array(Type.String())

/** Body of `PUT /api/v1/apps/{id}/space`. */
export const AppSpace = Type.Object({ spaceId: id }, { additionalProperties: false })
export type AppSpace = Type.Static<typeof AppSpace>

/** Body of `PUT /api/v1/apps/{id}/owner`. */
export const AppOwner = Type.Object({ ownerId: id }, { additionalProperties: false })
export type AppOwner = Type.Static<typeof AppOwner>
