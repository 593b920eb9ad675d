import { UnderstudyError } from '@understudy/contract'
import { resolveField } from '../evaluate/visible-fields.js'
import { clearAll, setAllLocked } from '../selections/field-transitions.js'
import { advance, back, endModal, forward } from '../selections/timeline.js'
import { command, type Methods, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { boolean, optional, text } from './parameters.js'
import { selectable } from './selecting.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()

/** `$`, or nothing, is the state that every object is in. Others cannot exist, as no app defines them. */
const refuseOtherStates = (stateName: string): void => {
  if (stateName !== '' && stateName !== '$')
    throw new UnderstudyError('QIX-UNSUPPORTED', 'alternate states are not supported')
}

/** Methods of the app that change or walk through selections. */
export const docSelectionMethods: Methods<'Doc'> = {
  GetField: docQuery({ qFieldName: text, qStateName: optional(text, '') }, (call, _, { qFieldName, qStateName }) => {
    refuseOtherStates(qStateName)
    const field = resolveField(call.scope.moment.view, qFieldName)
    return field ? referenceTo(call, { kind: 'Field', name: field.name }) : noReference
  }),
  ClearAll: docCommand(
    { qLockedAlso: optional(boolean, false), qStateName: optional(text, '') },
    ({ scope }, _, { qLockedAlso, qStateName }) => {
      refuseOtherStates(qStateName)
      const timeline = selectable(scope, null)
      return { result: {}, timeline: advance(timeline, clearAll(timeline.present, qLockedAlso)) }
    },
  ),
  LockAll: docCommand({ qStateName: optional(text, '') }, ({ scope }, _, { qStateName }) => {
    refuseOtherStates(qStateName)
    const timeline = selectable(scope, null)
    return { result: {}, timeline: advance(timeline, setAllLocked(timeline.present, true)) }
  }),
  UnlockAll: docCommand({ qStateName: optional(text, '') }, ({ scope }, _, { qStateName }) => {
    refuseOtherStates(qStateName)
    const timeline = selectable(scope, null)
    return { result: {}, timeline: advance(timeline, setAllLocked(timeline.present, false)) }
  }),
  Back: docCommand({}, (call) => {
    const timeline = selectable(call.scope, null)
    return { result: { qReturn: timeline.past.length > 0 }, timeline: back(timeline) }
  }),
  Forward: docCommand({}, (call) => {
    const timeline = selectable(call.scope, null)
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
