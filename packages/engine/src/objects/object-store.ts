import { type Json, type JsonObject, objectOf, textOf } from '../json.js'
import { type PatchOperation, patched } from '../json-pointer.js'
import type { AppDefinition, PropertyTree } from './app-definition.js'

export interface PropertyPatch {
  readonly operation: PatchOperation
  /** RFC 6901 pointer into the properties. */
  readonly path: string
  /** The parsed `qValue`. */
  readonly value: Json
}

/** A generic object as one engine session sees it. What is stored in the app folder never changes through it. */
export interface ObjectEntry {
  readonly id: string
  readonly type: string
  /** `app`: from the app folder, the same for everyone. `session`: made by a client, gone with the session. */
  readonly origin: 'app' | 'session'
  readonly parentId: string | null
  readonly childIds: readonly string[]
  readonly properties: JsonObject
  readonly softPatches: readonly PropertyPatch[]
  /** Search texts of its list objects, by path. */
  readonly searches: ReadonlyMap<string, string>
}

/** All generic objects of one engine session by id, in the order of the app folder. */
export type ObjectStore = ReadonlyMap<string, ObjectEntry>

const entryOf = (
  properties: JsonObject,
  origin: ObjectEntry['origin'],
  parentId: string | null,
  childIds: readonly string[],
): ObjectEntry => {
  const info = objectOf(properties.qInfo)
  return {
    id: textOf(info.qId),
    type: textOf(info.qType),
    origin,
    parentId,
    childIds,
    properties,
    softPatches: [],
    searches: new Map(),
  }
}

const idOf = (tree: PropertyTree): string => textOf(objectOf(tree.properties.qInfo).qId)

const entriesOf = (
  tree: PropertyTree,
  origin: ObjectEntry['origin'],
  parentId: string | null,
): readonly ObjectEntry[] => [
  entryOf(tree.properties, origin, parentId, tree.children.map(idOf)),
  ...tree.children.flatMap((child) => entriesOf(child, origin, idOf(tree))),
]

/** The objects that an app folder stores. */
export const storedObjects = (app: AppDefinition): ObjectStore =>
  new Map(app.objects.flatMap((tree) => entriesOf(tree, 'app', null)).map((entry) => [entry.id, entry]))

/**
 * Adds a session object with its children, in place of a session object of the same id: clients create their lists by
 * fixed ids, and two of them on one session mean the same list. Every id must be set and none may be stored in the app.
 */
export const withSessionObject = (store: ObjectStore, tree: PropertyTree, parentId: string | null): ObjectStore => {
  const next = new Map(withoutObject(store, idOf(tree)))
  for (const entry of entriesOf(tree, 'session', parentId)) next.set(entry.id, entry)
  const parent = parentId === null ? undefined : next.get(parentId)
  if (parent && !parent.childIds.includes(idOf(tree)))
    next.set(parent.id, { ...parent, childIds: [...parent.childIds, idOf(tree)] })
  return next
}

/** The ids of an object and of everything below it. */
export const treeIds = (store: ObjectStore, id: string): readonly string[] => {
  const entry = store.get(id)
  return entry ? [id, ...entry.childIds.flatMap((child) => treeIds(store, child))] : []
}

/** Removes an object with everything below it, and from its parent's children. */
export const withoutObject = (store: ObjectStore, id: string): ObjectStore => {
  const next = new Map(store)
  for (const gone of treeIds(store, id)) next.delete(gone)
  const parent = next.get(store.get(id)?.parentId ?? '')
  if (parent) next.set(parent.id, { ...parent, childIds: parent.childIds.filter((child) => child !== id) })
  return next
}

/** Replaces an entry, found by its id. */
export const withEntry = (store: ObjectStore, entry: ObjectEntry): ObjectStore => new Map(store).set(entry.id, entry)

/** Applies patches to properties. `undefined` where one of them cannot be followed: then none is applied. */
export const patchedProperties = (
  properties: JsonObject,
  patches: readonly PropertyPatch[],
): JsonObject | undefined => {
  let result: JsonObject | undefined = properties
  for (const { operation, path, value } of patches) result = result && patched(result, operation, path, value)
  return result
}

/**
 * The properties that count: those of the master object that `qExtendsId` names, overlaid by the object's own, with its
 * soft patches applied.
 */
export const effectiveProperties = (store: ObjectStore, entry: ObjectEntry): JsonObject => {
  const own = patchedProperties(entry.properties, entry.softPatches) ?? entry.properties
  return extended(store, own, new Set([entry.id]))
}

const extended = (store: ObjectStore, properties: JsonObject, seen: ReadonlySet<string>): JsonObject => {
  const baseId = textOf(properties.qExtendsId)
  const base = baseId === '' || seen.has(baseId) ? undefined : store.get(baseId)
  if (!base) return properties
  return { ...extended(store, base.properties, new Set([...seen, baseId])), ...properties }
}
