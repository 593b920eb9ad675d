import { type JsonObject, objectOf, textOf } from '../json.js'
import { type Patch, patched } from '../json-pointer.js'
import type { AppDefinition, PropertyTree } from './app-definition.js'
import type { ExpandedCube } from './pivot/expansion.js'

/** A generic object as one engine session sees it. What is stored in the app folder never changes through it. */
export interface ObjectEntry {
  readonly id: string
  readonly type: string
  /** `app`: from the app folder, the same for everyone. `session`: made by a client, gone with the session. */
  readonly origin: 'app' | 'session'
  readonly parentId: string | null
  readonly childIds: readonly string[]
  readonly properties: JsonObject
  readonly softPatches: readonly Patch[]
  /** Search texts of its list objects, by path. */
  readonly searches: ReadonlyMap<string, string>
  /** What is expanded in its pivot tables, by path. */
  readonly expanded: ReadonlyMap<string, ExpandedCube>
  /** Which fields of cyclic groups were stepped to in its cubes, by path. */
  readonly stepped: ReadonlyMap<string, SteppedFields>
}

/** Positions of fields in their groups, by the position of the dimension. */
export type SteppedFields = ReadonlyMap<number, number>

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
    expanded: new Map(),
    stepped: new Map(),
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
 * Adds a session object with its children, in place of session objects of the same ids: clients create their lists by
 * fixed ids, and two of them on one session mean the same list. Every id must be set and distinct from the others; none
 * may be stored in the app or be that of the parent or of what the parent is in.
 */
export const withSessionObject = (store: ObjectStore, tree: PropertyTree, parentId: string | null): ObjectStore => {
  const entries = entriesOf(tree, 'session', parentId)
  const replaced = entries.filter(({ id }) => store.has(id)).map(({ id }) => id)
  const next = new Map(replaced.reduce(withoutObject, store))
  for (const entry of entries) next.set(entry.id, entry)
  const parent = parentId === null ? undefined : next.get(parentId)
  if (parent && !parent.childIds.includes(idOf(tree)))
    next.set(parent.id, { ...parent, childIds: [...parent.childIds, idOf(tree)] })
  return next
}

/** The ids of an object and of everything below it, each once. */
export const treeIds = (store: ObjectStore, id: string): ReadonlySet<string> => {
  const found = new Set(store.has(id) ? [id] : [])
  // A set is walked to its end, also through what is added on the way.
  for (const next of found) for (const child of store.get(next)?.childIds ?? []) if (store.has(child)) found.add(child)
  return found
}

/** The ids of an object and of everything that it is in, each once. */
export const ancestorIds = (store: ObjectStore, id: string): ReadonlySet<string> => {
  const found = new Set([id])
  for (const next of found) {
    const parentId = store.get(next)?.parentId ?? null
    if (parentId !== null) found.add(parentId)
  }
  return found
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

/** Entries never change: what a layout patches, the next one need not. */
const patchedOnce = new WeakMap<ObjectEntry, JsonObject>()

const patchedProperties = (entry: ObjectEntry): JsonObject => {
  if (entry.softPatches.length === 0) return entry.properties
  const known = patchedOnce.get(entry)
  if (known) return known
  const made = patched(entry.properties, entry.softPatches) ?? entry.properties
  patchedOnce.set(entry, made)
  return made
}

/**
 * The properties that count: those of the master object that `qExtendsId` names, overlaid by the object's own, with its
 * soft patches applied.
 */
export const effectiveProperties = (store: ObjectStore, entry: ObjectEntry): JsonObject => {
  const own = patchedProperties(entry)
  const [, ...bases] = extensionsOf(store, entry)
  return Object.assign({}, ...bases.map(({ properties }) => properties).reverse(), own)
}

/** The object itself and the master objects that it extends, one after the other, each once. */
const extensionsOf = (store: ObjectStore, entry: ObjectEntry): readonly ObjectEntry[] => {
  const found = new Set([entry])
  for (const { properties } of found) {
    const base = store.get(textOf(properties.qExtendsId))
    if (base) found.add(base)
  }
  return [...found]
}

/**
 * The ids of an object's children: its own or, where it has none, those of the master object that it extends. So a linked
 * filter pane shows the list boxes of its master.
 */
export const childIdsOf = (store: ObjectStore, entry: ObjectEntry): readonly string[] =>
  extensionsOf(store, entry).find(({ childIds }) => childIds.length > 0)?.childIds ?? []

/** The ids of the objects that extend one, at first hand or through others: their layouts change with its. */
export const extendingIds = (store: ObjectStore, id: string): readonly string[] =>
  [...store.values()].flatMap((entry) =>
    entry.id !== id && extensionsOf(store, entry).some((base) => base.id === id) ? [entry.id] : [],
  )

/** The id of a master object that is to be extended but is not there; `undefined` where none is missing. */
export const missingExtension = (store: ObjectStore, entry: ObjectEntry): string | undefined =>
  extensionsOf(store, entry)
    .map(({ properties }) => textOf(properties.qExtendsId))
    .find((id) => id !== '' && !store.has(id))
