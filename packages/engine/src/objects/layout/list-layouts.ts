import { UnderstudyError } from '@understudy/contract'
import { describeFields, type FieldDescription } from '../../evaluate/visible-fields.js'
import { isJsonObject, type Json, type JsonObject, objectOf, textOf } from '../../json.js'
import { valueAt } from '../../json-pointer.js'
import { limits } from '../../limits.js'
import { expressionText } from '../attribute-columns.js'
import { listedBookmarks } from '../bookmarks.js'
import { childIdsOf, effectiveProperties, type ObjectEntry } from '../object-store.js'
import { inObject, type Scope } from '../scope.js'
import { inSheetOrder } from '../sheet-order.js'
import { evaluateExpression, expressionValue } from './expression.js'
import { metaLayout } from './meta-layout.js'
import { patchesLayout } from './patches-layout.js'

/**
 * The `qData` of an item: for each member of the definition's `qData`, what its path leads to in the properties; the value
 * of an expression where that is one.
 *
 * @throws UnderstudyError `QIX-PARAMS` for too many members
 */
export const dataOf = async (scope: Scope, definition: JsonObject, properties: JsonObject): Promise<JsonObject> => {
  const asked = Object.entries(objectOf(definition.qData))
  const { most } = limits.listMembers
  if (asked.length > most) throw new UnderstudyError('QIX-PARAMS', `qData has at most ${most} members`)
  const members = asked.map(async ([name, path]) => {
    const value = valueAt(layoutNamed(properties), textOf(path))
    return [name, textOf(path) === '/showCondition' ? await conditionValue(scope, value) : await shown(scope, value)]
  })
  return Object.fromEntries(await Promise.all(members))
}

const shown = async (scope: Scope, value: Json | undefined): Promise<Json | undefined> =>
  isJsonObject(value) ? ((await expressionValue(scope, value)) ?? value) : value

/** A condition is an expression with or without `=`. One that cannot be evaluated hides nothing. */
const conditionValue = async (scope: Scope, value: Json | undefined): Promise<Json | undefined> => {
  const { qStringExpression, qValueExpression } = objectOf(value)
  const condition = expressionText(qStringExpression ?? qValueExpression ?? value)
  if (condition === '') return value
  const outcome = await evaluateExpression(scope, condition)
  return outcome.ok ? (outcome.num ?? 0) : -1
}

/** Paths of `qData` name members as the layout does: `/qMeta/title` where the properties say `qMetaDef`. */
const layoutNamed = (properties: JsonObject): JsonObject => ({ ...properties, qMeta: properties.qMetaDef })

const itemOf = async (
  scope: Scope,
  properties: JsonObject,
  origin: 'app' | 'session',
  definition: JsonObject,
): Promise<JsonObject> => {
  const info = objectOf(properties.qInfo)
  return {
    qInfo: { qId: textOf(info.qId), qType: textOf(info.qType) },
    qMeta: metaLayout(properties.qMetaDef, textOf(info.qId), origin),
    qData: await dataOf(scope, definition, properties),
  }
}

/** An object in a list, with what `qData` of the list's definition asks for. */
export const objectItem = (scope: Scope, entry: ObjectEntry, definition: JsonObject): Promise<JsonObject> =>
  itemOf(inObject(scope, entry), effectiveProperties(scope.objects, entry), entry.origin, definition)

/**
 * `qAppObjectList`: the stored objects of a type; all but children of others where the type is empty. Sheets come in their
 * own order.
 */
export const appObjectList = async (scope: Scope, value: Json): Promise<JsonObject> => {
  const definition = objectOf(value)
  const type = textOf(definition.qType)
  const entries = [...scope.objects.values()].filter(
    (entry) => entry.origin === 'app' && (type === '' ? entry.parentId === null : entry.type === type),
  )
  const items = inSheetOrder(scope.objects, entries).map((entry) => objectItem(scope, entry, definition))
  return { qItems: await Promise.all(items) }
}

/** `qChildList` of an object. */
export const childList = async (scope: Scope, value: Json, parent: ObjectEntry): Promise<JsonObject> => {
  const children = childIdsOf(scope.objects, parent).flatMap((id) => scope.objects.get(id) ?? [])
  return { qItems: await Promise.all(children.map((entry) => objectItem(scope, entry, objectOf(value)))) }
}

/** `qDimensionList`: the master dimensions. */
export const dimensionList = (scope: Scope, value: Json): Promise<JsonObject> =>
  masterItems(scope, scope.app.dimensions, value)

const masterItems = async (scope: Scope, items: readonly JsonObject[], value: Json): Promise<JsonObject> => ({
  qItems: await Promise.all(items.map((properties) => itemOf(scope, properties, 'app', objectOf(value)))),
})

/** `qMeasureList`: the master measures. */
export const measureList = (scope: Scope, value: Json): Promise<JsonObject> =>
  masterItems(scope, scope.app.measures, value)

/** `qVariableList`: the variables of the app, and where the definition asks for them those of the session. */
export const variableList = async (scope: Scope, value: Json): Promise<JsonObject> => {
  const withSession = objectOf(value).qShowSession === true
  const listed = [...scope.variables.values()].filter(({ origin }) => withSession || origin === 'app')
  const items = listed.map(async (variable) => ({
    ...(await itemOf(scope, variable.properties, variable.origin, objectOf(value))),
    qName: variable.name,
    qDescription: textOf(variable.properties.qComment),
    qDefinition: variable.definition,
    qIsScriptCreated: false,
    qIsReserved: false,
    qIsConfig: false,
  }))
  return { qItems: await Promise.all(items) }
}

/** `qBookmarkList`: the bookmarks of the app and of the session, without what they select. */
export const bookmarkList = async (scope: Scope, value: Json): Promise<JsonObject> => {
  const items = listedBookmarks(scope.bookmarks).map(async ({ properties, origin, patches }) => ({
    ...(await itemOf(scope, properties, origin, objectOf(value))),
    ...(objectOf(value).qIncludePatches === true ? { qPatches: patchesLayout(scope.objects, patches) } : {}),
  }))
  return { qItems: await Promise.all(items) }
}

/** `qDerivedFieldData` of a field: what the declarations of the script make of it. */
const derivedFieldData = (fields: readonly FieldDescription[], { name }: FieldDescription): JsonObject => {
  const made = fields.flatMap(({ derived, ...field }) => (derived?.from === name ? [{ ...field, derived }] : []))
  const lists = [...new Set(made.map(({ derived }) => derived.definition))].map((definition) => ({
    qDerivedDefinitionName: definition,
    qFieldDefs: made
      .filter(({ derived }) => derived.definition === definition)
      .map((field) => ({
        qId: field.name,
        qName: field.name,
        qMethod: field.name.slice(name.length + definition.length + 2),
        qExpr: field.derived.formula,
        qTags: field.tags,
      })),
    qGroupDefs: [],
    qTags: [],
  }))
  return lists.length === 0 ? {} : { qDerivedFieldData: { qDerivedFieldLists: lists } }
}

/**
 * `qFieldList`: the fields that exist for this principal, those that are derived with the field that they are made from. What
 * is omitted for them is not there.
 */
export const fieldList = async ({ moment }: Scope, value: Json): Promise<JsonObject> => {
  const fields = await describeFields(moment.view)
  const withDerived = objectOf(value).qShowDerivedFields === true
  const own = fields.filter(({ derived }) => derived === undefined)
  const items = own.map((field) => ({
    ...(withDerived ? derivedFieldData(fields, field) : {}),
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
