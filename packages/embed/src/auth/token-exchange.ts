import type { TokenHost } from './host.js'
import { requestToken } from './token-request.js'

/** What the short-lived token is for (contract section 1.1). */
export type ExchangePurpose = 'websocket' | 'webresource'

/**
 * Exchanges an access token for one that lives for seconds (RFC 8693).
 *
 * @param host the tenant and the client
 * @param subjectToken the access token
 * @param purpose what the result will be used for
 * @throws {EmbedError} with the code that the tenant answered and its HTTP status, or EMBED-CONNECTION
 */
export const exchangeToken = async (host: TokenHost, subjectToken: string, purpose: ExchangePurpose): Promise<string> =>
  requestToken(host.origin, '/oauth/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    client_id: host.clientId,
    redirect_uri: globalThis.location.href,
    purpose,
  })
