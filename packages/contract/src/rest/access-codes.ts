import Type from 'typebox'

/** Body of `POST /api/v1/oauth-clients/{id}/access-codes`. Ours, additive. */
export const AccessCodeCreate = Type.Object(
  {
    appId: Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$' }),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
    expiresAt: Type.String({ maxLength: 64, description: 'ISO 8601; at most two years from now.' }),
  },
  { additionalProperties: false },
)
export type AccessCodeCreate = Type.Static<typeof AccessCodeCreate>

/** An access code as it may be shown again: never the code, only its hint. */
export const AccessCode = Type.Object({
  id: Type.String(),
  clientId: Type.String(),
  appId: Type.String(),
  hint: Type.String(),
  description: Type.Optional(Type.String()),
  status: Type.Enum(['active', 'expired'] as const),
  expiresAt: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
})
export type AccessCode = Type.Static<typeof AccessCode>

/** Answer of the creation: the only time that the code is shown. */
export const AccessCodeCreated = Type.Object({ ...AccessCode.properties, accessCode: Type.String() })
export type AccessCodeCreated = Type.Static<typeof AccessCodeCreated>

/** Answer of `GET /api/v1/oauth-clients/{id}/access-codes`. */
export const AccessCodeList = Type.Object({ data: Type.Array(AccessCode) })
export type AccessCodeList = Type.Static<typeof AccessCodeList>
