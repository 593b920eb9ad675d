import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { FilterText, pageOf, pageQuery } from './page.js'

const appTypes = ['web', 'native', 'spa', 'anonymous-embed'] as const
export type AppType = (typeof appTypes)[number]

/** The grants that only `web` clients may be allowed (contract 1.9, 4.6). */
const machineGrantTypes = ['client_credentials', 'urn:qlik:oauth:user-impersonation'] as const
export type MachineGrantType = (typeof machineGrantTypes)[number]

const clientAuthMethods = ['client_secret', 'private_key_jwt'] as const
export type ClientAuthMethod = (typeof clientAuthMethods)[number]

/** How a user's consent is obtained: by asking, or by the administrator's word (contract 1.9). */
export type ConsentMethod = 'required' | 'trusted'

/** A public key for `private_key_jwt` (contract 1.10). A private member is refused, not stored. */
export const PublicJwk = Type.Object(
  {
    kid: Type.String({ minLength: 1, maxLength: 256 }),
    kty: Type.Enum(['RSA', 'EC', 'OKP'] as const),
    alg: Type.Enum(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'] as const),
    use: Type.Literal('sig'),
    n: Type.Optional(Type.String({ maxLength: 2048 })),
    e: Type.Optional(Type.String({ maxLength: 16 })),
    crv: Type.Optional(Type.String({ maxLength: 16 })),
    x: Type.Optional(Type.String({ maxLength: 256 })),
    y: Type.Optional(Type.String({ maxLength: 256 })),
  },
  { additionalProperties: false },
)
export type PublicJwk = Type.Static<typeof PublicJwk>

const WebUri = Type.String({ maxLength: 2048, pattern: '^https?://' })

/** What a client is made of, beside its id, secrets and dates. */
const clientFields = {
  clientName: Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' }),
  description: Type.Optional(Type.String({ maxLength: 1024 })),
  clientUri: Type.Optional(WebUri),
  logoUri: Type.Optional(WebUri),
  allowedScopes: Type.Optional(Type.Array(Type.String({ maxLength: 128 }), { maxItems: 200 })),
  allowedGrantTypes: Type.Optional(Type.Array(Type.Enum([...machineGrantTypes] as const), { maxItems: 2 })),
  redirectUris: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }))),
  allowedOrigins: Type.Optional(Type.Array(Type.String({ maxLength: 512 }))),
  allowedAuthMethods: Type.Optional(Type.Array(Type.Enum([...clientAuthMethods] as const), { maxItems: 2 })),
  publicKeys: Type.Optional(Type.Array(PublicJwk, { maxItems: 5 })),
  jwksUri: Type.Optional(WebUri),
  dpopBoundAccessTokens: Type.Optional(
    Type.Boolean({ description: 'Issue tokens only when they are bound to a key (RFC 9449). Off by default.' }),
  ),
  mayProvisionUsers: Type.Optional(
    Type.Boolean({ description: 'Whether impersonation requests may carry `user` (docs/provisioning.md).' }),
  ),
}

/** Body of `POST /api/v1/oauth-clients`. */
export const OAuthClientCreate = Type.Object(
  {
    appType: Type.Enum([...appTypes] as const),
    ...clientFields,
    connectionConfig: Type.Optional(
      Type.Object({ consentMethod: Type.Optional(Type.Literal('trusted')) }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
)
export type OAuthClientCreate = Type.Static<typeof OAuthClientCreate>

/** A client secret as it may be shown again: never the secret, only its hint (contract 1.9). */
export const ClientSecretHint = Type.Object({
  hint: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
})

/** What the tenant lets a client do without asking its users. */
export const ConnectionConfig = Type.Object({
  consentMethod: Type.Enum(['required', 'trusted'] as const),
  status: Type.String(),
})
export type ConnectionConfig = Type.Static<typeof ConnectionConfig>

/** An OAuth client (contract 4.6). */
export const OAuthClient = Type.Object({
  clientId: Type.String(),
  appType: Type.Enum([...appTypes] as const),
  ...clientFields,
  tenantId: Type.String(),
  clientSecrets: Type.Array(ClientSecretHint),
  connectionConfig: ConnectionConfig,
  ownerId: Type.Optional(Type.String()),
  createdByType: Type.String(),
  disableTag: Type.Optional(Type.String()),
  publishedAt: Type.Optional(Type.String()),
  createdAt: Type.String(),
  updatedAt: Type.String(),
})
export type OAuthClient = Type.Static<typeof OAuthClient>

/** Answer of `POST /api/v1/oauth-clients`: the only time that the secret is shown. */
export const OAuthClientCreated = Type.Object({
  ...OAuthClient.properties,
  clientSecret: Type.Optional(Type.String()),
  clientSecretHint: Type.Optional(Type.String()),
})
export type OAuthClientCreated = Type.Static<typeof OAuthClientCreated>

/** What of a client those see who are no administrators. */
const publicFields = [
  'clientId',
  'appType',
  'clientName',
  'description',
  'clientUri',
  'logoUri',
  'publishedAt',
  'createdAt',
  'updatedAt',
] as const

/** A client as the caller may see it: as a whole, or its public fields. */
export const VisibleOAuthClient = Type.Partial(OAuthClient)
export type VisibleOAuthClient = Type.Static<typeof VisibleOAuthClient>

/** The fields of a client that are no secret to any user of the tenant. */
export const publicClientFields = (client: OAuthClient): VisibleOAuthClient =>
  Object.fromEntries(publicFields.filter((field) => field in client).map((field) => [field, client[field]]))

/** One page of clients. */
export const OAuthClientPage = pageOf(VisibleOAuthClient)
export type OAuthClientPage = Type.Static<typeof OAuthClientPage>

/** Query of `GET /api/v1/oauth-clients`. */
export const OAuthClientListQuery = Type.Object(
  {
    ...pageQuery,
    filter: Type.Optional(FilterText),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
    totalResults: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type OAuthClientListQuery = Type.Static<typeof OAuthClientListQuery>

/** Body of `PATCH /api/v1/oauth-clients/{id}`. */
export const OAuthClientPatch = patchOf(['add', 'remove', 'replace'])
export type OAuthClientPatch = Type.Static<typeof OAuthClientPatch>

/** Answer of a patch that made a secret. */
export const OAuthClientPatched = Type.Object({ clientSecret: Type.String() })

/** Body of `PATCH /api/v1/oauth-clients/{id}/connection-configs/me`. */
export const ConnectionConfigPatch = patchOf(['replace'])
export type ConnectionConfigPatch = Type.Static<typeof ConnectionConfigPatch>

/** Answer of `POST /api/v1/oauth-clients/{id}/client-secrets`. */
export const ClientSecretCreated = Type.Object({
  clientId: Type.String(),
  clientSecret: Type.String(),
  hint: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
})
export type ClientSecretCreated = Type.Static<typeof ClientSecretCreated>

/** Answer of `POST /api/v1/oauth-clients/{id}/actions/publish`. */
export const OAuthClientPublished = Type.Object({ publishedAt: Type.String() })
