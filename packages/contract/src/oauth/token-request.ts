import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { holdsWellFormedText } from '../rest/well-formed-text.js'
import { accessTokenType, grantTypes } from './grant-types.js'
import { ProvisionedUser } from './provisioned-user.js'

/** Looked up in the store, where PostgreSQL takes no NUL. */
const Identifier = Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$' })
const Secret = Type.String({ minLength: 1, maxLength: 512 })
const Scope = Type.String({ maxLength: 4096 })
/** Shown to people, in lists and in the audit journal: one line of text, whose order nothing in it turns around. */
const Label = Type.String({
  maxLength: 256,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$',
})

/**
 * How a client names itself and proves it in a body: a secret (RFC 6749 section 2.3.1) or an assertion (RFC 7521
 * section 4.2); neither when it uses HTTP Basic or has nothing to prove with.
 */
export const clientParameters = {
  client_id: Type.Optional(Identifier),
  client_secret: Type.Optional(Secret),
  client_assertion: Type.Optional(Type.String({ minLength: 1, maxLength: 8192 })),
  client_assertion_type: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
}
const ClientParameters = Type.Object(clientParameters)
export type ClientParameters = Static<typeof ClientParameters>

/** The only `client_assertion_type` (RFC 7523 section 2.2). */
export const clientAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const UserLookup = Type.Object({
  field: Type.Union([Type.Literal('subject'), Type.Literal('userId')]),
  value: Identifier,
})

/**
 * Body of an impersonation request (contract 1.1). A form carries `user` as JSON text, as it cannot nest. `user` alone
 * stands for a lookup by its subject.
 */
export const ImpersonationRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.impersonation),
  ...clientParameters,
  scope: Type.Optional(Scope),
  dpop_jkt: Type.Optional(Type.String({ pattern: '^[\\w-]{43}$' })),
  user_lookup: Type.Optional(UserLookup),
  user: Type.Optional(ProvisionedUser),
})
export interface ImpersonationRequest extends Omit<Static<typeof ImpersonationRequest>, 'user_lookup'> {
  readonly user_lookup: Static<typeof UserLookup>
}

/** Body of a client credentials request (RFC 6749 section 4.4.2). */
export const ClientCredentialsRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.clientCredentials),
  ...clientParameters,
  scope: Type.Optional(Scope),
})
export type ClientCredentialsRequest = Static<typeof ClientCredentialsRequest>

/**
 * Body of a code redemption (RFC 6749 section 4.1.3, RFC 7636 section 4.5). The published client sends `scope` too; what
 * is granted was decided with the code. `deviceType` and `description` tell the user, who finds them in the list of what
 * was granted, which device it was (contract 4.7).
 */
export const AuthorizationCodeRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.authorizationCode),
  code: Type.String({ minLength: 1, maxLength: 512 }),
  redirect_uri: Type.String({ minLength: 1, maxLength: 8192 }),
  code_verifier: Type.String({ pattern: '^[A-Za-z0-9._~-]{43,128}$' }),
  ...clientParameters,
  scope: Type.Optional(Scope),
  deviceType: Type.Optional(Label),
  description: Type.Optional(Label),
})
export type AuthorizationCodeRequest = Static<typeof AuthorizationCodeRequest>

/** Body of a refresh (RFC 6749 section 6). The published client leaves `client_id` out (contract 1.1). */
export const RefreshTokenRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.refreshToken),
  refresh_token: Type.String({ minLength: 1, maxLength: 512 }),
  ...clientParameters,
  scope: Type.Optional(Scope),
})
export type RefreshTokenRequest = Static<typeof RefreshTokenRequest>

/** Body of an anonymous embed request (contract 1.1). */
export const AnonymousEmbedRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.anonymousEmbed),
  client_id: Identifier,
  /** The access code. */
  eac: Secret,
  /** What the visitor's browser made up and keeps, to be told from other visitors. */
  tracking_code: Type.Optional(Type.String({ minLength: 16, maxLength: 256 })),
})
export type AnonymousEmbedRequest = Static<typeof AnonymousEmbedRequest>

/** Body of a token exchange (contract 0.6); `redirect_uri` is sent by browsers and decides nothing. */
export const TokenExchangeRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.tokenExchange),
  purpose: Type.Union([Type.Literal('websocket'), Type.Literal('webresource')]),
  client_id: Identifier,
  subject_token: Type.String({ minLength: 1, maxLength: 8192 }),
  subject_token_type: Type.Literal(accessTokenType),
  redirect_uri: Type.Optional(Type.String({ maxLength: 8192 })),
})
export type TokenExchangeRequest = Static<typeof TokenExchangeRequest>

const Names = Type.Union([
  Type.String({ maxLength: 2048 }),
  Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 10 }),
])

/** Body of a token exchange between backends (RFC 8693 section 2.1): the one without the contract's `purpose`. */
export const DelegationRequest = Type.Object({
  grant_type: Type.Literal(grantTypes.tokenExchange),
  purpose: Type.Optional(Type.Undefined()),
  ...clientParameters,
  subject_token: Type.String({ minLength: 1, maxLength: 8192 }),
  subject_token_type: Type.Literal(accessTokenType),
  actor_token: Type.Optional(Type.String({ minLength: 1, maxLength: 8192 })),
  actor_token_type: Type.Optional(Type.Literal(accessTokenType)),
  requested_token_type: Type.Optional(Type.Literal(accessTokenType)),
  scope: Type.Optional(Scope),
  audience: Type.Optional(Names),
  resource: Type.Optional(Names),
})
export type DelegationRequest = Static<typeof DelegationRequest>

/** What a token exchange is for. */
export type ExchangePurpose = TokenExchangeRequest['purpose']

export type TokenRequest =
  | AnonymousEmbedRequest
  | ImpersonationRequest
  | ClientCredentialsRequest
  | AuthorizationCodeRequest
  | RefreshTokenRequest
  | TokenExchangeRequest
  | DelegationRequest

const validators = {
  [grantTypes.impersonation]: Compile(ImpersonationRequest),
  [grantTypes.clientCredentials]: Compile(ClientCredentialsRequest),
  [grantTypes.authorizationCode]: Compile(AuthorizationCodeRequest),
  [grantTypes.refreshToken]: Compile(RefreshTokenRequest),
  [grantTypes.anonymousEmbed]: Compile(AnonymousEmbedRequest),
  [grantTypes.tokenExchange]: Compile(TokenExchangeRequest),
} as const

const delegation = Compile(DelegationRequest)

/** Why a body is no token request. */
export type TokenRequestProblem =
  | { readonly kind: 'unsupported-grant'; readonly grantType: string }
  | { readonly kind: 'malformed'; readonly detail: string }

/**
 * Checks the body of `POST /oauth/token` against the schema of its grant.
 *
 * @param body the parsed JSON or form body
 */
export const parseTokenRequest = (
  body: unknown,
): { readonly request: TokenRequest } | { readonly problem: TokenRequestProblem } => {
  if (typeof body !== 'object' || body === null || !('grant_type' in body)) {
    return { problem: { kind: 'malformed', detail: 'The parameter grant_type is missing.' } }
  }
  const grantType = body.grant_type
  if (typeof grantType !== 'string') {
    return { problem: { kind: 'malformed', detail: 'The parameter grant_type must be one string.' } }
  }
  if (!Object.hasOwn(validators, grantType)) return { problem: { kind: 'unsupported-grant', grantType } }
  if (!holdsWellFormedText(body)) return illFormed

  if (grantType === grantTypes.impersonation) return parseImpersonation(body)
  if (grantType === grantTypes.tokenExchange && !('purpose' in body)) {
    return delegation.Check(body) ? { request: body } : malformed(delegation.Errors(body))
  }
  const validator = validators[grantType as Exclude<keyof typeof validators, typeof grantTypes.impersonation>]
  return validator.Check(body) ? { request: body } : malformed(validator.Errors(body))
}

const parseImpersonation = (
  body: object,
): { readonly request: ImpersonationRequest } | { readonly problem: TokenRequestProblem } => {
  const validator = validators[grantTypes.impersonation]
  const request: unknown = 'user' in body && typeof body.user === 'string' ? withUserOfForm(body, body.user) : body
  if (!validator.Check(request)) return malformed(validator.Errors(request))
  // The text of a form's user was read just now.
  if (!holdsWellFormedText(request.user)) return illFormed
  const { user_lookup, user } = request
  if (user_lookup !== undefined) return { request: { ...request, user_lookup } }
  if (user !== undefined) return { request: { ...request, user_lookup: { field: 'subject', value: user.subject } } }
  return { problem: { kind: 'malformed', detail: 'The body must have the parameter user_lookup, or user.' } }
}

const illFormed = {
  problem: { kind: 'malformed', detail: 'A text of the body is no Unicode: it holds half of a surrogate pair.' },
} as const

/** Text that is no JSON stays as it is, and is told to be no object. */
const withUserOfForm = (body: object, user: string): object => {
  try {
    return { ...body, user: JSON.parse(user) }
  } catch {
    return body
  }
}

const malformed = ([first]: readonly TLocalizedValidationError[]): { readonly problem: TokenRequestProblem } => {
  const parameter = first?.instancePath.slice(1).replaceAll('/', '.')
  const problem = first?.keyword === 'boolean' ? 'is not known here' : first?.message
  return {
    problem: {
      kind: 'malformed',
      detail: `${parameter ? `The parameter ${parameter}` : 'The body'} ${problem}.`,
    },
  }
}
