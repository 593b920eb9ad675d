import type { IncomingMessage } from 'node:http'
import { authenticate } from '../oauth/credentials/authenticate.js'
import { consumeExchangeToken } from '../oauth/exchange-tokens.js'
import type { AccessPrincipal } from '../oauth/principal.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { SocketAddress } from './socket-address.js'

/**
 * Decides in whose name a socket speaks: a browser presents a single-use token that is bound to the origin of its page, a
 * backend a credential of the REST API in the headers.
 *
 * @throws UnderstudyError `AUTH-*` where the credential is missing, wrong, used, expired or revoked; `OAUTH-29` where the
 *   page of a browser is not one that it was issued for
 */
export const admitSocket = async (
  context: TenantContext,
  { method = 'GET', url = '', headers }: IncomingMessage,
  { accessToken }: SocketAddress,
): Promise<AccessPrincipal> => {
  if (accessToken === undefined) return authenticate(context, { method, url, headers })
  return consumeExchangeToken(context, accessToken, { purpose: 'websocket', origin: headers.origin })
}
