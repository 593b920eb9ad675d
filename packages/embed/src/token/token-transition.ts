import type { TokenEffect, TokenEvent, TokenState } from './token-state.js'

/** The state after an event, and what is to be done. */
export type TokenStep = readonly [TokenState, readonly TokenEffect[]]

type StateOf<K extends TokenState['kind']> = Extract<TokenState, { kind: K }>
type EventOf<K extends TokenEvent['kind']> = Extract<TokenEvent, { kind: K }>
/** One entry for every state and event: a missing one does not compile. */
type Table = {
  readonly [S in TokenState['kind']]: {
    readonly [E in TokenEvent['kind']]: (state: StateOf<S>, event: EventOf<E>) => TokenStep
  }
}

/** Calls made before waiting requests are refused. */
export const attemptLimit = 3

const longestDelay = 60_000

/**
 * How long to wait after a failed attempt.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param random in [0, 1)
 * @returns milliseconds
 */
export const backOff = (attempt: number, random: number): number => {
  const whole = Math.min(2 ** attempt * 1000, longestDelay)
  return whole / 2 + (whole / 2) * random
}

const stay = (state: TokenState): TokenStep => [state, []]
const acquire = (attempt = 1): TokenStep => [{ kind: 'acquiring', attempt }, [{ kind: 'call' }]]
const fail = (attempt: number, { failure, outlook, now, random }: EventOf<'denied'>): TokenStep => {
  const refuse = { kind: 'refuse', failure } as const
  if (outlook === 'is final') return [{ kind: 'failed', failure, next: undefined }, [refuse]]
  const at = now + backOff(attempt, random)
  return [{ kind: 'failed', failure, next: { attempt: attempt + 1, at } }, [refuse, { kind: 'wake-at', time: at }]]
}
const refuseUntilNext = (state: StateOf<'failed'>, { now }: EventOf<'requested'>): TokenStep => {
  if (state.next === undefined) return acquire()
  if (now >= state.next.at) return acquire(state.next.attempt)
  return [state, [{ kind: 'refuse', failure: state.failure }]]
}
const tryAgain = (state: StateOf<'failed'>): TokenStep =>
  state.next === undefined ? stay(state) : acquire(state.next.attempt)

const become = ({ token }: EventOf<'supplied'>): TokenStep => [
  { kind: 'ready', token },
  [
    { kind: 'serve', token },
    { kind: 'wake-at', time: token.renewAt },
  ],
]

const serveOr = <S extends StateOf<'ready' | 'renewing' | 'delaying'>>(
  state: S,
  { now }: EventOf<'requested'>,
  expired: TokenStep,
): TokenStep => (now < state.token.expiresAt ? [state, [{ kind: 'serve', token: state.token }]] : expired)

const renewIfTime = (state: StateOf<'ready'>, { now }: { now: number }): TokenStep =>
  now >= state.token.renewAt
    ? [{ kind: 'renewing', token: state.token, attempt: 1 }, [{ kind: 'call' }]]
    : [state, [{ kind: 'wake-at', time: state.token.renewAt }]]

const renewAgain = ({ token, attempt }: StateOf<'delaying'>): TokenStep => [
  { kind: 'renewing', token, attempt: attempt + 1 },
  [{ kind: 'call' }],
]

const table: Table = {
  empty: { requested: () => acquire(), supplied: stay, denied: stay, refused: stay, due: stay, woke: stay },
  acquiring: {
    requested: stay,
    supplied: (_, event) => become(event),
    denied: ({ attempt }, event) =>
      event.outlook !== 'may pass' || attempt >= attemptLimit
        ? fail(attempt, event)
        : [{ kind: 'backing-off', attempt }, [{ kind: 'wake-at', time: event.now + backOff(attempt, event.random) }]],
    refused: stay,
    due: stay,
    woke: stay,
  },
  'backing-off': {
    requested: stay,
    supplied: stay,
    denied: stay,
    refused: stay,
    due: ({ attempt }) => acquire(attempt + 1),
    woke: ({ attempt }) => acquire(attempt + 1),
  },
  ready: {
    requested: (state, event) => serveOr(state, event, acquire()),
    supplied: stay,
    denied: stay,
    refused: (state, { value }) => (value === state.token.value ? acquire() : stay(state)),
    due: renewIfTime,
    woke: renewIfTime,
  },
  renewing: {
    requested: (state, event) => serveOr(state, event, stay({ kind: 'acquiring', attempt: state.attempt })),
    supplied: (_, event) => become(event),
    denied: ({ token, attempt }, event) =>
      event.now >= token.expiresAt
        ? fail(attempt, event)
        : [
            { kind: 'delaying', token, attempt },
            [{ kind: 'wake-at', time: event.now + backOff(attempt, event.random) }],
          ],
    refused: (state, { value }) =>
      value === state.token.value ? stay({ kind: 'acquiring', attempt: state.attempt }) : stay(state),
    due: stay,
    woke: stay,
  },
  delaying: {
    requested: (state, event) => serveOr(state, event, acquire()),
    supplied: stay,
    denied: stay,
    refused: (state, { value }) => (value === state.token.value ? acquire() : stay(state)),
    due: renewAgain,
    woke: renewAgain,
  },
  failed: {
    requested: refuseUntilNext,
    supplied: stay,
    denied: stay,
    refused: stay,
    due: tryAgain,
    woke: tryAgain,
  },
}

/**
 * One step of the machine in SPEC.md. Pure.
 *
 * @param state where the machine is
 * @param event what happened
 */
export const transition = (state: TokenState, event: TokenEvent): TokenStep => {
  // The table is total and indexed by both kinds, which TypeScript cannot express for a union at once.
  const entry = table[state.kind][event.kind] as (state: TokenState, event: TokenEvent) => TokenStep
  return entry(state, event)
}
