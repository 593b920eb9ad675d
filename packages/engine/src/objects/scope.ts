import type { Moment } from '../evaluate/moment.js'
import type { Principal } from '../principal.js'
import type { AppDefinition } from './app-definition.js'
import type { Library } from './library.js'
import type { ObjectStore } from './object-store.js'
import type { Variables } from './variables.js'

/** Everything that a layout depends on, at one point in time. */
export interface Scope {
  readonly app: AppDefinition
  readonly principal: Principal
  /** ISO 8601: when the data that the session sees was loaded. */
  readonly reloadedAt: string
  readonly hasSectionAccess: boolean
  readonly library: Library
  readonly objects: ObjectStore
  readonly variables: Variables
  readonly moment: Moment
}

/** Whether this very object is in selection mode. */
export const isInSelections = ({ moment }: Scope, objectId: string): boolean =>
  moment.timeline.modal?.objectId === objectId
