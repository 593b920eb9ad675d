import type { JsonObject } from '../../json.js'
import type { Patch } from '../../json-pointer.js'
import type { ObjectStore } from '../object-store.js'

const patchLayout = ({ operation, path, value }: Patch): JsonObject => ({
  qOp: operation,
  qPath: path,
  qValue: operation === 'Remove' ? '' : JSON.stringify(value),
})

/** `qPatches` of a bookmark: the soft patches that it gives objects. */
export const patchesLayout = (
  objects: ObjectStore,
  patches: ReadonlyMap<string, readonly Patch[]>,
): readonly JsonObject[] =>
  [...patches].map(([qId, own]) => ({
    qInfo: { qId, qType: objects.get(qId)?.type ?? '' },
    qPatches: own.map(patchLayout),
    qChildren: [],
  }))
