import { accessTokenType, type TokenExchangeRequest, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertPrincipalOrigin } from '../assert-origin.js'
import { createExchangeToken } from '../exchange-tokens.js'
import type { AccessPrincipal } from '../principal.js'
import { type TokenPrincipal, verifyAccessToken } from '../verify-access-token.js'
import type { GrantOutcome, TokenCall } from './grant.js'

/**
 * The token exchange of browsers (RFC 8693, contract 0.6): an access token becomes a single-use token for a WebSocket or
 * a resource. There is no secret, as a page can keep none: the presented token, the client it was issued to and the
 * page's origin decide.
 *
 * @throws UnderstudyError `OAUTH-5` for a token that is not valid or was issued to another client, `OAUTH-29` for an
 *   origin that the client does not allow
 */
export const exchangeToken = async (
  context: TenantContext,
  body: TokenExchangeRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const principal = await verifySubjectToken(context, body.subject_token)
  const { clientId, tokenId } = principal.credential
  if (clientId !== body.client_id) {
    throw new UnderstudyError('OAUTH-5', 'The subject token was issued to another client than client_id.')
  }
  assertKeyProven(principal, call.jkt)
  const origin = pageOrigin(context, principal, call.origin)
  const { token, expiresIn, expiresAt } = await createExchangeToken(context, principal, {
    purpose: body.purpose,
    origin,
  })
  return {
    response: {
      access_token: token,
      token_type: 'bearer',
      scope: principal.scopes.join(' '),
      expires_in: expiresIn,
      expires_at: new Date(expiresAt).toISOString(),
      issued_token_type: accessTokenType,
    },
    issued: {
      actor: { type: 'client', id: clientId },
      subject: principal.userId,
      client: clientId,
      scopes: principal.scopes,
      purpose: body.purpose,
      // The single-use token has no id of its own; it is told by the token it came from.
      tokenId,
    },
  }
}

/** A page reacts to 401 by fetching a new access token, so every fault of the presented one is told with that status. */
const verifySubjectToken = async (context: TenantContext, token: string): Promise<TokenPrincipal> => {
  try {
    return await verifyAccessToken(context, token)
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error
    throw new UnderstudyError('OAUTH-5', error.detail, { cause: error })
  }
}

/** A token that is bound to a key is exchanged by whoever holds the key only; the single-use token inherits that. */
const assertKeyProven = ({ credential }: TokenPrincipal, proven: string | undefined): void => {
  if (credential.jkt === undefined || credential.jkt === proven) return
  throw new UnderstudyError(
    'OAUTH-DPOP-PROOF',
    'The subject token is bound to a key, which the request does not prove.',
  )
}

/** A page's browser names its origin; a caller without one is no page. */
const pageOrigin = ({ tenant }: TenantContext, principal: AccessPrincipal, origin: string | undefined): string => {
  if (origin === undefined) {
    throw new UnderstudyError('OAUTH-29', 'The request has no Origin header: this exchange is for pages in a browser.')
  }
  assertPrincipalOrigin(tenant, principal, origin)
  return origin
}
