import type { ObjectStore } from '../objects/object-store.js'
import type { HandleNotice } from '../rpc/envelope.js'
import type { Target } from '../rpc/target.js'
import type { HandleTable } from './handle-table.js'
import type { Impact } from './session-state.js'

const dependsOnSelections = ({ kind }: Target): boolean =>
  kind === 'GenericObject' || kind === 'Doc' || kind === 'GenericVariable'

/**
 * What a change means for the handles of one connection; handles of objects that are no more are closed. Clients keep a
 * layout until its handle is named here, so naming too many costs a request and naming too few shows wrong numbers.
 */
export const handleNotice = (handles: HandleTable, impact: Impact, objects: ObjectStore): HandleNotice => {
  const close = handles.handles((target) => target.kind === 'GenericObject' && !objects.has(target.id))
  for (const handle of close) handles.close(handle)
  const change = handles.handles((target) =>
    target.kind === 'GenericObject' && impact.objects.has(target.id)
      ? true
      : impact.everything && dependsOnSelections(target),
  )
  return { change, close }
}
