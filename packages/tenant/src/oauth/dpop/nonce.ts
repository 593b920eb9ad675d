import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** How long one nonce is handed out, in ms. It is accepted as long again. */
const slotLength = 120_000

/** The longest time for which a proof with a nonce of ours can be presented, in ms. */
export const nonceLifetime = 2 * slotLength

/**
 * The nonce that clients have to put into their proofs now (RFC 9449 section 8). It follows from the time and a key that
 * all nodes share, so that none has to be remembered.
 */
export const currentNonce = (context: TenantContext): string => nonceOf(context, slotOf(context))

/** Whether a nonce is of this time, handed out by whichever node. */
export const isCurrentNonce = (context: TenantContext, nonce: unknown): boolean => {
  if (typeof nonce !== 'string') return false
  const slot = slotOf(context)
  return [slot, slot - 1].some((each) => same(nonce, nonceOf(context, each)))
}

const slotOf = ({ clock }: TenantContext): number => Math.floor(clock() / slotLength)

const nonceOf = ({ dpopNonceKey, tenant }: TenantContext, slot: number): string =>
  createHmac('sha256', dpopNonceKey)
    .update(JSON.stringify([tenant.id, slot]))
    .digest('base64url')

const same = (presented: string, expected: string): boolean => {
  const [given, right] = [Buffer.from(presented), Buffer.from(expected)]
  return given.length === right.length && timingSafeEqual(given, right)
}
