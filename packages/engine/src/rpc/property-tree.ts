import { arrayOf, type JsonObject, objectOf } from '../json.js'
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

/** An object and those that extend it, which change with it. */
export const withExtending = (objects: ObjectStore, id: string): readonly string[] => [id, ...extendingIds(objects, id)]

/** The tree of an object; what is in it again through what it extends is left out, as it would never end. */
export const treeLayout = (objects: ObjectStore, entry: ObjectEntry, around: readonly string[] = []): JsonObject => {
  const path = [...around, entry.id]
  return {
    qProperty: entry.properties,
    qChildren: childIdsOf(objects, entry).flatMap((id) => {
      const child = path.includes(id) ? undefined : objects.get(id)
      return child ? [treeLayout(objects, child, path)] : []
    }),
  }
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
