import { limits } from '../limits.js'
import { sameSelections } from './field-transitions.js'
import {
  defaultState,
  noSelections,
  type SelectionState,
  type Selections,
  selectedIn,
  withState,
} from './selection-state.js'

/** The object that is in selection mode, and what was selected when it began. */
export interface ModalSelection {
  readonly objectId: string
  /** The connection that began it: when it goes away, the mode ends. */
  readonly owner: number
  /** The alternate state that it selects in. */
  readonly state: string
  readonly fields: readonly string[]
  readonly before: Selections
}

/** What is selected now in each alternate state, what was before, and what was undone; newest last in `past`, next first in `future`. */
export interface SelectionTimeline {
  readonly past: readonly Selections[]
  readonly present: Selections
  readonly future: readonly Selections[]
  readonly modal: ModalSelection | null
}

export const emptyTimeline: SelectionTimeline = { past: [], present: new Map(), future: [], modal: null }

/** Steps that `Back` can undo. Older ones are forgotten, so that a session's memory is bounded. */
const maxSteps = limits.steps.most

const stepped = (timeline: SelectionTimeline, from: Selections, to: Selections): SelectionTimeline => ({
  past: [...timeline.past, from].slice(-maxSteps),
  present: to,
  future: [],
  modal: null,
})

/** What is selected now in a state. */
export const presentIn = (
  { present }: Pick<SelectionTimeline, 'present'>,
  state: string = defaultState,
): SelectionState => selectedIn(present, state)

/** Whether the same is selected and locked in every state. */
export const sameInAll = (left: Selections, right: Selections): boolean =>
  [...new Set([...left.keys(), ...right.keys()])].every((state) =>
    sameSelections(selectedIn(left, state), selectedIn(right, state)),
  )

/**
 * Moves on to new selections of one state. In selection mode nothing is recorded until the mode ends, so that a whole
 * mode is one step. Selecting what is already selected is no step.
 */
export const advance = (timeline: SelectionTimeline, state: string, next: SelectionState): SelectionTimeline =>
  advanceAll(timeline, withState(timeline.present, state, next))

/** The same, of all states at once. */
export const advanceAll = (timeline: SelectionTimeline, next: Selections): SelectionTimeline => {
  if (sameInAll(timeline.present, next)) return timeline
  return timeline.modal ? { ...timeline, present: next } : stepped(timeline, timeline.present, next)
}

/** Steps of one state alone, without those that changed others: the oldest and the next first. */
export const stepsIn = ({ past, present, future }: SelectionTimeline, state: string) => {
  const changes = (steps: readonly Selections[]): readonly SelectionState[] => {
    const kept = [selectedIn(present, state)]
    for (const step of steps) {
      const selections = selectedIn(step, state)
      if (!sameSelections(selections, kept.at(-1) ?? noSelections)) kept.push(selections)
    }
    return kept.slice(1)
  }
  return { past: [...changes([...past].reverse())].reverse(), future: changes(future) }
}

/** Changes one state in the present and in every step, as what holds for a field holds whatever was selected before. */
export const throughout = (
  timeline: SelectionTimeline,
  state: string,
  change: (selections: SelectionState) => SelectionState,
): SelectionTimeline => {
  const changed = (step: Selections): Selections => withState(step, state, change(selectedIn(step, state)))
  const { past, present, future, modal } = timeline
  return {
    past: past.map(changed),
    present: changed(present),
    future: future.map(changed),
    modal: modal && { ...modal, before: changed(modal.before) },
  }
}

/** Undoes the last step; the same timeline where there is none. Ends a selection mode first, keeping its selections. */
export const back = (timeline: SelectionTimeline): SelectionTimeline => {
  const settled = endModal(timeline, true)
  const previous = settled.past.at(-1)
  if (!previous) return settled
  return {
    past: settled.past.slice(0, -1),
    present: previous,
    future: [settled.present, ...settled.future],
    modal: null,
  }
}

/** Redoes what `back` undid; the same timeline where nothing was. */
export const forward = (timeline: SelectionTimeline): SelectionTimeline => {
  const settled = endModal(timeline, true)
  const [next, ...rest] = settled.future
  if (!next) return settled
  return { past: [...settled.past, settled.present], present: next, future: rest, modal: null }
}

/** Puts one object into selection mode. A mode that is already on ends first, keeping its selections. */
export const beginModal = (timeline: SelectionTimeline, modal: Omit<ModalSelection, 'before'>): SelectionTimeline => {
  const settled = endModal(timeline, true)
  return { ...settled, modal: { ...modal, before: settled.present } }
}

/** Ends the selection mode: keeps what it selected as one step, or returns to what was selected before it. */
export const endModal = (timeline: SelectionTimeline, accept: boolean): SelectionTimeline => {
  if (!timeline.modal) return timeline
  const { before } = timeline.modal
  if (!accept) return { ...timeline, present: before, modal: null }
  if (sameInAll(before, timeline.present)) return { ...timeline, modal: null }
  return stepped(timeline, before, timeline.present)
}

/** Returns to what was selected when the mode began, and stays in it. */
export const resetModal = (timeline: SelectionTimeline): SelectionTimeline =>
  timeline.modal ? { ...timeline, present: timeline.modal.before } : timeline

/** What is selected, but for the fields in selection mode: those are as they were when the mode began. */
export const frozenSelections = ({ present, modal }: SelectionTimeline): Selections => {
  if (!modal) return present
  const frozen = new Map(selectedIn(present, modal.state))
  for (const field of modal.fields) {
    const before = selectedIn(modal.before, modal.state).get(field)
    if (before) frozen.set(field, before)
    else frozen.delete(field)
  }
  return withState(present, modal.state, frozen)
}
