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
  /** The script that a reload would run; `null` for that of the app. */
  readonly script: string | null
}

/** What a command's outcome means for the layouts that clients hold. */
export interface Impact {
  /** The selections, their history or a variable changed: every layout may be another. */
  readonly everything: boolean
  /** Objects whose layout changed for another reason. */
  readonly objects: ReadonlySet<string>
}

/** The state after a command. */
export const nextState = (state: SessionState, outcome: Outcome): SessionState => ({
  timeline: outcome.timeline ?? state.timeline,
  objects: outcome.objects ?? state.objects,
  variables: outcome.variables ?? state.variables,
  script: outcome.script ?? state.script,
})

/**
 * Whether an answer that was computed in one state is true in a later one: whatever the target's answers depend on is
 * the same. Other objects may have come and gone.
 */
export const holdsStill = (target: Target, then: SessionState, now: SessionState): boolean =>
  then.timeline === now.timeline &&
  then.variables === now.variables &&
  (target.kind !== 'GenericObject' || then.objects.get(target.id) === now.objects.get(target.id))

/** Compares by identity: transitions answer the same state where nothing changes. */
export const impactOf = (before: SessionState, after: SessionState, changed: readonly string[] = []): Impact => ({
  everything:
    before.timeline.present !== after.timeline.present ||
    before.timeline.past !== after.timeline.past ||
    before.timeline.future !== after.timeline.future ||
    before.variables !== after.variables,
  objects: new Set(changed),
})
