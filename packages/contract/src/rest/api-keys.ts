import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { PageLinks } from './page.js'

const statuses = ['active', 'expired', 'revoked'] as const

/** A key that a user made for their own programs (contract 4.8). */
export const ApiKey = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  description: Type.String(),
  status: Type.Enum([...statuses] as const),
  sub: Type.String(),
  subType: Type.Literal('user'),
  createdByUser: Type.String(),
  created: Type.String(),
  lastUpdated: Type.String(),
  expiry: Type.String(),
})
export type ApiKey = Type.Static<typeof ApiKey>

/** A key at its creation: the only time that it is told itself. */
export const ApiKeyWithToken = Type.Object({ ...ApiKey.properties, token: Type.String() })
export type ApiKeyWithToken = Type.Static<typeof ApiKeyWithToken>

/** An ISO 8601 duration such as `P7D`. */
export const Duration = Type.String({ minLength: 2, maxLength: 32, pattern: '^P' })

/** Body of `POST /api/v1/api-keys`. */
export const ApiKeyCreate = Type.Object(
  {
    description: Type.String({ minLength: 1, maxLength: 256 }),
    expiry: Type.Optional(Duration),
    sub: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'The id of the caller.' })),
    subType: Type.Optional(Type.Literal('user')),
  },
  { additionalProperties: false },
)
export type ApiKeyCreate = Type.Static<typeof ApiKeyCreate>

/** Body of `PATCH /api-keys/{id}`. */
export const ApiKeyPatch = patchOf(['replace'])
export type ApiKeyPatch = Type.Static<typeof ApiKeyPatch>

/** Query of `GET /api/v1/api-keys`. */
export const ApiKeyListQuery = Type.Object(
  {
    createdByUser: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    sub: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    status: Type.Optional(Type.Enum([...statuses] as const)),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Entries per page, 20 by default.' })),
    startingAfter: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Id: entries after it.' })),
    endingBefore: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Id: entries before it.' })),
  },
  { additionalProperties: false },
)
export type ApiKeyListQuery = Type.Static<typeof ApiKeyListQuery>

/** One page of API keys. */
export const ApiKeyPage = Type.Object({ data: Type.Array(ApiKey), links: PageLinks })
export type ApiKeyPage = Type.Static<typeof ApiKeyPage>

/** What a tenant allows of keys. */
export const ApiKeyConfig = Type.Object({
  max_api_key_expiry: Type.String(),
  max_keys_per_user: Type.Integer(),
  scim_externalClient_expiry: Type.String(),
})
export type ApiKeyConfig = Type.Static<typeof ApiKeyConfig>
