import { sameSelections } from './field-transitions.js'
import { noSelections, type SelectionState } from './selection-state.js'

/** The object that is in selection mode, and what was selected when it began. */
export interface ModalSelection {
  readonly objectId: string
  /** The connection that began it: when it goes away, the mode ends. */
  readonly owner: number
  readonly fields: readonly string[]
  readonly before: SelectionState
}

/** What is selected now, what was before, and what was undone; newest last in `past`, next first in `future`. */
export interface SelectionTimeline {
  readonly past: readonly SelectionState[]
  readonly present: SelectionState
  readonly future: readonly SelectionState[]
  readonly modal: ModalSelection | null
}

export const emptyTimeline: SelectionTimeline = { past: [], present: noSelections, future: [], modal: null }

/** Steps that `Back` can undo. Older ones are forgotten, so that a session's memory is bounded. */
const maxSteps = 100

const stepped = (timeline: SelectionTimeline, from: SelectionState, to: SelectionState): SelectionTimeline => ({
  past: [...timeline.past, from].slice(-maxSteps),
  present: to,
  future: [],
  modal: null,
})

/**
 * Moves on to new selections. In selection mode nothing is recorded until the mode ends, so that a whole mode is one step.
 * Selecting what is already selected is no step.
 */
export const advance = (timeline: SelectionTimeline, next: SelectionState): SelectionTimeline => {
  if (sameSelections(timeline.present, next)) return timeline
  return timeline.modal ? { ...timeline, present: next } : stepped(timeline, timeline.present, next)
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
  if (sameSelections(before, timeline.present)) return { ...timeline, modal: null }
  return stepped(timeline, before, timeline.present)
}

/** Returns to what was selected when the mode began, and stays in it. */
export const resetModal = (timeline: SelectionTimeline): SelectionTimeline =>
  timeline.modal ? { ...timeline, present: timeline.modal.before } : timeline

/** What is selected, but for the fields in selection mode: those are as they were when the mode began. */
export const frozenSelections = ({ present, modal }: SelectionTimeline): SelectionState => {
  if (!modal) return present
  const frozen = new Map(present)
  for (const field of modal.fields) {
    const before = modal.before.get(field)
    if (before) frozen.set(field, before)
    else frozen.delete(field)
  }
  return frozen
}
