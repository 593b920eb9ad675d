import type { IncomingMessage } from 'node:http'
import { assertOrigin } from '../oauth/assert-origin.js'
import { bearerToken } from '../oauth/bearer-token.js'
import { consumeExchangeToken } from '../oauth/exchange-tokens.js'
import type { AccessPrincipal } from '../oauth/principal.js'
import { verifyAccessToken } from '../oauth/verify-access-token.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { SocketAddress } from './socket-address.js'

/**
 * Decides in whose name a socket speaks: a browser presents a single-use token that is bound to the origin of its page, a
 * backend an access token in the header.
 *
 * @throws UnderstudyError `AUTH-*` where the token is missing, wrong, used, expired or revoked; `OAUTH-29` where the page
 *   of a browser is not one of the client's
 */
export const admitSocket = async (
  context: TenantContext,
  { headers }: IncomingMessage,
  { accessToken }: SocketAddress,
): Promise<AccessPrincipal> => {
  const { origin } = headers
  if (accessToken !== undefined) return consumeExchangeToken(context, accessToken, { purpose: 'websocket', origin })
  const principal = await verifyAccessToken(context, bearerToken(headers.authorization))
  if (origin !== undefined) {
    assertOrigin(context.tenant, { id: principal.clientId, allowedOrigins: principal.allowedOrigins }, origin)
  }
  return principal
}
