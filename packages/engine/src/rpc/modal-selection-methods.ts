import { UnderstudyError } from '@understudy/contract'
import { limits } from '../limits.js'
import { inObject } from '../objects/scope.js'
import { clearField, setLocked } from '../selections/field-transitions.js'
import type { SelectionState } from '../selections/selection-state.js'
import { beginModal, endModal, resetModal } from '../selections/timeline.js'
import { fieldsAt, objectEntry } from './definition-at.js'
import { command, type Methods } from './method.js'
import { arrayOfParameter, boolean, integer, optional, text } from './parameters.js'
import { selectable, selected } from './selecting.js'

const objectCommand = command<'GenericObject'>()

/** Definitions of one object that a selection mode may concern: each is evaluated. */
const maxPaths = limits.selectionPaths.most

type FieldTransition = (state: SelectionState, field: string) => SelectionState | undefined

/** Applies a transition to the fields of the chosen dimensions. A field that it does not apply to stays as it is. */
const onFields = (transition: FieldTransition) =>
  objectCommand(
    { qPath: text, qColIndices: optional(arrayOfParameter(integer), []) },
    async ({ scope }, { id }, { qPath, qColIndices }) => {
      const { fields, state } = await fieldsAt(scope, id, qPath)
      const selecting = selectable(scope, id, state)
      const chosen = qColIndices.length === 0 ? fields : fields.filter((_, index) => qColIndices.includes(index))
      const next = chosen.flat().reduce((now, field) => transition(now, field) ?? now, selecting.present)
      return { ...selected(selecting, next, 'qSuccess'), result: {} }
    },
  )

/** Methods of a generic object that begin and end its selection mode, and that clear or lock what it selects. */
export const modalSelectionMethods: Methods<'GenericObject'> = {
  BeginSelections: objectCommand(
    { qPaths: arrayOfParameter(text, maxPaths) },
    async ({ scope, connectionId }, { id }, { qPaths }) => {
      const { timeline } = selectable(scope, id)
      const own = inObject(scope, objectEntry(scope, id)).state
      const shown = await Promise.all(qPaths.map((path) => fieldsAt(scope, id, path)))
      const states = new Set(shown.map(({ state }) => state))
      if (states.size > 1)
        throw new UnderstudyError('QIX-IMPOSSIBLE', 'one selection mode selects in one alternate state')
      const [state = own] = states
      const fields = shown.flatMap((at) => at.fields.flat())
      return {
        result: {},
        timeline: beginModal(timeline, { objectId: id, owner: connectionId, state, fields }),
        changed: [id],
      }
    },
  ),
  // Clients may end a mode twice, or one that another connection has ended: neither is an error.
  EndSelections: objectCommand({ qAccept: optional(boolean, false) }, ({ scope }, { id }, { qAccept }) => {
    const { timeline } = scope.moment
    return timeline.modal?.objectId === id
      ? { result: {}, timeline: endModal(timeline, qAccept), changed: [id] }
      : { result: {} }
  }),
  ResetMadeSelections: objectCommand({}, ({ scope }, { id }) => {
    const { timeline } = scope.moment
    return timeline.modal?.objectId === id ? { result: {}, timeline: resetModal(timeline) } : { result: {} }
  }),
  ClearSelections: onFields(clearField),
  Lock: onFields((state, field) => setLocked(state, field, true)),
  Unlock: onFields((state, field) => setLocked(state, field, false)),
}
