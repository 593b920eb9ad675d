import Type from 'typebox'

/** Query of `POST /api/v1/temp-contents`. */
export const TempContentQuery = Type.Object(
  {
    filename: Type.Optional(Type.String({ maxLength: 255, pattern: '^[^\\x00-\\x1f\\x7f/\\\\]*$' })),
    ttl: Type.Optional(Type.Integer({ minimum: 1, maximum: 259_200, description: 'Seconds, 3600 by default.' })),
  },
  { additionalProperties: false },
)
export type TempContentQuery = Type.Static<typeof TempContentQuery>

/** Query of `GET /api/v1/temp-contents/{id}`. */
export const TempContentDownloadQuery = Type.Object(
  { inline: Type.Optional(Type.String({ maxLength: 8 })) },
  { additionalProperties: false },
)
export type TempContentDownloadQuery = Type.Static<typeof TempContentDownloadQuery>

/** Answer of `GET /api/v1/temp-contents/{id}/details`; the client's type has the size as text. */
export const TempContentDetails = Type.Object({
  ID: Type.String(),
  Name: Type.String(),
  Size: Type.String(),
  CreatorID: Type.String(),
  CreatedAt: Type.String(),
  UpdatedAt: Type.String(),
  Expires: Type.String(),
  TTLSeconds: Type.Integer(),
})
export type TempContentDetails = Type.Static<typeof TempContentDetails>
