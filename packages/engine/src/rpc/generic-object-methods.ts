import { UnderstudyError } from '@understudy/contract'
import { type Patch, patched } from '../json-pointer.js'
import { composeLayout } from '../objects/layout/compose-layout.js'
import { linkedItems } from '../objects/linked-objects.js'
import { effectiveProperties, extendingIds, type ObjectEntry, withEntry } from '../objects/object-store.js'
import { maxPatches, patchOf } from '../objects/patch-definition.js'
import type { Scope } from '../objects/scope.js'
import { objectEntry } from './definition-at.js'
import { command, type Methods, type Outcome, query } from './method.js'
import { noReference } from './object-reference.js'
import { arrayOfParameter, boolean, object, optional } from './parameters.js'
import { sameInfo, setTree, treeLayout, withExtending } from './property-tree.js'

const objectQuery = query<'GenericObject'>()
const objectCommand = command<'GenericObject'>()

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right)

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
  GetFullPropertyTree: objectQuery({}, (call, { id }) => ({
    qPropEntry: treeLayout(call, objectEntry(call.scope, id)),
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
  GetLinkedObjects: objectQuery({}, ({ scope: { objects } }, { id }) => ({
    qItems: linkedItems(objects, extendingIds(objects, id)),
  })),
  GetSnapshotObject: objectQuery({}, () => noReference, 'none: there are no snapshots'),
}
