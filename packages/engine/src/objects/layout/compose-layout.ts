import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { effectiveProperties, missingExtension, type ObjectEntry } from '../object-store.js'
import { inObject, isInSelections, type Scope } from '../scope.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'
import { expressionValue, isExpressionText, titleText } from './expression.js'
import { hypercubeLayout } from './hypercube-layout.js'
import {
  appObjectList,
  bookmarkList,
  childList,
  dimensionList,
  emptyList,
  fieldList,
  measureList,
  variableList,
} from './list-layouts.js'
import { listObjectLayout } from './list-object-layout.js'
import { metaLayout } from './meta-layout.js'
import { refuseLargeLayout } from './refuse-large-layout.js'
import { selectionObjectLayout } from './selection-object-layout.js'

interface Composition {
  readonly scope: Scope
  readonly entry: ObjectEntry
}

type Rule = (
  composition: Composition,
  value: Json,
  path: string,
) => { readonly name: string; readonly value: Json | Promise<Json> }

/** How a member of the properties becomes one of the layout. Members without a rule are copied, their values composed. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>(
  Object.entries({
    qHyperCubeDef: ({ scope, entry }, value, path) => ({
      name: 'qHyperCube',
      value: hypercubeLayout(
        scope,
        value,
        isInSelections(scope, entry.id),
        entry.expanded.get(path),
        entry.stepped.get(path),
      ),
    }),
    qListObjectDef: ({ scope, entry }, value, path) => ({
      name: 'qListObject',
      value: listObjectLayout(
        scope,
        value,
        entry.searches.get(path),
        isInSelections(scope, entry.id),
        entry.stepped.get(path),
      ),
    }),
    qTreeDataDef: () => ({
      name: 'qTreeData',
      value: {
        qNodesOnDim: [],
        qTreeDataPages: [],
        qError: errorLayout(columnErrorCodes.unsupported, 'Trees of their own (qTreeDataDef) are not supported.'),
      },
    }),
    qSelectionObjectDef: ({ scope }, value) => ({
      name: 'qSelectionObject',
      value: selectionObjectLayout(scope, value),
    }),
    qAppObjectListDef: ({ scope }, value) => ({ name: 'qAppObjectList', value: appObjectList(scope, value) }),
    qChildListDef: ({ scope, entry }, value) => ({ name: 'qChildList', value: childList(scope, value, entry) }),
    qFieldListDef: ({ scope }, value) => ({ name: 'qFieldList', value: fieldList(scope, value) }),
    qDimensionListDef: ({ scope }, value) => ({ name: 'qDimensionList', value: dimensionList(scope, value) }),
    qMeasureListDef: ({ scope }, value) => ({ name: 'qMeasureList', value: measureList(scope, value) }),
    qVariableListDef: ({ scope }, value) => ({ name: 'qVariableList', value: variableList(scope, value) }),
    qBookmarkListDef: ({ scope }, value) => ({ name: 'qBookmarkList', value: bookmarkList(scope, value) }),
    qMediaListDef: () => ({ name: 'qMediaList', value: emptyList }),
    qUndoInfoDef: () => ({ name: 'qUndoInfo', value: { qUndoCount: 0, qRedoCount: 0 } }),
    qStaticContentUrlDef: (_, value) => ({ name: 'qStaticContentUrl', value }),
    qMetaDef: ({ entry }, value) => ({ name: 'qMeta', value: metaLayout(value, entry.id, entry.origin) }),
  } satisfies Record<string, Rule>),
)

/** Members that people read: a text in them is an expression where it begins with `=`, however it is written. */
const titles: ReadonlySet<string> = new Set(['title', 'subtitle', 'footnote', 'label'])

const composeValue = async (composition: Composition, value: Json | undefined, path: string): Promise<Json> => {
  if (Array.isArray(value))
    return Promise.all(value.map((item: Json, index) => composeValue(composition, item, `${path}/${index}`)))
  if (!isJsonObject(value)) return value ?? null
  return (await expressionValue(composition.scope, value)) ?? composeObject(composition, value, path)
}

const composeObject = async (composition: Composition, node: JsonObject, path: string): Promise<JsonObject> => {
  const members = Object.entries(node).map(async ([name, value]) => {
    if (value === undefined) return []
    const rule = rules.get(name)
    // What is kept for a change of the chart's type is no part of what it shows.
    if (name === 'qLayoutExclude') return []
    if (titles.has(name) && typeof value === 'string' && isExpressionText(value))
      return [[name, await titleText(composition.scope, value)] as const]
    if (!rule) return [[name, await composeValue(composition, value, `${path}/${name}`)] as const]
    const member = rule(composition, value, `${path}/${name}`)
    return [[member.name, await member.value] as const]
  })
  return Object.fromEntries((await Promise.all(members)).flat())
}

/** QIX's number for an object whose master object does not exist. */
const linkedObjectNotFound = 8001

const linkError = (scope: Scope, entry: ObjectEntry): JsonObject => {
  const missing = missingExtension(scope.objects, entry)
  return missing === undefined
    ? {}
    : { qError: errorLayout(linkedObjectNotFound, `The master object "${missing}" does not exist.`) }
}

/**
 * The layout of a generic object: its effective properties, definitions replaced by what they define. Every layout has
 * `qInfo`, `qMeta` and `qSelectionInfo`, because charts read them without asking.
 *
 * @throws UnderstudyError `QIX-LIMIT` for an object that would ask for more than any chart does
 */
export const composeLayout = async (around: Scope, entry: ObjectEntry): Promise<JsonObject> => {
  const properties = effectiveProperties(around.objects, entry)
  refuseLargeLayout(properties)
  const scope = inObject(around, entry)
  const layout = await composeObject({ scope, entry }, properties, '')
  return {
    ...layout,
    qInfo: { qId: entry.id, qType: entry.type },
    qMeta: layout.qMeta ?? metaLayout(undefined, entry.id, entry.origin),
    qSelectionInfo: isInSelections(scope, entry.id) ? { qInSelections: true } : {},
    ...linkError(scope, entry),
    ...(entry.softPatches.length > 0 ? { qHasSoftPatches: true } : {}),
  }
}
