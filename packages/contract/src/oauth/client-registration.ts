import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { holdsWellFormedText } from '../rest/well-formed-text.js'

const WebUri = Type.String({ maxLength: 2048, pattern: '^https?://' })

/** How a registered client authenticates (contract 1.11); `none` is a public client. */
export const registrationAuthMethods = ['client_secret_basic', 'client_secret_post', 'none'] as const

/** What a registered client may be granted (contract 1.11). */
export const registrationGrantTypes = ['authorization_code', 'refresh_token'] as const

/** Body of `POST /oauth/register` (RFC 7591 section 2, contract 1.11). Members that are not named here are ignored. */
export const ClientRegistrationRequest = Type.Object({
  client_name: Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' }),
  client_uri: WebUri,
  logo_uri: Type.Optional(WebUri),
  redirect_uris: Type.Array(Type.String({ maxLength: 2048 }), { minItems: 1 }),
  grant_types: Type.Optional(Type.Array(Type.Enum(registrationGrantTypes), { minItems: 1, maxItems: 2 })),
  response_types: Type.Optional(Type.Array(Type.Literal('code'), { maxItems: 1 })),
  token_endpoint_auth_method: Type.Optional(Type.Enum(registrationAuthMethods)),
  scope: Type.Optional(Type.String({ maxLength: 4096 })),
})
export type ClientRegistrationRequest = Static<typeof ClientRegistrationRequest>

/** Answer of `POST /oauth/register` (RFC 7591 section 3.2.1). */
export interface ClientRegistrationResponse {
  readonly client_id: string
  /** Absent for a public client. */
  readonly client_secret?: string
  /** 0: it does not expire. */
  readonly client_secret_expires_at: 0
  /** Seconds since 1970. */
  readonly client_id_issued_at: number
  readonly client_name: string
  readonly client_uri: string
  readonly logo_uri?: string
  readonly redirect_uris: readonly string[]
  readonly grant_types: readonly string[]
  readonly response_types: readonly ['code']
  readonly token_endpoint_auth_method: string
  readonly scope: string
}

const validator = Compile(ClientRegistrationRequest)

/**
 * Checks the body of `POST /oauth/register`.
 *
 * @param body the parsed JSON
 * @returns the request, or what is wrong with which member
 */
export const parseClientRegistration = (
  body: unknown,
): { readonly request: ClientRegistrationRequest } | { readonly problem: string } => {
  if (!holdsWellFormedText(body))
    return { problem: 'A text of the body is no Unicode: it holds half of a surrogate pair.' }
  if (validator.Check(body)) return { request: body }
  const [first] = validator.Errors(body)
  const member = first?.instancePath.slice(1).replaceAll('/', '.')
  return { problem: `${member ? `The member ${member}` : 'The body'} ${first?.message}.` }
}
