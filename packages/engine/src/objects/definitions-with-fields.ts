import { arrayOf, type Json, type JsonObject, objectOf } from '../json.js'
import { limits } from '../limits.js'
import { activeFields } from './active-fields.js'
import { type DimensionGroup, dimensionGroup } from './dimension-group.js'
import { type HypercubeDefinition, parseHypercube } from './hypercube-definition.js'
import { type ListObjectDefinition, parseListObject } from './list-object-definition.js'
import type { SteppedFields } from './object-store.js'
import type { Scope } from './scope.js'

const groupFields = (groups: readonly DimensionGroup[]): number =>
  groups.reduce((sum, { grouping, definitions }) => sum + (grouping === 'N' ? 0 : definitions.length), 0)

const tooManyFields = `Dimensions have at most ${limits.groupFields.most} fields that take turns.`

const tooManyExpressions = `A list object has at most ${limits.listExpressions.most} expressions.`

const attributesIn = (column: Json): number => {
  const { qAttributeExpressions, qAttributeDimensions } = objectOf(column)
  return arrayOf(qAttributeExpressions).length + arrayOf(qAttributeDimensions).length
}

const trendLinesIn = ({ qMeasures }: JsonObject): number =>
  arrayOf(qMeasures).reduce((sum: number, measure) => sum + arrayOf(objectOf(measure).qTrendLines).length, 0)

/** What is wrong with a cube that would take more queries, or wider rows, than any chart does. */
const sizeProblem = (definition: JsonObject, groups: readonly DimensionGroup[]): string | undefined => {
  const columns = [...arrayOf(definition.qDimensions), ...arrayOf(definition.qMeasures)]
  const count = columns.reduce((sum: number, column) => sum + 1 + attributesIn(column), 0)
  if (count > limits.columns.most)
    return `A hypercube has at most ${limits.columns.most} columns, with their attributes.`
  if (trendLinesIn(definition) > limits.trendLines.most)
    return `A hypercube has at most ${limits.trendLines.most} trend lines.`
  return groupFields(groups) > limits.groupFields.most ? tooManyFields : undefined
}

/**
 * Reads a `qHyperCubeDef` with the fields of its groups that are shown.
 *
 * @param scope that of the cube, in its own alternate state
 * @param frozen its object is in selection mode
 */
export const hypercubeWithFields = async (
  scope: Scope,
  value: Json,
  steppedTo: SteppedFields,
  frozen: boolean,
): Promise<HypercubeDefinition> => {
  const groups = arrayOf(objectOf(value).qDimensions).map((dimension) => dimensionGroup(dimension, scope.library))
  const problem = sizeProblem(objectOf(value), groups)
  if (problem !== undefined) {
    const empty = parseHypercube({ ...objectOf(value), qDimensions: [], qMeasures: [] }, scope.library)
    return { ...empty, told: [...empty.told, { path: [], message: problem }] }
  }
  return parseHypercube(value, scope.library, await activeFields(scope, groups, steppedTo, frozen))
}

/** Reads a `qListObjectDef` with the field of its group that is shown. */
export const listWithFields = async (
  scope: Scope,
  value: Json,
  steppedTo: SteppedFields,
  frozen: boolean,
): Promise<ListObjectDefinition> => {
  const group = dimensionGroup(value, scope.library)
  if (groupFields([group]) > limits.groupFields.most) {
    const definition = parseListObject(value, scope.library)
    const alone = { grouping: 'N' as const, definitions: [], active: 0, titles: [] }
    const told = [...definition.column.told, { path: ['qDef'], message: tooManyFields }]
    return { ...definition, column: { ...definition.column, group: alone, told } }
  }
  const [active] = await activeFields(scope, [group], steppedTo, frozen)
  const definition = parseListObject(value, scope.library, active)
  if (definition.expressions.length <= limits.listExpressions.most) return definition
  const told = [...definition.column.told, { path: ['qExpressions'], message: tooManyExpressions }]
  return { ...definition, expressions: [], column: { ...definition.column, told } }
}
