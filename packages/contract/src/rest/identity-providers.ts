import Type from 'typebox'
import { PageLinks, pageQuery } from './page.js'

/** Protocols by which users are vouched for. The contract knows others too, which are refused (contract 4.5). */
export const identityProviderProtocols = ['jwtAuth', 'OIDC'] as const

/** Products that are told apart; they differ in nothing here but their name. */
export const oidcProviders = ['auth0', 'okta', 'generic', 'salesforce', 'keycloak', 'adfs', 'azureAD'] as const

const Text = Type.String({ minLength: 1, maxLength: 256 })
const Url = Type.String({ maxLength: 2048 })

/** JSON Pointers (RFC 6901) into the claims of the provider, the first that finds something wins. */
const Pointers = Type.Array(Type.String({ maxLength: 256, pattern: '^/' }), { maxItems: 10 })

const claimNames = ['sub', 'name', 'email', 'email_verified', 'groups', 'picture', 'locale', 'zoneinfo'] as const
export type MappedClaim = (typeof claimNames)[number]

/** Where the claims of a user stand in what an OIDC provider says. */
export const ClaimsMapping = Type.Object(
  {
    sub: Type.Optional(Pointers),
    name: Type.Optional(Pointers),
    email: Type.Optional(Pointers),
    email_verified: Type.Optional(Pointers),
    groups: Type.Optional(Pointers),
    picture: Type.Optional(Pointers),
    locale: Type.Optional(Pointers),
    zoneinfo: Type.Optional(Pointers),
    client_id: Type.Optional(Pointers),
  },
  { additionalProperties: false },
)

const OpenIdConfiguration = Type.Object(
  {
    issuer: Url,
    authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    userinfo_endpoint: Type.Optional(Url),
    end_session_endpoint: Type.Optional(Url),
    introspection_endpoint: Type.Optional(Url),
  },
  { additionalProperties: false },
)

const StaticKey = Type.Object({ kid: Text, pem: Type.String({ maxLength: 16_384 }) }, { additionalProperties: false })

const oidcOptions = {
  discoveryUrl: Type.Optional(Url),
  openid_configuration: Type.Optional(OpenIdConfiguration),
  clientId: Type.Optional(Text),
  claimsMapping: Type.Optional(ClaimsMapping),
  scope: Type.Optional(Type.String({ maxLength: 1024, description: 'Separated by spaces; `openid` is added.' })),
  realm: Type.Optional(Text),
  emailVerifiedAlwaysTrue: Type.Optional(Type.Boolean()),
  blockOfflineAccessScope: Type.Optional(Type.Boolean()),
  useClaimsFromIdToken: Type.Optional(Type.Boolean()),
  idTokenSignatureAlg: Type.Optional(Type.Enum(['RS256', 'RS512'] as const)),
}

const clientSecret = Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'Never returned.' }))

/** Settings of an OIDC provider as they are given. */
export const OidcOptionsInput = Type.Object({ ...oidcOptions, clientSecret }, { additionalProperties: false })
export type OidcOptionsInput = Type.Static<typeof OidcOptionsInput>

/** Settings of either protocol; which of them belong to the protocol is checked when the body is read. */
const OptionsInput = Type.Object(
  {
    issuer: Type.Optional(Text),
    staticKeys: Type.Optional(Type.Array(StaticKey, { maxItems: 10 })),
    ...oidcOptions,
    clientSecret,
  },
  { additionalProperties: false },
)

const OptionsOutput = Type.Object({
  issuer: Type.Optional(Type.String()),
  staticKeys: Type.Optional(Type.Array(StaticKey)),
  ...oidcOptions,
})

const ClockTolerance = Type.Integer({ minimum: 0, maximum: 300 })

/** An identity provider (contract 4.5). Client secrets are never returned. */
export const IdentityProvider = Type.Object({
  id: Type.String(),
  tenantIds: Type.Array(Type.String()),
  protocol: Type.Enum([...identityProviderProtocols] as const),
  provider: Type.String(),
  description: Type.Optional(Type.String()),
  active: Type.Boolean(),
  interactive: Type.Boolean(),
  clockToleranceSec: Type.Integer(),
  createNewUsersOnLogin: Type.Boolean(),
  postLogoutRedirectUri: Type.Optional(Type.String()),
  options: Type.Optional(OptionsOutput),
  pendingOptions: Type.Optional(OptionsOutput),
  pendingState: Type.Optional(Type.Enum(['pending'] as const)),
  created: Type.String(),
  lastUpdated: Type.String(),
})
export type IdentityProvider = Type.Static<typeof IdentityProvider>

/** One page of identity providers. */
export const IdentityProviderPage = Type.Object({ data: Type.Array(IdentityProvider), links: PageLinks })
export type IdentityProviderPage = Type.Static<typeof IdentityProviderPage>

/** Body of `POST /api/v1/identity-providers`. */
export const IdentityProviderCreate = Type.Object(
  {
    protocol: Type.Enum([...identityProviderProtocols] as const),
    provider: Type.Enum(['external', ...oidcProviders] as const),
    tenantIds: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1 })),
    description: Type.Optional(Type.String({ maxLength: 1024 })),
    clockToleranceSec: Type.Optional(ClockTolerance),
    interactive: Type.Optional(Type.Boolean()),
    createNewUsersOnLogin: Type.Optional(Type.Boolean()),
    postLogoutRedirectUri: Type.Optional(Url),
    skipVerify: Type.Optional(Type.Boolean()),
    options: Type.Optional(OptionsInput),
    pendingOptions: Type.Optional(OidcOptionsInput),
  },
  { additionalProperties: false },
)
export type IdentityProviderCreate = Type.Static<typeof IdentityProviderCreate>

/** Values of the patchable properties beside `options` and `pendingOptions`. */
export const identityProviderPatchValues = {
  active: Type.Boolean(),
  description: Type.String({ maxLength: 1024 }),
  clockToleranceSec: ClockTolerance,
  postLogoutRedirectUri: Url,
}

/** Body of `PATCH /api/v1/identity-providers/{id}`; `promote-options` puts the pending options to use. */
export const IdentityProviderPatch = Type.Array(
  Type.Object(
    {
      op: Type.Enum(['replace', 'promote-options'] as const),
      path: Type.Optional(Type.String({ maxLength: 256 })),
      value: Type.Optional(Type.Unknown()),
    },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 100 },
)
export type IdentityProviderPatch = Type.Static<typeof IdentityProviderPatch>

/** Query of `GET /api/v1/identity-providers`. */
export const IdentityProviderListQuery = Type.Object(
  { ...pageQuery, active: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)
export type IdentityProviderListQuery = Type.Static<typeof IdentityProviderListQuery>

/** Answer of `GET /api/v1/identity-providers/status`. */
export const IdentityProviderStatus = Type.Object({
  active_interactive_idps_count: Type.Integer(),
  idps_metadata: Type.Array(
    Type.Object({ active: Type.Boolean(), interactive: Type.Boolean(), provider: Type.String() }),
  ),
})
export type IdentityProviderStatus = Type.Static<typeof IdentityProviderStatus>

/** Answer of `GET /api/v1/identity-providers/.well-known/metadata.json`. */
export const IdentityProviderMetadata = Type.Object({
  issuer: Type.String(),
  protocols_supported: Type.Array(Type.String()),
  jwt_login_endpoint: Type.String(),
  jwt_audience: Type.String(),
  jwt_signing_alg_values_supported: Type.Array(Type.String()),
  login_endpoint: Type.String(),
  logout_endpoint: Type.String(),
})
export type IdentityProviderMetadata = Type.Static<typeof IdentityProviderMetadata>
