import { UnderstudyError } from '@understudy/contract'
import { resolveField } from '../evaluate/visible-fields.js'
import type { Json } from '../json.js'
import { isJsonObject, objectOf, textOf } from '../json.js'
import { valueAt } from '../json-pointer.js'
import { isDimension } from '../objects/attribute-columns.js'
import { formatProblem } from '../objects/column-definition.js'
import { hypercubeWithFields, listWithFields } from '../objects/definitions-with-fields.js'
import { cubeOf, type HypercubeDefinition } from '../objects/hypercube-definition.js'
import { selectedFields } from '../objects/layout/dimension-selection.js'
import { type EvaluatedCube, evaluateCube } from '../objects/layout/evaluated-cube.js'
import { type EvaluatedList, evaluateList } from '../objects/layout/list-object-layout.js'
import { shownColumns } from '../objects/layout/shown-columns.js'
import type { ListObjectDefinition } from '../objects/list-object-definition.js'
import { effectiveProperties, type ObjectEntry } from '../objects/object-store.js'
import { toldOfColumn } from '../objects/properties/told-properties.js'
import { inObject, inState, isInSelections, type Scope } from '../objects/scope.js'

/** @throws UnderstudyError `QIX-NOT-FOUND` where the object was destroyed meanwhile. */
export const objectEntry = ({ objects }: Scope, id: string): ObjectEntry => {
  const entry = objects.get(id)
  if (!entry) throw new UnderstudyError('QIX-NOT-FOUND', 'the object no longer exists')
  return entry
}

/**
 * The definition that a path of an object leads to.
 *
 * @param name of the member that it has to be: `qHyperCubeDef` or `qListObjectDef`
 * @throws UnderstudyError `QIX-PATH` where there is none
 */
export const definitionAt = (scope: Scope, id: string, path: string, name: string): Json => {
  const definition = valueAt(effectiveProperties(scope.objects, objectEntry(scope, id)), path)
  if (!path.endsWith(name) || !isJsonObject(definition))
    throw new UnderstudyError('QIX-PATH', `there is no ${name} there`)
  return definition
}

/** A definition within an object, and the scope that it is evaluated in. */
interface DefinitionAt<Definition> {
  readonly definition: Definition
  readonly scope: Scope
}

/** The scope of a definition within an object. */
export const scopeOf = (around: Scope, id: string, value: Json): Scope =>
  inState(inObject(around, objectEntry(around, id)), textOf(objectOf(value).qStateName))

/** An attribute dimension of a cube: its values are a cube of their own. */
const attributePath = /^(.*qHyperCubeDef)\/(qDimensions|qMeasures)\/(\d+)\/qAttributeDimensions\/(\d+)$/

const hypercubeDefinitionAt = async (around: Scope, id: string, path: string): Promise<HypercubeDefinition> => {
  const [, cubePath, kind, column, at] = attributePath.exec(path) ?? []
  const value = definitionAt(around, id, cubePath ?? path, 'qHyperCubeDef')
  const scope = scopeOf(around, id, value)
  const entry = objectEntry(around, id)
  const stepped = entry.stepped.get(cubePath ?? path) ?? new Map()
  const definition = await hypercubeWithFields(scope, value, stepped, isInSelections(around, id))
  if (cubePath === undefined) return definition
  const columns = kind === 'qDimensions' ? definition.dimensions : definition.measures
  const attribute = columns[Number(column)]?.attributes.filter(isDimension)[Number(at)]
  if (!attribute) throw new UnderstudyError('QIX-PATH', 'there is no attribute dimension there')
  return { ...definition, ...cubeOf(attribute, scope.library) }
}

/**
 * The cube that a path leads to, of the columns that are shown: clients do not count those that are hidden.
 *
 * @throws UnderstudyError `QIX-PATH` where there is none
 */
export const hypercubeAt = async (
  around: Scope,
  id: string,
  path: string,
): Promise<DefinitionAt<HypercubeDefinition>> => {
  const whole = await hypercubeDefinitionAt(around, id, path)
  const scope = inState(inObject(around, objectEntry(around, id)), whole.stateName)
  const { definition } = await shownColumns(scope, whole)
  return { definition, scope }
}

/** Whether a path is one of a list object rather than of a hypercube. */
const isListPath = (path: string): boolean => path.endsWith('qListObjectDef')

const refusedColumns = (errors: readonly { readonly message: string }[]): UnderstudyError =>
  new UnderstudyError('QIX-IMPOSSIBLE', errors[0]?.message ?? 'it could not be evaluated')

/** The evaluated cube that a path leads to, as its object shows it. */
export const cubeAt = async (around: Scope, id: string, path: string): Promise<EvaluatedCube> => {
  const { definition, scope } = await hypercubeAt(around, id, path)
  const outcome = await evaluateCube(scope, definition, isInSelections(scope, id))
  if (!outcome.ok) throw refusedColumns(outcome.errors)
  return outcome.cube
}

const listDefinitionAt = async (
  around: Scope,
  id: string,
  path: string,
): Promise<DefinitionAt<ListObjectDefinition>> => {
  const value = definitionAt(around, id, path, 'qListObjectDef')
  const scope = scopeOf(around, id, value)
  const stepped = objectEntry(around, id).stepped.get(path) ?? new Map()
  return { definition: await listWithFields(scope, value, stepped, isInSelections(around, id)), scope }
}

/** The evaluated list object that a path leads to, reduced by a search; default: the one that is open in it. */
export const listAt = async (around: Scope, id: string, path: string, search?: string): Promise<EvaluatedList> => {
  const { definition, scope } = await listDefinitionAt(around, id, path)
  const outcome = await evaluateList(scope, definition, search ?? objectEntry(around, id).searches.get(path))
  if (!outcome.ok) throw refusedColumns(outcome.errors)
  return outcome.list
}

/**
 * The field whose values the list object shows that a path leads to, and the alternate state that it selects in, which need
 * no evaluation; `undefined` where the list is of something else, or may be none.
 */
export const fieldOfListAt = async (
  around: Scope,
  id: string,
  path: string,
): Promise<{ readonly field: string; readonly state: string } | undefined> => {
  const {
    definition: { column, sort },
    scope: { state, moment },
  } = await listDefinitionAt(around, id, path)
  if (sort.byExpression || toldOfColumn(column.told).length > 0 || formatProblem(column) !== undefined) return undefined
  const field = resolveField(moment.view, column.definition)
  return field && moment.names.isState(state) ? { field: field.name, state } : undefined
}

/** The fields in which each dimension that a path shows selects, and the alternate state that it selects in. */
export const fieldsAt = async (
  scope: Scope,
  id: string,
  path: string,
): Promise<{ readonly fields: readonly (readonly string[])[]; readonly state: string }> => {
  if (isListPath(path)) {
    const { result, state } = await listAt(scope, id, path)
    return { fields: [selectedFields(result.facts)], state }
  }
  const { result, state } = await cubeAt(scope, id, path)
  return { fields: result.dimensions.map(selectedFields), state }
}
