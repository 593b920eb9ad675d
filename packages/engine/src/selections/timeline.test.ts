import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearAll, clearField, sameSelections, selectElements, setAllLocked, setLocked } from './field-transitions.js'
import { noSelections, type SelectionState } from './selection-state.js'
import {
  advance,
  back,
  beginModal,
  emptyTimeline,
  endModal,
  forward,
  resetModal,
  type SelectionTimeline,
} from './timeline.js'

const field = fc.constantFrom('City', 'Year', 'Product')
const elements = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }).map((values) => new Set(values))

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
    const next = step(current.present)
    return next ? advance(current, next) : current
  }, timeline)

const expectSame = (left: SelectionState, right: SelectionState): void => expect(sameSelections(left, right)).toBe(true)

describe('the timeline of selections', () => {
  it('goes back to nothing selected and forward to where it was', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const end = play(emptyTimeline, steps)
        let timeline = end
        for (const _ of end.past) timeline = back(timeline)
        expectSame(timeline.present, noSelections)
        for (const _ of end.past) timeline = forward(timeline)
        expectSame(timeline.present, end.present)
        expect(timeline.past.length).toBe(end.past.length)
      }),
    )
  })

  it('undoes exactly the last change', () => {
    fc.assert(
      fc.property(events, event, (steps, last) => {
        const before = play(emptyTimeline, steps)
        const after = play(before, [last])
        if (after !== before) expectSame(back(after).present, before.present)
      }),
    )
  })

  it('forgets what was undone as soon as something else is selected', () => {
    const one = advance(emptyTimeline, new Map([['City', { values: new Set([1]), locked: false }]]))
    const other = advance(back(one), new Map([['City', { values: new Set([2]), locked: false }]]))
    expect(other.future).toEqual([])
    expect(forward(other)).toBe(other)
  })

  it('records a whole selection mode as one step, or as none when it is cancelled', () => {
    fc.assert(
      fc.property(events, events, (earlier, modal) => {
        const start = play(emptyTimeline, earlier)
        const during = play(beginModal(start, { objectId: 'list', owner: 1, fields: ['City'] }), modal)
        expect(during.past).toBe(start.past)
        const cancelled = endModal(during, false)
        expectSame(cancelled.present, start.present)
        expect(cancelled.past).toBe(start.past)
        const accepted = endModal(during, true)
        expectSame(accepted.present, during.present)
        expectSame(
          back(accepted).present,
          sameSelections(start.present, during.present) ? back(start).present : start.present,
        )
        expectSame(resetModal(during).present, start.present)
        expect(endModal(accepted, false)).toBe(accepted)
      }),
    )
  })

  it('never changes a locked field by selecting or clearing', () => {
    fc.assert(
      fc.property(events, field, elements, fc.boolean(), (steps, name, values, toggle) => {
        const state = setAllLocked(play(emptyTimeline, steps).present, true)
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
        const start = play(emptyTimeline, steps).present
        const once = selectElements(start, name, values, true)
        fc.pre(once !== undefined)
        expectSame(selectElements(once, name, values, true) ?? noSelections, start)
      }),
    )
  })

  it('keeps no entry for a field without a selection', () => {
    fc.assert(
      fc.property(events, (steps) => {
        for (const selection of play(emptyTimeline, steps).present.values())
          expect(selection.values.size).toBeGreaterThan(0)
      }),
    )
  })

  it('remembers a bounded number of steps', () => {
    let timeline = emptyTimeline
    for (let i = 0; i < 250; i++)
      timeline = advance(timeline, new Map([['City', { values: new Set([i]), locked: false }]]))
    expect(timeline.past.length).toBe(100)
  })
})
