import type { Bookmarks } from '../objects/bookmarks.js'
import type { ObjectStore } from '../objects/object-store.js'
import type { Variables } from '../objects/variables.js'
import type { Outcome } from '../rpc/method.js'
import type { Target } from '../rpc/target.js'
import type { SelectionTimeline } from '../selections/timeline.js'

/** What a session holds beside its data view. Replaced as a whole by every command that changes something. */
export interface SessionState {
  readonly timeline: SelectionTimeline
  readonly objects: ObjectStore
  readonly variables: Variables
  readonly bookmarks: Bookmarks
  /** Names of alternate states, those of the app first. */
  readonly stateNames: readonly string[]
  /** Positions of the fields that cyclic master dimensions were turned to, by their ids. */
  readonly activeFields: ReadonlyMap<string, number>
  /** The script that a reload would run; `null` for that of the app. */
  readonly script: string | null
}

/** What a command's outcome means for the layouts that clients hold. */
export interface Impact {
  /** The selections, their history, or what expressions may name changed: every layout may be another. */
  readonly everything: boolean
  /** Objects whose layout changed for another reason. */
  readonly objects: ReadonlySet<string>
}

/** The state after a command. */
export const nextState = (state: SessionState, outcome: Outcome): SessionState => ({
  timeline: outcome.timeline ?? state.timeline,
  objects: outcome.objects ?? state.objects,
  variables: outcome.variables ?? state.variables,
  bookmarks: outcome.bookmarks ?? state.bookmarks,
  stateNames: outcome.stateNames ?? state.stateNames,
  activeFields: outcome.activeFields ?? state.activeFields,
  script: outcome.script ?? state.script,
})

/**
 * Whether an answer that was computed in one state is true in a later one: whatever the target's answers depend on is
 * the same. Other objects may have come and gone.
 */
export const holdsStill = (target: Target, then: SessionState, now: SessionState): boolean =>
  then.timeline === now.timeline &&
  sameNames(then, now) &&
  (target.kind !== 'GenericObject' || then.objects.get(target.id) === now.objects.get(target.id))

/** Whether expressions and master dimensions mean the same in two states under the same selections. */
export const sameNames = (left: SessionState, right: SessionState): boolean =>
  left.variables === right.variables &&
  left.bookmarks === right.bookmarks &&
  left.stateNames === right.stateNames &&
  left.activeFields === right.activeFields

/** Compares by identity: transitions answer the same state where nothing changes. */
export const impactOf = (before: SessionState, after: SessionState, changed: readonly string[] = []): Impact => ({
  everything:
    before.timeline.present !== after.timeline.present ||
    before.timeline.past !== after.timeline.past ||
    before.timeline.future !== after.timeline.future ||
    !sameNames(before, after),
  objects: new Set(changed),
})
