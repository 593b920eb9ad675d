import { UnderstudyError } from '@understudy/contract'
import { arrayOf, type JsonObject, objectOf } from '../json.js'
import { limits } from '../limits.js'
import {
  childIdsOf,
  extendingIds,
  type ObjectEntry,
  type ObjectStore,
  withEntry,
  withoutObject,
  withSessionObject,
} from '../objects/object-store.js'
import { objectEntry } from './definition-at.js'
import type { Call, Outcome } from './method.js'
import { newObjectTrees, refuseTooManyObjects } from './session-object.js'

const maxDepth = limits.treeDepth.most

/** An object and those that extend it, which change with it. */
export const withExtending = (objects: ObjectStore, id: string): readonly string[] => [id, ...extendingIds(objects, id)]

/**
 * The tree of an object; what is in it again through what it extends is left out, as it would never end. Objects that
 * extend the same one have its children each, and those theirs: a tree may be far larger than the session.
 *
 * @throws UnderstudyError `QIX-IMPOSSIBLE` for a tree that is too deep, `QIX-LIMIT` for one of more objects than a session
 *   or the app holds
 */
export const treeLayout = (
  { scope: { objects }, limits: { sessionObjects } }: Call,
  entry: ObjectEntry,
): JsonObject => {
  const most = Math.max(sessionObjects, objects.size)
  let nodes = 0
  const nodeOf = (of: ObjectEntry, around: readonly string[]): JsonObject => {
    if (around.length > maxDepth) throw new UnderstudyError('QIX-IMPOSSIBLE', `objects nest at most ${maxDepth} levels`)
    nodes += 1
    if (nodes > most) throw new UnderstudyError('QIX-LIMIT', `a property tree has at most ${most} objects`)
    const path = [...around, of.id]
    return {
      qProperty: of.properties,
      qChildren: childIdsOf(objects, of).flatMap((id) => {
        const child = path.includes(id) ? undefined : objects.get(id)
        return child ? [nodeOf(child, path)] : []
      }),
    }
  }
  return nodeOf(entry, [])
}

/** The same object, whatever the new properties call themselves. */
export const sameInfo = (entry: ObjectEntry, properties: JsonObject): JsonObject => ({
  ...properties,
  qInfo: { ...objectOf(properties.qInfo), qId: entry.id, qType: entry.type },
})

/**
 * Gives an object the properties and children of a tree, in place of those that it has.
 *
 * @throws UnderstudyError what {@link newObjectTrees} throws
 */
export const setTree = (call: Call, id: string, tree: JsonObject): Outcome => {
  const { scope } = call
  const entry = objectEntry(scope, id)
  const properties = sameInfo(entry, objectOf(tree.qProperty))
  const children = newObjectTrees(call, arrayOf(tree.qChildren).map(objectOf), id)
  let objects = entry.childIds.reduce(withoutObject, scope.objects)
  objects = withEntry(objects, { ...entry, properties, childIds: [] })
  for (const child of children) objects = withSessionObject(objects, child, id)
  refuseTooManyObjects(call, objects)
  return { result: {}, objects, changed: withExtending(objects, id) }
}
