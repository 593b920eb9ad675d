import { createLocalJWKSet, type JWK } from 'jose'
import type { OutboundRequests } from '../network/outbound-requests.js'
import { type KeyFinder, verificationKeys } from './verification-keys.js'

/** Seconds for which a key set is kept, whatever its `Cache-Control` says; the default where it says nothing. */
const keptFor = { least: 60, most: 3600, otherwise: 600 } as const

/** Milliseconds after which a `kid` that the kept set lacks has it read again: keys were exchanged, or somebody guesses. */
const unknownKeyPause = 30_000

/** Milliseconds of the first pause after a failure; each further failure doubles it. */
const failurePause = { first: 1000, longest: 300_000 } as const

/** Key sets kept at most. */
const capacity = 1000

/** Most keys of a set. */
const maximumKeys = 50

interface KeptKeySet {
  readonly find: KeyFinder
  readonly kids: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly freshUntil: number
}

interface KeySetState {
  kept?: KeptKeySet
  reading?: Promise<KeptKeySet>
  failures: number
  /** Milliseconds since 1970; not asked again before. */
  pausedUntil: number
}

/** Key sets of other hosts (`jwksUri`, RFC 7517 section 5), as this process knows them. */
export interface RemoteKeySets {
  /**
   * The key set of a URL, read again when it is old, or when it lacks the wanted key.
   *
   * @throws Error when it cannot be read, also while a pause after a failure lasts
   */
  readonly keySet: (tenantId: string, url: string, kid: string | undefined) => Promise<KeyFinder>
}

/** Makes an empty memory of key sets. A key that its owner took off the set stops counting when the set is old. */
export const remoteKeySets = (outbound: Pick<OutboundRequests, 'getJson'>, clock: () => number): RemoteKeySets => {
  const states = new Map<string, KeySetState>()

  const stateOf = (key: string): KeySetState => {
    const known = states.get(key)
    if (known !== undefined) return known
    const [oldest] = states.keys()
    if (states.size >= capacity && oldest !== undefined) states.delete(oldest)
    const state: KeySetState = { failures: 0, pausedUntil: 0 }
    states.set(key, state)
    return state
  }

  const read = async (state: KeySetState, url: string): Promise<KeptKeySet> => {
    try {
      const { value, maxAge = keptFor.otherwise } = await outbound.getJson(url)
      const keys = verificationKeys(value, maximumKeys)
      const now = clock()
      const age = Math.min(Math.max(maxAge, keptFor.least), keptFor.most)
      state.failures = 0
      state.pausedUntil = now + unknownKeyPause
      state.kept = { find: createLocalJWKSet({ keys }), kids: kidsOf(keys), freshUntil: now + age * 1000 }
      return state.kept
    } catch (error) {
      const pause = Math.min(failurePause.first * 2 ** state.failures, failurePause.longest)
      state.failures += 1
      state.pausedUntil = clock() + pause
      throw error
    } finally {
      delete state.reading
    }
  }

  return {
    keySet: async (tenantId, url, kid) => {
      const state = stateOf(JSON.stringify([tenantId, url]))
      const now = clock()
      const kept = state.kept !== undefined && now < state.kept.freshUntil ? state.kept : undefined
      const lacksKey = kid !== undefined && kept?.kids.has(kid) === false
      if (kept !== undefined && (!lacksKey || now < state.pausedUntil)) return kept.find
      if (state.reading === undefined && now < state.pausedUntil) throw new Error('The key set failed a moment ago.')
      state.reading ??= read(state, url)
      return (await state.reading).find
    },
  }
}

const kidsOf = (keys: readonly JWK[]): ReadonlySet<string> => new Set(keys.flatMap(({ kid }) => kid ?? []))
