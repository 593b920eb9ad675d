import { describeFields } from '../../evaluate/visible-fields.js'
import { type Json, type JsonObject, objectOf, textOf } from '../../json.js'
import { valueAt } from '../../json-pointer.js'
import { childIdsOf, effectiveProperties, type ObjectEntry } from '../object-store.js'
import type { Scope } from '../scope.js'
import { inSheetOrder } from '../sheet-order.js'
import { metaLayout } from './meta-layout.js'

/** The `qData` of an item: for each member of the definition's `qData`, what its path leads to in the properties. */
const dataOf = (definition: JsonObject, properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(objectOf(definition.qData)).map(([name, path]) => [
      name,
      valueAt(layoutNamed(properties), textOf(path)),
    ]),
  )

/** Paths of `qData` name members as the layout does: `/qMeta/title` where the properties say `qMetaDef`. */
const layoutNamed = (properties: JsonObject): JsonObject => ({ ...properties, qMeta: properties.qMetaDef })

const itemOf = (properties: JsonObject, origin: 'app' | 'session', definition: JsonObject): JsonObject => {
  const info = objectOf(properties.qInfo)
  return {
    qInfo: { qId: textOf(info.qId), qType: textOf(info.qType) },
    qMeta: metaLayout(properties.qMetaDef, textOf(info.qId), origin),
    qData: dataOf(definition, properties),
  }
}

const objectItem = (scope: Scope, entry: ObjectEntry, definition: JsonObject): JsonObject =>
  itemOf(effectiveProperties(scope.objects, entry), entry.origin, definition)

/**
 * `qAppObjectList`: the stored objects of a type; all but children of others where the type is empty. Sheets come in their
 * own order.
 */
export const appObjectList = (scope: Scope, value: Json): JsonObject => {
  const definition = objectOf(value)
  const type = textOf(definition.qType)
  const entries = [...scope.objects.values()].filter(
    (entry) => entry.origin === 'app' && (type === '' ? entry.parentId === null : entry.type === type),
  )
  return { qItems: inSheetOrder(scope.objects, entries).map((entry) => objectItem(scope, entry, definition)) }
}

/** `qChildList` of an object. */
export const childList = (scope: Scope, value: Json, parent: ObjectEntry): JsonObject => ({
  qItems: childIdsOf(scope.objects, parent).flatMap((id) => {
    const entry = scope.objects.get(id)
    return entry ? [objectItem(scope, entry, objectOf(value))] : []
  }),
})

/** `qDimensionList`: the master dimensions. */
export const dimensionList = (scope: Scope, value: Json): JsonObject => ({
  qItems: scope.app.dimensions.map((properties) => itemOf(properties, 'app', objectOf(value))),
})

/** `qMeasureList`: the master measures. */
export const measureList = (scope: Scope, value: Json): JsonObject => ({
  qItems: scope.app.measures.map((properties) => itemOf(properties, 'app', objectOf(value))),
})

/** `qVariableList`: the variables of the app and of the session. */
export const variableList = (scope: Scope, value: Json): JsonObject => ({
  qItems: [...scope.variables.values()].map((variable) => ({
    ...itemOf(variable.properties, variable.origin, objectOf(value)),
    qName: variable.name,
    qDescription: textOf(variable.properties.qComment),
    qDefinition: variable.definition,
    qIsScriptCreated: false,
    qIsReserved: false,
    qIsConfig: false,
  })),
})

/** `qBookmarkList`: the bookmarks of the app and of the session, without what they select. */
export const bookmarkList = (scope: Scope, value: Json): JsonObject => ({
  qItems: [...scope.bookmarks.values()].map(({ properties, origin }) => itemOf(properties, origin, objectOf(value))),
})

/** `qFieldList`: the fields that exist for this principal. What is omitted for them is not there. */
export const fieldList = async ({ moment }: Scope): Promise<JsonObject> => {
  const fields = await describeFields(moment.view)
  const items = fields.map((field) => ({
    qName: field.name,
    qReadableName: field.name,
    qCardinal: field.cardinality,
    qTags: field.tags,
    qSrcTables: field.tables,
    qIsNumeric: field.numeric,
    qIsHidden: false,
    qIsSystem: false,
    qIsSemantic: false,
    qIsDefinitionOnly: false,
    qIsDetail: false,
    qIsImplicit: false,
    qAndMode: false,
  }))
  return { qItems: items }
}

/** Lists of what apps do not have here: always empty. */
export const emptyList: JsonObject = { qItems: [] }
