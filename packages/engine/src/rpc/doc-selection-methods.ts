import { UnderstudyError } from '@understudy/contract'
import { resolveField } from '../evaluate/visible-fields.js'
import type { Scope } from '../objects/scope.js'
import { clearAll, setAllLocked } from '../selections/field-transitions.js'
import { defaultState, type SelectionState } from '../selections/selection-state.js'
import { back, endModal, forward } from '../selections/timeline.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { boolean, optional, text } from './parameters.js'
import { movedOn, selectable } from './selecting.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()

/** The alternate state that a call names; nothing is the default one. */
const stateNamed = ({ stateNames }: Scope, name: string): string => {
  if (name === '' || name === defaultState) return defaultState
  if (stateNames.includes(name)) return name
  throw new UnderstudyError('QIX-NOT-FOUND', `there is no alternate state "${name}"`)
}

/** Selects in the state that a call names. */
const changing = ({ scope }: Call, stateName: string, change: (state: SelectionState) => SelectionState): Outcome => {
  const selecting = selectable(scope, null, stateNamed(scope, stateName))
  return { result: {}, timeline: movedOn(selecting, change(selecting.present)) }
}

const inSomeState = { qStateName: optional(text, '') }

/** Methods of the app that change or walk through selections. */
export const docSelectionMethods: Methods<'Doc'> = {
  GetField: docQuery({ qFieldName: text, ...inSomeState }, (call, _, { qFieldName, qStateName }) => {
    const state = stateNamed(call.scope, qStateName)
    const field = resolveField(call.scope.moment.view, qFieldName)
    return field ? referenceTo(call, { kind: 'Field', name: field.name, state }) : noReference
  }),
  ClearAll: docCommand(
    { qLockedAlso: optional(boolean, false), ...inSomeState },
    (call, _, { qLockedAlso, qStateName }) => changing(call, qStateName, (state) => clearAll(state, qLockedAlso)),
  ),
  LockAll: docCommand(inSomeState, (call, _, { qStateName }) =>
    changing(call, qStateName, (state) => setAllLocked(state, true)),
  ),
  UnlockAll: docCommand(inSomeState, (call, _, { qStateName }) =>
    changing(call, qStateName, (state) => setAllLocked(state, false)),
  ),
  Back: docCommand({}, (call) => {
    const { timeline } = selectable(call.scope, null)
    return { result: { qReturn: timeline.past.length > 0 }, timeline: back(timeline) }
  }),
  Forward: docCommand({}, (call) => {
    const { timeline } = selectable(call.scope, null)
    return { result: { qReturn: timeline.future.length > 0 }, timeline: forward(timeline) }
  }),
  BackCount: docQuery({}, (call) => ({ qReturn: call.scope.moment.timeline.past.length })),
  ForwardCount: docQuery({}, (call) => ({ qReturn: call.scope.moment.timeline.future.length })),
  AbortModal: docCommand({ qAccept: optional(boolean, false) }, ({ scope }, _, { qAccept }) => ({
    result: {},
    timeline: endModal(scope.moment.timeline, qAccept),
  })),
  // Undo of property edits: nothing that a client edits outlives its session, so there is nothing to undo.
  ClearUndoBuffer: docQuery({}, () => ({})),
  Undo: docQuery({}, () => ({ qSuccess: false })),
  Redo: docQuery({}, () => ({ qSuccess: false })),
}
