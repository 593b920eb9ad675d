import type { IncomingMessage } from 'node:http'
import type { Config } from '../config/options.js'
import type { TokenCall } from '../oauth/grants/grant.js'
import { callerAddress } from './forwarded.js'

/** What the endpoints of `/oauth/*` know of a request beside its body. */
export const tokenCall = (request: IncomingMessage, config: Pick<Config, 'trustProxy'>): TokenCall => ({
  path: request.url ?? '/',
  authorization: request.headers.authorization,
  dpop: dpopOf(request),
  origin: request.headers.origin,
  address: callerAddress(request, config),
})

/** Several are joined by Node, and refused then as no single JWT (RFC 9449 section 4.3). */
const dpopOf = ({ headers: { dpop } }: IncomingMessage): string | undefined =>
  Array.isArray(dpop) ? dpop.join(', ') : dpop
