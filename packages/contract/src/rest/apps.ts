import Type from 'typebox'

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

/** Body of `PUT /api/v1/apps/{id}/space`. */
export const AppSpace = Type.Object(
  { spaceId: Type.String({ minLength: 1, maxLength: 64 }) },
  { additionalProperties: false },
)
export type AppSpace = Type.Static<typeof AppSpace>
