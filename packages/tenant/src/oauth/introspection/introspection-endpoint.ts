import { parseTokenStatusRequest, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AccessTokenClaims } from '../access-token.js'
import { assertOrigin } from '../assert-origin.js'
import { authenticateClient, presentedCredentials } from '../client-authentication.js'
import type { TokenCall } from '../grants/grant.js'
import { admitClaims, readOwnClaims } from '../verify-access-token.js'
import { type RefreshTokenStatus, refreshTokenStatus } from './refresh-token-status.js'

/** What is told of a token (RFC 7662 section 2.2); of one that is not active nothing but that. */
export type IntrospectionResponse = { readonly active: false } | AccessTokenStatus | RefreshTokenStatus

interface ActiveToken {
  readonly active: true
  /** Scopes that the token has now. */
  readonly scope: string
  readonly client_id: string
}

type AccessTokenStatus = ActiveToken & { readonly token_type: 'Bearer' | 'DPoP' } & Pick<
    AccessTokenClaims,
    'iss' | 'sub' | 'aud' | 'jti' | 'iat' | 'exp' | 'act' | 'cnf' | 'auth_time'
  >

/**
 * Answers `POST /oauth/introspect` (RFC 7662): a confidential client asks what an access token of this tenant is worth
 * now, or a refresh token of its own. Why one is worth nothing is not told, so that the endpoint cannot be used to try
 * texts out. Both kinds are told apart by what they are; the `token_type_hint` says nothing that is needed.
 *
 * @param body the parsed JSON or form body
 * @throws UnderstudyError `OAUTH-INVALID-REQUEST`, `OAUTH-CLIENT-DISABLED`, `OAUTH-29`, or of the client's authentication
 */
export const answerIntrospectionRequest = async (
  context: TenantContext,
  body: unknown,
  call: TokenCall,
): Promise<IntrospectionResponse> => {
  const parsed = parseTokenStatusRequest(body)
  if ('problem' in parsed) throw new UnderstudyError('OAUTH-INVALID-REQUEST', parsed.problem)

  const client = await authenticateClient(context, presentedCredentials(parsed.request, call.authorization))
  if (call.origin !== undefined) assertOrigin(context.tenant, client, call.origin)
  if (!client.enabled) throw new UnderstudyError('OAUTH-CLIENT-DISABLED', 'The client is disabled.')
  const claims = await readOwnClaims(context, parsed.request.token)
  if (claims !== undefined) return tellClaims(context, claims)
  return (await refreshTokenStatus(context, client, parsed.request.token)) ?? { active: false }
}

const tellClaims = async (context: TenantContext, claims: AccessTokenClaims): Promise<IntrospectionResponse> => {
  try {
    const { scopes } = await admitClaims(context, claims)
    const { iss, sub, aud, jti, iat, exp, act, cnf, auth_time } = claims
    return {
      active: true,
      scope: scopes.join(' '),
      client_id: claims.clientId,
      token_type: cnf === undefined ? 'Bearer' : 'DPoP',
      iss,
      sub,
      aud,
      jti,
      iat,
      exp,
      ...(act === undefined ? {} : { act }),
      ...(cnf === undefined ? {} : { cnf }),
      ...(auth_time === undefined ? {} : { auth_time }),
    }
  } catch (error) {
    if (error instanceof UnderstudyError) return { active: false }
    throw error
  }
}
