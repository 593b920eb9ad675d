import { hash } from 'node:crypto'
import { type ErrorCode, UnderstudyError } from '@understudy/contract'
import type { AttemptLimit } from '../sign-in/attempts/attempt-limits.js'
import { countFailure } from '../sign-in/attempts/count-failure.js'
import { networkOf } from '../sign-in/attempts/network-of.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** Refusals of what may have been guessed: secrets, assertions, codes and refresh tokens. */
const countedCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'OAUTH-14',
  'OAUTH-ASSERTION-INVALID',
  'OAUTH-ASSERTION-SIGNATURE',
  'OAUTH-ASSERTION-AUDIENCE',
  'OAUTH-ASSERTION-REPLAYED',
  'OAUTH-CODE-INVALID',
  'OAUTH-REFRESH-INVALID',
  'OAUTH-ACCESS-CODE',
])

/** Clients behind one address may all fail so many times as often as one of them. */
const clientsPerAddress = 10

const limitOf = (free: number): AttemptLimit => ({
  free,
  firstDelay: 10_000,
  longestDelay: 5 * 60_000,
  memory: 60 * 60_000,
})

/**
 * Slows down whoever fails too often, counted for each client and address and for the address alone, by all nodes
 * together. Only failures are counted, after they happened: a request with the right credentials never waits, so that
 * nobody locks a host out by failing in its name, and minting costs nothing.
 *
 * @param client id that the caller claimed
 * @returns what to answer: the refusal itself, or `OAUTH-TOO-MANY-FAILURES` with `retryAfter` in seconds
 */
export const slowDown = async (
  context: TenantContext,
  refusal: UnderstudyError,
  { client = '', address }: { readonly client?: string | undefined; readonly address: string },
): Promise<UnderstudyError> => {
  const { wrongCredentialLimit: free } = context.config
  if (free === 0 || !countedCodes.has(refusal.code)) return refusal
  const network = networkOf(address)
  const blockedFor =
    (await countFailure(context, counterHash('oauth-client', client, network), limitOf(free))) ||
    (await countFailure(context, counterHash('oauth-address', network), limitOf(free * clientsPerAddress)))
  if (blockedFor === 0) return refusal
  return new UnderstudyError('OAUTH-TOO-MANY-FAILURES', `Too many requests failed like this one: ${refusal.detail}`, {
    cause: refusal,
    meta: { retryAfter: Math.ceil(blockedFor / 1000) },
  })
}

const counterHash = (...counted: string[]): string => hash('sha256', JSON.stringify(counted), 'base64url')
