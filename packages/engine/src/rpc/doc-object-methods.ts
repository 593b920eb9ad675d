import { booleanOf, isJsonObject, type Json, type JsonObject, objectOf, textOf } from '../json.js'
import { objectItem } from '../objects/layout/list-layouts.js'
import { withoutObject, withSessionObject } from '../objects/object-store.js'
import { inSheetOrder } from '../objects/sheet-order.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { noReference, referenceTo } from './object-reference.js'
import { object, optional, text } from './parameters.js'
import { newObjectTree, refuseTooManyObjects } from './session-object.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()

const objectReference = (call: Call, id: string): JsonObject => {
  const entry = call.scope.objects.get(id)
  return entry ? referenceTo(call, { kind: 'GenericObject', id }, entry.type, id) : noReference
}

const createSessionObject = (call: Call, properties: JsonObject): Outcome => {
  const tree = newObjectTree(call, properties, null)
  const { qId, qType } = objectOf(tree.properties.qInfo)
  const id = textOf(qId)
  const objects = withSessionObject(call.scope.objects, tree, null)
  refuseTooManyObjects(call, objects)
  return { result: referenceTo(call, { kind: 'GenericObject', id }, textOf(qType), id), objects, changed: [id] }
}

const destroySessionObject = (call: Call, id: string): Outcome => {
  const entry = call.scope.objects.get(id)
  if (entry?.origin !== 'session') return { result: { qSuccess: false } }
  return { result: { qSuccess: true }, objects: withoutObject(call.scope.objects, id) }
}

/** Methods of the app that find, create and destroy objects, master items and variables. */
export const docObjectMethods: Methods<'Doc'> = {
  GetObject: docQuery({ qId: text }, (call, _, { qId }) => objectReference(call, qId)),
  GetObjects: docQuery({ qOptions: optional(object, {}) }, async (call, _, { qOptions }) => {
    const types = new Set((Array.isArray(qOptions.qTypes) ? (qOptions.qTypes as readonly Json[]) : []).map(textOf))
    const entries = [...call.scope.objects.values()].filter(
      ({ type, origin }) =>
        (types.size === 0 || types.has(type)) && (origin === 'app' || booleanOf(qOptions.qIncludeSessionObjects)),
    )
    const ordered = inSheetOrder(call.scope.objects, entries)
    return { qList: await Promise.all(ordered.map((entry) => objectItem(call.scope, entry, qOptions))) }
  }),
  GetAllInfos: docQuery({}, ({ scope }) => ({
    qInfos: [
      ...inSheetOrder(scope.objects, [...scope.objects.values()]).map(({ id, type }) => ({ qId: id, qType: type })),
      ...[...scope.app.dimensions, ...scope.app.measures, ...scope.app.variables, ...scope.app.bookmarks].flatMap(
        ({ qInfo }) => (isJsonObject(qInfo) ? [qInfo] : []),
      ),
    ],
  })),
  CreateSessionObject: docCommand({ qProp: object }, (call, _, { qProp }) => createSessionObject(call, qProp)),
  GetOrCreateObject: docCommand({ qProp: object }, (call, _, { qProp }) => {
    const id = textOf(objectOf(qProp.qInfo).qId)
    return call.scope.objects.has(id) ? { result: objectReference(call, id) } : createSessionObject(call, qProp)
  }),
  DestroySessionObject: docCommand({ qId: text }, (call, _, { qId }) => destroySessionObject(call, qId)),
  GetDimension: docQuery({ qId: text }, (call, _, { qId }) =>
    call.scope.library.dimension(qId)
      ? referenceTo(call, { kind: 'GenericDimension', id: qId }, 'dimension', qId)
      : noReference,
  ),
  GetMeasureWithLabel: docQuery({ qLabel: text }, (call, _, { qLabel }) => {
    const labelled = call.scope.app.measures.find(({ qMeasure }) => textOf(objectOf(qMeasure).qLabel) === qLabel)
    const id = textOf(objectOf(labelled?.qInfo).qId)
    return labelled ? referenceTo(call, { kind: 'GenericMeasure', id }, 'measure', id) : noReference
  }),
  GetMeasure: docQuery({ qId: text }, (call, _, { qId }) =>
    call.scope.library.measure(qId)
      ? referenceTo(call, { kind: 'GenericMeasure', id: qId }, 'measure', qId)
      : noReference,
  ),
}
