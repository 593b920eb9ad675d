import { describe, expect, test } from 'vitest'
import { failureOf } from '../failure/embed-failure.js'
import spec from './SPEC.md?raw'
import type { TokenEvent, TokenState } from './token-state.js'
import { attemptLimit, backOff, transition } from './token-transition.js'

const now = 1_000_000
const failure = failureOf('EMBED-TOKEN-SUPPLY', 'test')
const token = { value: 'held', renewAt: now - 1, expiresAt: now + 1000 }

const states: Readonly<Record<TokenState['kind'], TokenState>> = {
  empty: { kind: 'empty' },
  acquiring: { kind: 'acquiring', attempt: 1 },
  'backing-off': { kind: 'backing-off', attempt: 1 },
  ready: { kind: 'ready', token },
  renewing: { kind: 'renewing', token, attempt: 1 },
  delaying: { kind: 'delaying', token, attempt: 1 },
  failed: { kind: 'failed', failure, next: { attempt: 4, at: now + 5000 } },
}

const events: Readonly<Record<string, TokenEvent>> = {
  requested: { kind: 'requested', now },
  supplied: { kind: 'supplied', now, token: { ...token, value: 'new' } },
  'denied, may pass': { kind: 'denied', now, failure, outlook: 'may pass', random: 0 },
  'denied, is slow': { kind: 'denied', now, failure, outlook: 'is slow', random: 0 },
  'denied, is final': { kind: 'denied', now, failure, outlook: 'is final', random: 0 },
  refused: { kind: 'refused', now, value: 'held' },
  due: { kind: 'due', now },
  woke: { kind: 'woke', now },
}

/** Rows of the table of events in SPEC.md: the first cell names the event, the others are in the order of its head. */
const specRows = (): { event: string; cells: Record<string, string> }[] => {
  const lines = spec.split('\n')
  const head = lines.findIndex((line) => /^\| event +\|/.test(line))
  const cellsOf = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('`', '').trim())
  const [, ...kinds] = cellsOf(lines[head] ?? '')
  const end = lines.findIndex((line, index) => index > head && line === '')
  return lines.slice(head + 2, end).map((line) => {
    const [event = '', ...cells] = cellsOf(line)
    return {
      event: event.replace(/ \(.*\)/, ''),
      cells: Object.fromEntries(kinds.map((kind, i) => [kind, cells[i] ?? ''])),
    }
  })
}

describe('the table of SPEC.md', () => {
  const rows = specRows()

  test('has every event and every state', () => {
    expect(rows.map(({ event }) => event)).toEqual(Object.keys(events))
    for (const { cells } of rows) expect(Object.keys(cells)).toEqual(Object.keys(states))
  })

  test.each(
    rows.flatMap(({ event, cells }) => Object.entries(cells).map(([kind, cell]) => [kind, event, cell] as const)),
  )('%s, %s: %s', (kind, eventName, cell) => {
    const state = states[kind as TokenState['kind']]
    const [next, effects] = transition(state, events[eventName] as TokenEvent)
    const ignored = next === state && effects.length === 0
    expect(ignored).toBe(cell === '-' || cell === 'wait')
    if (cell.startsWith('call')) expect(effects).toContainEqual({ kind: 'call' })
    if (/^refuse\b/.test(cell)) expect(effects).toContainEqual({ kind: 'refuse', failure })
    const target = /^(?:(?:call|serve|refuse), )?to ([a-z-]+)/.exec(cell)?.[1]
    if (target !== undefined) expect(next.kind).toBe(target)
  })
})

test('a token of the past is not served', () => {
  const later = { kind: 'requested', now: token.expiresAt } as const
  expect(transition(states.ready, later)[1]).toEqual([{ kind: 'call' }])
  expect(transition(states.renewing, later)).toEqual([{ kind: 'acquiring', attempt: 1 }, []])
})

test('the refusal of another token changes nothing', () => {
  for (const kind of ['ready', 'renewing', 'delaying'] as const) {
    expect(transition(states[kind], { kind: 'refused', now, value: 'older' })).toEqual([states[kind], []])
  }
})

test('the last attempt without a token fails', () => {
  const denied = { kind: 'denied', now, failure, outlook: 'may pass', random: 0 } as const
  expect(transition({ kind: 'acquiring', attempt: attemptLimit - 1 }, denied)[0].kind).toBe('backing-off')
  expect(transition({ kind: 'acquiring', attempt: attemptLimit }, denied)).toEqual([
    { kind: 'failed', failure, next: { attempt: attemptLimit + 1, at: now + 4000 } },
    [
      { kind: 'refuse', failure },
      { kind: 'wake-at', time: now + 4000 },
    ],
  ])
})

test('after failing, the page is asked when it is time, whoever wants a token', () => {
  const failed = { kind: 'failed', failure, next: { attempt: 4, at: now + 1 } } as const
  expect(transition(failed, { kind: 'requested', now })).toEqual([failed, [{ kind: 'refuse', failure }]])
  const asked = [{ kind: 'acquiring', attempt: 4 }, [{ kind: 'call' }]]
  expect(transition(failed, { kind: 'requested', now: now + 1 })).toEqual(asked)
  expect(transition(failed, { kind: 'due', now: now + 1 })).toEqual(asked)
  expect(transition(failed, { kind: 'woke', now })).toEqual(asked)
})

test('after what is final, nothing is tried before somebody asks', () => {
  const failed = { kind: 'failed', failure, next: undefined } as const
  expect(transition(failed, { kind: 'due', now })).toEqual([failed, []])
  expect(transition(failed, { kind: 'woke', now })).toEqual([failed, []])
  expect(transition(failed, { kind: 'requested', now })[1]).toEqual([{ kind: 'call' }])
})

test('back-off doubles up to a minute, and is at least half of that', () => {
  expect([1, 2, 3].map((attempt) => backOff(attempt, 0))).toEqual([1000, 2000, 4000])
  expect([1, 2, 3].map((attempt) => backOff(attempt, 0.999_999))).toEqual([
    expect.closeTo(2000, 0),
    expect.closeTo(4000, 0),
    expect.closeTo(8000, 0),
  ])
  expect(backOff(50, 0)).toBe(30_000)
})
