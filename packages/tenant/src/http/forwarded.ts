import type { IncomingMessage } from 'node:http'
import type { Config } from '../config/options.js'

// What Fastify tells as `request.host` and `request.ip`, for requests that do not pass through it.

/** The host that a request names; behind a trusted proxy the last proxy's word counts. */
export const requestedHost = ({ headers }: IncomingMessage, { trustProxy }: Pick<Config, 'trustProxy'>): string => {
  const forwarded = trustProxy ? headers['x-forwarded-host'] : undefined
  if (forwarded === undefined) return headers.host ?? ''
  return String(forwarded).split(',').at(-1)?.trim() ?? ''
}

/**
 * The network address of the caller; behind a trusted proxy the one that this proxy saw. What stands before it in the
 * header is what the caller itself may have sent, to be counted, and recorded, as somebody else.
 */
export const callerAddress = (
  { headers, socket }: IncomingMessage,
  { trustProxy }: Pick<Config, 'trustProxy'>,
): string => {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined
  const last = forwarded === undefined ? undefined : String(forwarded).split(',').at(-1)?.trim()
  return last || (socket.remoteAddress ?? '')
}

/** The same rule for Fastify: the peer is believed, and nobody whom it only quotes. */
export const trustsOnlyPeer = (_address: string, hop: number): boolean => hop === 0
