import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { clientParameters } from './token-request.js'

/**
 * Body of `POST /oauth/revoke` (RFC 7009 section 2.1) and `POST /oauth/introspect` (RFC 7662 section 2.1). A hint that is
 * unknown is ignored, as both ask for.
 */
export const TokenStatusRequest = Type.Object({
  ...clientParameters,
  token: Type.String({ minLength: 1, maxLength: 8192 }),
  token_type_hint: Type.Optional(Type.String({ maxLength: 64 })),
})
export type TokenStatusRequest = Static<typeof TokenStatusRequest>

const validator = Compile(TokenStatusRequest)

/**
 * Checks such a body.
 *
 * @param body the parsed JSON or form body
 */
export const parseTokenStatusRequest = (
  body: unknown,
): { readonly request: TokenStatusRequest } | { readonly problem: string } => {
  if (validator.Check(body)) return { request: body }
  const [first] = validator.Errors(body)
  const parameter = first?.instancePath.slice(1)
  return { problem: `${parameter ? `The parameter ${parameter}` : 'The body'} ${first?.message}.` }
}
