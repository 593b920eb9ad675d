import { UnderstudyError } from '@understudy/contract'
import { isJsonObject, type Json, type JsonObject, objectOf, textOf } from '../json.js'
import { childIdsOf, type ObjectStore, withEntry, withoutObject, withSessionObject } from '../objects/object-store.js'
import type { Scope } from '../objects/scope.js'
import { objectEntry } from './definition-at.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { anything, arrayOfParameter, object, optional, text } from './parameters.js'
import { sameInfo, withExtending } from './property-tree.js'
import { newObjectTree, refuseTooManyObjects } from './session-object.js'

const objectQuery = query<'GenericObject'>()
const objectCommand = command<'GenericObject'>()

/** New properties of the parent, which a call that changes its children may bring along. */
const forParent = { qPropForThis: optional<Json>(anything, null) }

const withParent = (objects: ObjectStore, id: string, properties: Json): ObjectStore => {
  const entry = objects.get(id)
  return entry && isJsonObject(properties)
    ? withEntry(objects, { ...entry, properties: sameInfo(entry, properties) })
    : objects
}

const createChild = (call: Call, parentId: string, properties: JsonObject, ofParent: Json): Outcome => {
  const tree = newObjectTree(call, properties, parentId)
  const { qId, qType } = objectOf(tree.properties.qInfo)
  const [id, type] = [textOf(qId), textOf(qType)]
  const objects = withParent(withSessionObject(call.scope.objects, tree, parentId), parentId, ofParent)
  refuseTooManyObjects(call, objects)
  return {
    result: { ...referenceTo(call, { kind: 'GenericObject', id }, type, id), qInfo: { qId: id, qType: type } },
    objects,
    changed: withExtending(objects, parentId),
  }
}

const destroyChildren = (scope: Scope, id: string, ids: readonly string[], ofParent: Json): Outcome => {
  const own = new Set(objectEntry(scope, id).childIds)
  const gone = ids.filter((child) => own.has(child) && scope.objects.get(child)?.origin === 'session')
  if (gone.length === 0) return { result: { qSuccess: false } }
  const objects = withParent(gone.reduce(withoutObject, scope.objects), id, ofParent)
  return { result: { qSuccess: true }, objects, changed: withExtending(objects, id) }
}

const namesAllOnce = (ids: readonly string[], childIds: readonly string[]): boolean =>
  JSON.stringify([...ids].sort()) === JSON.stringify([...childIds].sort())

/** Methods of a generic object that concern the objects in it, and the one around it. */
export const childMethods: Methods<'GenericObject'> = {
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
  GetParent: objectQuery({}, (call, { id }) => {
    const { objects } = call.scope
    const parent = objects.get(objectEntry(call.scope, id).parentId ?? '')
    return parent ? referenceTo(call, { kind: 'GenericObject', id: parent.id }, parent.type, parent.id) : noReference
  }),
  CreateChild: objectCommand({ qProp: object, ...forParent }, (call, { id }, { qProp, qPropForThis }) =>
    createChild(call, id, qProp, qPropForThis),
  ),
  DestroyChild: objectCommand({ qId: text, ...forParent }, ({ scope }, { id }, { qId, qPropForThis }) =>
    destroyChildren(scope, id, [qId], qPropForThis),
  ),
  DestroyAllChildren: objectCommand(forParent, ({ scope }, { id }, { qPropForThis }) => ({
    ...destroyChildren(scope, id, objectEntry(scope, id).childIds, qPropForThis),
    result: {},
  })),
  SetChildArrayOrder: objectCommand({ qIds: arrayOfParameter(text) }, ({ scope }, { id }, { qIds }) => {
    const entry = objectEntry(scope, id)
    if (!namesAllOnce(qIds, entry.childIds))
      throw new UnderstudyError('QIX-PARAMS', 'qIds must name each child of the object once')
    const objects = withEntry(scope.objects, { ...entry, childIds: qIds })
    return { result: {}, objects, changed: withExtending(scope.objects, id) }
  }),
}
