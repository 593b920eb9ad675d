import { EmbedError, type EmbedFailure, embedError } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import type { HeldToken, Outlook, TokenEffect, TokenEvent, TokenState } from './token-state.js'
import { holdToken, readSubject } from './token-times.js'
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
  /** Whether anything on the page has a use for a token, beside those who ask. */
  readonly isWanted: () => boolean
  /** Whether there is a network as far as the browser knows. */
  readonly isOnline: () => boolean
  /** How long the page may take, in milliseconds; undefined where a person has to do something. */
  readonly patience: number | undefined
  readonly tell: (news: TokenNews) => void
}

/**
 * What concerns those who have a token of the keeper already, or were refused one: there are tokens again, or they are
 * another person's than before (told before anybody gets one).
 */
export type TokenNews = 'recovered' | 'another person'

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
  /** The token that was supplied last, '' for none: what a connection that is made now uses. */
  readonly current: () => string
  /** The page became visible, the network came back, or the person asks for another attempt. */
  readonly woke: () => void
  /** The person has changed: nothing that was supplied or is under way is used any more. */
  readonly forget: () => void
}

/** Timers sleep with the machine: none is set for longer, so that lost time is noticed soon after waking. */
const longestTimer = 60_000

/** Failures that do not just pass. */
const outlooks: Readonly<Record<string, Outlook>> = {
  'EMBED-TOKEN-SOURCE': 'is final',
  'EMBED-SIGN-IN': 'is final',
  'EMBED-TOKEN-SLOW': 'is slow',
}
const outlookOf = ({ code }: EmbedFailure): Outlook => outlooks[code] ?? 'may pass'

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
  let current: Supplied = none
  /** Whether somebody was refused since the last token. */
  let refusedSomebody = false
  /** Rises with each person: answers to questions of an earlier one are ignored. */
  let person = 0

  const settle = (settleOne: (waiter: Waiter) => void): void => {
    const settled = waiters
    waiters = []
    settled.forEach(settleOne)
  }

  const send = (event: TokenEvent): void => {
    // The next who asks has another attempt made.
    if (state.kind === 'failed' && (event.kind === 'due' || event.kind === 'woke') && !world.isWanted()) return
    const [next, effects] = transition(state, event)
    state = next
    effects.forEach(perform)
  }

  const call = async (): Promise<void> => {
    const asked = person
    try {
      if (!world.isOnline()) throw embedError('EMBED-CONNECTION', 'The browser has no network.')
      const token = usable(await inTime(world), world)
      if (asked !== person) return
      const subject = readSubject(token.value)
      const isAnother = current.subject !== undefined && subject !== undefined && subject !== current.subject
      if (token.value !== current.value) current = { value: token.value, subject, since: world.now() }
      if (isAnother) world.tell('another person')
      send({ kind: 'supplied', token, now: world.now() })
    } catch (thrown) {
      if (asked !== person) return
      const failure = toFailure(thrown)
      send({ kind: 'denied', failure, outlook: outlookOf(failure), random: world.random(), now: world.now() })
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
        if (refusedSomebody) world.tell('recovered')
        refusedSomebody = false
        break
      case 'refuse':
        refusedSomebody = true
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
    current: () => current.value,
    woke: () => send({ kind: 'woke', now: world.now() }),
    forget: () => {
      person += 1
      current = none
      cancelTimer()
      state = { kind: 'empty' }
      world.tell('another person')
      if (waiters.length > 0) send({ kind: 'requested', now: world.now() })
    },
  }
}

interface Supplied {
  readonly value: string
  readonly subject: string | undefined
  /** When it arrived, in milliseconds since the epoch. */
  readonly since: number
}

const none: Supplied = { value: '', subject: undefined, since: Number.POSITIVE_INFINITY }

/** What the page supplies, unless it takes too long. */
const inTime = ({ ask, after, patience }: TokenWorld): Promise<string> => {
  if (patience === undefined) return ask()
  return new Promise((resolve, reject) => {
    const cancel = after(patience, () =>
      reject(
        embedError('EMBED-TOKEN-SLOW', `The get-access-token function has not settled for ${patience / 1000} seconds.`),
      ),
    )
    ask().then(resolve, reject).finally(cancel)
  })
}

const usable = (value: string, world: TokenWorld): HeldToken => {
  const now = world.now()
  const token = holdToken(value, { now, ahead: world.ahead(), random: world.random() })
  if (token.expiresAt > now) return token
  throw embedError('EMBED-TOKEN-EXPIRED', `The token ended ${Math.round((now - token.expiresAt) / 1000)} s ago.`)
}
