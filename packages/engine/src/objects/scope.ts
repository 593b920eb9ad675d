import type { Moment, Standing } from '../evaluate/moment.js'
import { textOf } from '../json.js'
import type { Principal } from '../principal.js'
import { defaultState, type SelectionState } from '../selections/selection-state.js'
import { presentIn } from '../selections/timeline.js'
import type { AppDefinition } from './app-definition.js'
import type { Bookmarks } from './bookmarks.js'
import type { Library } from './library.js'
import { ancestorIds, effectiveProperties, type ObjectEntry, type ObjectStore } from './object-store.js'
import type { Variables } from './variables.js'

/** Everything that a layout depends on, at one point in time. */
export interface Scope extends Standing {
  readonly app: AppDefinition
  readonly principal: Principal
  /** ISO 8601: when the data that the session sees was loaded. */
  readonly reloadedAt: string
  readonly hasSectionAccess: boolean
  readonly library: Library
  readonly objects: ObjectStore
  readonly variables: Variables
  readonly bookmarks: Bookmarks
  /** Names of alternate states, those of the app first. */
  readonly stateNames: readonly string[]
  readonly moment: Moment
}

/** Whether this very object is in selection mode. */
export const isInSelections = ({ moment }: Scope, objectId: string): boolean =>
  moment.timeline.modal?.objectId === objectId

/** What is selected in the state of a scope. */
export const selectedHere = ({ moment, state }: Scope): SelectionState => presentIn(moment.timeline, state)

/** The scope of what an object shows. An object that names no state is in that of the object around it. */
export const inObject = (scope: Scope, entry: ObjectEntry): Scope => {
  const around = [...ancestorIds(scope.objects, entry.id)].flatMap((id) => scope.objects.get(id) ?? [])
  const states = around.map((object) => textOf(effectiveProperties(scope.objects, object).qStateName))
  return {
    ...scope,
    state: states.find((name) => name !== '') ?? defaultState,
    place: around.map(({ id, type }) => ({ id, type })),
  }
}

/** The scope of a definition within an object; one that names no state is in that of the object. */
export const inState = (scope: Scope, stateName: string): Scope =>
  stateName === '' ? scope : { ...scope, state: stateName }

/** What an evaluation is to know about where it stands. */
export const standing = ({ state, place }: Scope): Standing => ({ state, place })
