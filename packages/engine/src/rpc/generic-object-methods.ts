import { deepestJson, isTooDeep, UnderstudyError } from '@understudy/contract'
import { arrayOf, type Json, type JsonObject, objectOf, textOf } from '../json.js'
import { type Patch, type PatchOperation, patched } from '../json-pointer.js'
import { composeLayout } from '../objects/layout/compose-layout.js'
import {
  ancestorIds,
  childIdsOf,
  effectiveProperties,
  extendingIds,
  type ObjectEntry,
  type ObjectStore,
  withEntry,
  withoutObject,
  withSessionObject,
} from '../objects/object-store.js'
import type { Scope } from '../objects/scope.js'
import { objectEntry } from './definition-at.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { arrayOfParameter, boolean, object, optional, text } from './parameters.js'
import { newObjectTree, newObjectTrees, refuseTooManyObjects } from './session-object.js'

const objectQuery = query<'GenericObject'>()
const objectCommand = command<'GenericObject'>()

/** Patches of one call, and soft patches of one object: each layout applies them. */
const maxPatches = 2_000

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

const patchOf = (patch: JsonObject): Patch => {
  const operation = operations.get(patch.qOp)
  if (!operation) throw new UnderstudyError('QIX-IMPOSSIBLE', 'qOp must be Add, Remove or Replace')
  const path = textOf(patch.qPath)
  if (path === '/qInfo' || path.startsWith('/qInfo/'))
    throw new UnderstudyError('QIX-IMPOSSIBLE', 'qInfo cannot be patched')
  return { operation, path, value: operation === 'Remove' ? null : patchValue(textOf(patch.qValue)) }
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right)

/** An object and those that extend it, which change with it. */
const withExtending = (objects: ObjectStore, id: string): readonly string[] => [id, ...extendingIds(objects, id)]

/** Charts write back what they have read: what stays the same must not make their layout change again. */
const withProperties = (scope: Scope, entry: ObjectEntry, next: Partial<ObjectEntry>): Outcome => {
  const changed = { ...entry, ...next }
  const stays = same(entry.properties, changed.properties) && same(entry.softPatches, changed.softPatches)
  if (stays) return { result: {} }
  // A definition that changes says anew which field of a group is shown.
  const objects = withEntry(scope.objects, { ...changed, stepped: new Map() })
  return { result: {}, objects, changed: withExtending(objects, entry.id) }
}

const unfollowable = new UnderstudyError('QIX-IMPOSSIBLE', 'qPath of a patch leads nowhere in the properties')

const applyPatches = (scope: Scope, id: string, patches: readonly Patch[], soft: boolean): Outcome => {
  const entry = objectEntry(scope, id)
  if (!soft) {
    const properties = patched(entry.properties, patches)
    if (!properties) throw unfollowable
    return withProperties(scope, entry, { properties })
  }
  const paths = new Set(patches.map(({ path }) => path))
  const softPatches = [...entry.softPatches.filter(({ path }) => !paths.has(path)), ...patches]
  if (softPatches.length > maxPatches)
    throw new UnderstudyError('QIX-LIMIT', `an object has at most ${maxPatches} soft patches`)
  if (!patched(entry.properties, softPatches)) throw unfollowable
  return withProperties(scope, entry, { softPatches })
}

/** The tree of an object; what is in it again through what it extends is left out, as it would never end. */
const treeLayout = (objects: ObjectStore, entry: ObjectEntry, around: readonly string[] = []): JsonObject => {
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
const sameInfo = (entry: ObjectEntry, properties: JsonObject): JsonObject => ({
  ...properties,
  qInfo: { ...objectOf(properties.qInfo), qId: entry.id, qType: entry.type },
})

const setTree = (call: Call, id: string, tree: JsonObject): Outcome => {
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

const createChild = (call: Call, parentId: string, properties: JsonObject): Outcome => {
  const tree = newObjectTree(call, properties, parentId)
  const { qId, qType } = objectOf(tree.properties.qInfo)
  const objects = withSessionObject(call.scope.objects, tree, parentId)
  refuseTooManyObjects(call, objects)
  return {
    result: { qInfo: { qId: qId ?? '', qType: qType ?? '' } },
    objects,
    changed: withExtending(objects, parentId),
  }
}

const destroyChildren = (scope: Scope, id: string, ids: readonly string[]): Outcome => {
  const own = new Set(objectEntry(scope, id).childIds)
  const gone = ids.filter((child) => own.has(child) && scope.objects.get(child)?.origin === 'session')
  if (gone.length === 0) return { result: { qSuccess: false } }
  const objects = gone.reduce(withoutObject, scope.objects)
  return { result: { qSuccess: true }, objects, changed: withExtending(objects, id) }
}

/**
 * Methods of a generic object that read and change its properties. Changes of objects that the app stores live in this
 * session only: the app folder is never written.
 */
export const genericObjectMethods: Methods<'GenericObject'> = {
  GetLayout: objectQuery({}, async ({ scope }, { id }) => ({
    qLayout: await composeLayout(scope, objectEntry(scope, id)),
  })),
  GetProperties: objectQuery({}, ({ scope }, { id }) => ({ qProp: objectEntry(scope, id).properties })),
  GetEffectiveProperties: objectQuery({}, ({ scope }, { id }) => ({
    qProp: effectiveProperties(scope.objects, objectEntry(scope, id)),
  })),
  GetFullPropertyTree: objectQuery({}, ({ scope }, { id }) => ({
    qPropEntry: treeLayout(scope.objects, objectEntry(scope, id)),
  })),
  GetInfo: objectQuery({}, ({ scope }, { id }) => {
    const { type } = objectEntry(scope, id)
    return { qInfo: { qId: id, qType: type } }
  }),
  SetProperties: objectCommand({ qProp: object }, ({ scope }, { id }, { qProp }) => {
    const entry = objectEntry(scope, id)
    return withProperties(scope, entry, { properties: sameInfo(entry, qProp) })
  }),
  SetFullPropertyTree: objectCommand({ qPropEntry: object }, (call, { id }, { qPropEntry }) =>
    setTree(call, id, qPropEntry),
  ),
  ApplyPatches: objectCommand(
    { qPatches: arrayOfParameter(object, maxPatches), qSoftPatch: optional(boolean, false) },
    ({ scope }, { id }, { qPatches, qSoftPatch }) => applyPatches(scope, id, qPatches.map(patchOf), qSoftPatch),
  ),
  ClearSoftPatches: objectCommand({}, ({ scope }, { id }) =>
    withProperties(scope, objectEntry(scope, id), { softPatches: [] }),
  ),
  GetChild: objectQuery({ qId: text }, (call, { id }, { qId }) => {
    const { objects } = call.scope
    const child = childIdsOf(objects, objectEntry(call.scope, id)).includes(qId) ? objects.get(qId) : undefined
    return child ? referenceTo(call, { kind: 'GenericObject', id: qId }, child.type, qId) : noReference
  }),
  GetChildInfos: objectQuery({}, ({ scope }, { id }) => ({
    qInfos: childIdsOf(scope.objects, objectEntry(scope, id)).map((qId) => ({
      qId,
      qType: scope.objects.get(qId)?.type ?? '',
    })),
  })),
  CreateChild: objectCommand({ qProp: object }, (call, { id }, { qProp }) => createChild(call, id, qProp)),
  DestroyChild: objectCommand({ qId: text }, ({ scope }, { id }, { qId }) => destroyChildren(scope, id, [qId])),
  DestroyAllChildren: objectCommand({}, ({ scope }, { id }) => ({
    ...destroyChildren(scope, id, objectEntry(scope, id).childIds),
    result: {},
  })),
  GetLinkedObjects: objectQuery({}, ({ scope: { objects } }, { id }) => ({
    qItems: extendingIds(objects, id).map((qId) => ({
      qRootId: [...ancestorIds(objects, qId)].at(-1) ?? qId,
      qInfo: { qId, qType: objects.get(qId)?.type ?? '' },
    })),
  })),
  GetSnapshotObject: objectQuery({}, () => noReference),
}
