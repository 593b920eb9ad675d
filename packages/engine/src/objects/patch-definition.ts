import { deepestJson, isTooDeep, UnderstudyError } from '@understudy/contract'
import { type Json, type JsonObject, textOf } from '../json.js'
import type { Patch, PatchOperation } from '../json-pointer.js'
import { limits } from '../limits.js'

/** Patches of one call, and soft patches of one object: each layout applies them. */
export const maxPatches = limits.patches.most

const operations = new Map<Json | undefined, PatchOperation>([
  ['Add', 'Add'],
  ['add', 'Add'],
  [0, 'Add'],
  ['Remove', 'Remove'],
  ['remove', 'Remove'],
  [1, 'Remove'],
  ['Replace', 'Replace'],
  ['replace', 'Replace'],
  [2, 'Replace'],
])

const patchValue = (text: string): Json => {
  if (isTooDeep(text)) throw new UnderstudyError('QIX-PARAMS', `qValue is nested more than ${deepestJson} levels deep`)
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new UnderstudyError('QIX-IMPOSSIBLE', 'qValue must be JSON text')
  }
}

/**
 * Reads a patch of properties: `qOp`, `qPath` and the JSON text of `qValue`.
 *
 * @throws UnderstudyError `QIX-IMPOSSIBLE`, `QIX-PARAMS`
 */
export const patchOf = (patch: JsonObject): Patch => {
  const operation = operations.get(patch.qOp)
  if (!operation) throw new UnderstudyError('QIX-IMPOSSIBLE', 'qOp must be Add, Remove or Replace')
  const path = textOf(patch.qPath)
  if (path === '/qInfo' || path.startsWith('/qInfo/'))
    throw new UnderstudyError('QIX-IMPOSSIBLE', 'qInfo cannot be patched')
  return { operation, path, value: operation === 'Remove' ? null : patchValue(textOf(patch.qValue)) }
}
