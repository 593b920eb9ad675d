import { UnderstudyError } from '@understudy/contract'
import { arrayOf, type JsonObject, objectOf, textOf } from '../json.js'
import { limits } from '../limits.js'
import type { PropertyTree } from '../objects/app-definition.js'
import { ancestorIds, type ObjectStore } from '../objects/object-store.js'
import type { Call } from './method.js'

const maxDepth = limits.treeDepth.most

/**
 * Reads the property trees (`{qProperty, qChildren}`) that a client sends for new session objects. Ids that are absent,
 * or that the app uses itself, are replaced: no session object may pass for a stored one.
 *
 * @param parentId the object that they become children of, `null` for none
 * @throws UnderstudyError `QIX-IMPOSSIBLE` for an id that occurs twice or that an object around them has, and for too
 *   deep trees; `QIX-LIMIT` for more objects than a session holds
 */
export const newObjectTrees = (
  call: Call,
  entries: readonly JsonObject[],
  parentId: string | null,
): readonly PropertyTree[] => {
  const draft = draftOf(call, parentId)
  return entries.map((entry) => newTree(draft, entry, 0))
}

/** The one property tree of a new session object without children. */
export const newObjectTree = (call: Call, properties: JsonObject, parentId: string | null): PropertyTree =>
  newTree(draftOf(call, parentId), { qProperty: properties }, 0)

interface Draft {
  readonly call: Call
  /** The ids read so far, and those of the objects around. A tree that used one twice would lead back into itself. */
  readonly taken: Set<string>
  /** How many of them are those of the objects around. */
  readonly around: number
}

const draftOf = (call: Call, parentId: string | null): Draft => {
  const taken = new Set(parentId === null ? [] : ancestorIds(call.scope.objects, parentId))
  return { call, taken, around: taken.size }
}

const newTree = (draft: Draft, entry: JsonObject, depth: number): PropertyTree => {
  const { call, taken } = draft
  if (depth > maxDepth) throw new UnderstudyError('QIX-IMPOSSIBLE', `objects nest at most ${maxDepth} levels`)
  const properties = objectOf(entry.qProperty)
  const info = objectOf(properties.qInfo)
  const wanted = textOf(info.qId)
  const isStored = wanted === '' || call.scope.objects.get(wanted)?.origin === 'app'
  const qId = isStored ? call.createId() : wanted
  if (taken.has(qId)) throw new UnderstudyError('QIX-IMPOSSIBLE', 'a qId occurs twice in the tree of the object')
  taken.add(qId)
  // Counted while reading: a frame may hold far more objects than a session.
  refuseTooMany(call, taken.size - draft.around)
  const qInfo = { ...info, qId, qType: textOf(info.qType) }
  return {
    properties: { ...properties, qInfo },
    children: arrayOf(entry.qChildren).map((child) => newTree(draft, objectOf(child), depth + 1)),
  }
}

/** @throws UnderstudyError `QIX-LIMIT` where the session would hold more objects than it may. */
export const refuseTooManyObjects = (call: Call, objects: ObjectStore): void => {
  let count = 0
  for (const { origin } of objects.values()) if (origin === 'session') count += 1
  refuseTooMany(call, count)
}

const refuseTooMany = ({ limits }: Call, count: number): void => {
  if (count > limits.sessionObjects)
    throw new UnderstudyError('QIX-LIMIT', `a session holds at most ${limits.sessionObjects} session objects`)
}
