import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { symbolSet } from '../model/symbol-set.js'
import { clearAll, clearField, sameSelections, selectElements, setAllLocked, setLocked } from './field-transitions.js'
import { noSelections, type SelectionState } from './selection-state.js'
import {
  advance,
  back,
  beginModal,
  emptyTimeline,
  endModal,
  forward,
  frozenSelections,
  presentIn,
  resetModal,
  type SelectionTimeline,
  stepsIn,
} from './timeline.js'

const field = fc.constantFrom('City', 'Year', 'Product')
const elements = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }).map(symbolSet)

type Event = (state: SelectionState) => SelectionState | undefined
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.tuple(field, elements, fc.boolean()).map(
    ([name, values, toggle]): Event =>
      (state) =>
        selectElements(state, name, values, toggle),
  ),
  field.map(
    (name): Event =>
      (state) =>
        clearField(state, name),
  ),
  fc.tuple(field, fc.boolean()).map(
    ([name, locked]): Event =>
      (state) =>
        setLocked(state, name, locked),
  ),
  fc.boolean().map(
    (lockedAlso): Event =>
      (state) =>
        clearAll(state, lockedAlso),
  ),
)
const events = fc.array(event, { maxLength: 30 })

const play = (timeline: SelectionTimeline, steps: readonly Event[]): SelectionTimeline =>
  steps.reduce((current, step) => {
    const next = step(presentIn(current))
    return next ? advance(current, '$', next) : current
  }, timeline)

const expectSame = (left: SelectionState, right: SelectionState): void => expect(sameSelections(left, right)).toBe(true)

/** Selections with their values as lists, which can be compared. */
const listed = (state: SelectionState) => [...state].map(([name, { values, locked }]) => [name, [...values], locked])

const stepsListed = (timeline: SelectionTimeline, state: string) => {
  const { past, future } = stepsIn(timeline, state)
  return { past: past.map(listed), future: future.map(listed) }
}

describe('the timeline of selections', () => {
  it('goes back to nothing selected and forward to where it was', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const end = play(emptyTimeline, steps)
        let timeline = end
        for (const _ of end.past) timeline = back(timeline)
        expectSame(presentIn(timeline), noSelections)
        for (const _ of end.past) timeline = forward(timeline)
        expectSame(presentIn(timeline), presentIn(end))
        expect(timeline.past.length).toBe(end.past.length)
      }),
    )
  })

  it('undoes exactly the last change', () => {
    fc.assert(
      fc.property(events, event, (steps, last) => {
        const before = play(emptyTimeline, steps)
        const after = play(before, [last])
        if (after !== before) expectSame(presentIn(back(after)), presentIn(before))
      }),
    )
  })

  it('forgets what was undone as soon as something else is selected', () => {
    const one = advance(emptyTimeline, '$', new Map([['City', { values: symbolSet([1]), locked: false }]]))
    const other = advance(back(one), '$', new Map([['City', { values: symbolSet([2]), locked: false }]]))
    expect(other.future).toEqual([])
    expect(forward(other)).toBe(other)
  })

  it('records a whole selection mode as one step, or as none when it is cancelled', () => {
    fc.assert(
      fc.property(events, events, (earlier, modal) => {
        const start = play(emptyTimeline, earlier)
        const during = play(beginModal(start, { objectId: 'list', owner: 1, state: '$', fields: ['City'] }), modal)
        expect(during.past).toBe(start.past)
        const cancelled = endModal(during, false)
        expectSame(presentIn(cancelled), presentIn(start))
        expect(cancelled.past).toBe(start.past)
        const accepted = endModal(during, true)
        expectSame(presentIn(accepted), presentIn(during))
        expectSame(
          presentIn(back(accepted)),
          sameSelections(presentIn(start), presentIn(during)) ? presentIn(back(start)) : presentIn(start),
        )
        expectSame(presentIn(resetModal(during)), presentIn(start))
        expect(endModal(accepted, false)).toBe(accepted)
      }),
    )
  })

  it('never changes a locked field by selecting or clearing', () => {
    fc.assert(
      fc.property(events, field, elements, fc.boolean(), (steps, name, values, toggle) => {
        const state = setAllLocked(presentIn(play(emptyTimeline, steps)), true)
        fc.pre(state.has(name))
        expect(selectElements(state, name, values, toggle)).toBeUndefined()
        expect(clearField(state, name)).toBeUndefined()
        expectSame(clearAll(state, false), state)
        expectSame(clearAll(state, true), noSelections)
      }),
    )
  })

  it('returns to the start when the same values are toggled twice', () => {
    fc.assert(
      fc.property(events, field, elements, (steps, name, values) => {
        const start = presentIn(play(emptyTimeline, steps))
        const once = selectElements(start, name, values, true)
        fc.pre(once !== undefined)
        expectSame(selectElements(once, name, values, true) ?? noSelections, start)
      }),
    )
  })

  it('keeps no entry for a field without a selection', () => {
    fc.assert(
      fc.property(events, (steps) => {
        for (const selection of presentIn(play(emptyTimeline, steps)).values())
          expect(selection.values.size).toBeGreaterThan(0)
      }),
    )
  })

  it('remembers a bounded number of steps', () => {
    let timeline = emptyTimeline
    for (let i = 0; i < 250; i++)
      timeline = advance(timeline, '$', new Map([['City', { values: symbolSet([i]), locked: false }]]))
    expect(timeline.past.length).toBe(100)
  })

  it('walks back through the steps of all states together, and counts those of each by itself', () => {
    const year = (value: number) => new Map([['Year', { values: symbolSet([value]), locked: false }]])
    const one = advance(emptyTimeline, '$', year(1))
    const two = advance(one, 'Other', year(2))
    const three = advance(two, '$', year(3))
    expectSame(presentIn(three, 'Other'), year(2))
    expect(advance(three, 'Other', year(2))).toBe(three)
    expectSame(presentIn(back(back(three)), 'Other'), noSelections)
    expectSame(presentIn(back(back(three))), year(1))
    const [none, first, third] = [noSelections, year(1), year(3)].map(listed)
    expect(stepsListed(three, '$')).toEqual({ past: [none, first], future: [] })
    expect(stepsListed(three, 'Other')).toEqual({ past: [none], future: [] })
    expect(stepsListed(back(back(three)), '$')).toEqual({ past: [none], future: [third] })
  })

  it('takes the fields of a selection mode back in its own state only', () => {
    const year = (value: number) => new Map([['Year', { values: symbolSet([value]), locked: false }]])
    const start = advance(advance(emptyTimeline, '$', year(1)), 'Other', year(2))
    const mode = beginModal(start, { objectId: 'list', owner: 1, state: 'Other', fields: ['Year'] })
    const during = advance(mode, 'Other', year(5))
    expect([...frozenSelections(during)].map(([state, made]) => [state, listed(made)])).toEqual([
      ['$', listed(year(1))],
      ['Other', listed(year(2))],
    ])
    expectSame(presentIn(endModal(during, false), 'Other'), year(2))
    expectSame(presentIn(endModal(during, true), 'Other'), year(5))
  })
})
