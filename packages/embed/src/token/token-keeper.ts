import { EmbedError, embedError } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import type { HeldToken, TokenEffect, TokenEvent, TokenState } from './token-state.js'
import { holdToken } from './token-times.js'
import { transition } from './token-transition.js'

/** The outside world of a keeper. */
export interface TokenWorld {
  /** Asks the page for a token. */
  readonly ask: () => Promise<string>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** By how many milliseconds the tenant's clock is ahead of ours; undefined while unknown. */
  readonly ahead: () => number | undefined
  /** In [0, 1). */
  readonly random: () => number
  /** Runs the callback after so many milliseconds; returns what cancels it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void
}

/** Keeps one access token usable. */
export interface TokenKeeper {
  /**
   * A usable token.
   *
   * @throws {EmbedError} when the page supplies none
   */
  readonly token: () => Promise<string>
  /** The tenant refused this token: get another for the next request. */
  readonly refused: (value: string) => void
  /** The tenant refused the token in use, whichever that is; one that arrived just now is not meant. */
  readonly refuseCurrent: () => void
  /** The page became visible or the network came back. */
  readonly woke: () => void
}

/** Timers sleep with the machine: none is set for longer, so that lost time is noticed soon after waking. */
const longestTimer = 60_000

/** Failures that another call of the same function cannot mend. */
const finalCodes: readonly string[] = ['EMBED-TOKEN-SOURCE', 'EMBED-SIGN-IN']

/** A refusal this soon after a token arrived, in milliseconds, is the answer to the token before it. */
const answerDelay = 3000

interface Waiter {
  readonly resolve: (token: string) => void
  readonly reject: (error: EmbedError) => void
}

/** Runs the machine of SPEC.md: the reducer decides, this does. */
export const createTokenKeeper = (world: TokenWorld): TokenKeeper => {
  let state: TokenState = { kind: 'empty' }
  let waiters: Waiter[] = []
  let cancelTimer = (): void => undefined
  let current = { value: '', since: Number.POSITIVE_INFINITY }

  const settle = (settleOne: (waiter: Waiter) => void): void => {
    const settled = waiters
    waiters = []
    settled.forEach(settleOne)
  }

  const send = (event: TokenEvent): void => {
    const [next, effects] = transition(state, event)
    state = next
    effects.forEach(perform)
  }

  const call = async (): Promise<void> => {
    try {
      const token = usable(await world.ask(), world)
      if (token.value !== current.value) current = { value: token.value, since: world.now() }
      send({ kind: 'supplied', token, now: world.now() })
    } catch (thrown) {
      const failure = toFailure(thrown)
      const final = finalCodes.includes(failure.code)
      send({ kind: 'denied', failure, final, random: world.random(), now: world.now() })
    }
  }

  const wakeAt = (time: number): void => {
    cancelTimer()
    if (time === Number.POSITIVE_INFINITY) return
    const delay = Math.max(0, time - world.now())
    cancelTimer = world.after(Math.min(delay, longestTimer), () =>
      delay > longestTimer && world.now() < time ? wakeAt(time) : send({ kind: 'due', now: world.now() }),
    )
  }

  const perform = (effect: TokenEffect): void => {
    switch (effect.kind) {
      case 'call':
        cancelTimer()
        void call()
        break
      case 'serve':
        settle(({ resolve }) => resolve(effect.token.value))
        break
      case 'refuse':
        settle(({ reject }) => reject(new EmbedError(effect.failure)))
        break
      case 'wake-at':
        wakeAt(effect.time)
    }
  }

  const refused = (value: string): void => send({ kind: 'refused', value, now: world.now() })

  return {
    token: () =>
      new Promise((resolve, reject) => {
        waiters.push({ resolve, reject })
        send({ kind: 'requested', now: world.now() })
      }),
    refused,
    refuseCurrent: () => {
      if (world.now() - current.since > answerDelay) refused(current.value)
    },
    woke: () => send({ kind: 'woke', now: world.now() }),
  }
}

const usable = (value: string, world: TokenWorld): HeldToken => {
  const now = world.now()
  const token = holdToken(value, { now, ahead: world.ahead(), random: world.random() })
  if (token.expiresAt > now) return token
  throw embedError('EMBED-TOKEN-EXPIRED', `The token ended ${Math.round((now - token.expiresAt) / 1000)} s ago.`)
}
