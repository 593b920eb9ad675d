import { arrayOf, booleanOf, type JsonObject, numberOf, objectOf } from '../../json.js'
import { expressionText } from '../attribute-columns.js'

/** How a cube of mode P is laid out. */
export interface PivotDefinition {
  /** Positions of the dimensions along the rows, the outermost first; -1 stands for the measures. */
  readonly left: readonly number[]
  /** The same along the columns. */
  readonly top: readonly number[]
  /** The label of the totals of each dimension, a text or an expression; `null` where it has none. */
  readonly totals: readonly (string | null)[]
  readonly alwaysExpanded: boolean
  readonly totalsAbove: boolean
  readonly indented: boolean
  /** What is shown of combinations without records: 0 in place of nothing. */
  readonly populatesMissing: boolean
  /** Orders the values of the dimensions at the left by the first measure; 0 does not. */
  readonly sortByValue: -1 | 0 | 1
}

/** Stands for the measures among the dimensions. */
export const measuresLevel = -1

const totalModes: ReadonlySet<unknown> = new Set(['TOTAL_EXPR', 1])

const totalLabel = (value: JsonObject): string | null =>
  totalModes.has(objectOf(value.qOtherTotalSpec).qTotalMode) || booleanOf(value.qShowTotal)
    ? expressionText(value.qTotalLabel) || 'Total'
    : null

/** All dimensions once and, where there are several measures, these: in the order of the definition, what it leaves out last. */
const levelsOf = (order: readonly number[], dimensions: number, measures: number): readonly number[] => {
  const known = [...Array.from({ length: dimensions }, (_, index) => index), ...(measures > 1 ? [measuresLevel] : [])]
  return [...new Set([...order.filter((level) => known.includes(level)), ...known])]
}

/**
 * Reads what a `qHyperCubeDef` says of a pivot table. `qNoOfLeftDims` counts the measures where they are among the
 * dimensions, also where they are too few to be shown there; all lie at the left where it is negative.
 */
export const parsePivot = (definition: JsonObject, measures: number): PivotDefinition => {
  const dimensions = arrayOf(definition.qDimensions).map(objectOf)
  const order = arrayOf(definition.qInterColumnSortOrder).map((level) => numberOf(level) ?? Number.NaN)
  const levels = levelsOf(order, dimensions.length, measures)
  const asked = Math.trunc(numberOf(definition.qNoOfLeftDims) ?? -1)
  const at = order.indexOf(measuresLevel)
  const unseen = !levels.includes(measuresLevel) && at >= 0 && at < asked ? 1 : 0
  const count = asked < 0 ? levels.length : Math.min(asked - unseen, levels.length)
  const byValue = numberOf(definition.qSortbyYValue) ?? 0
  return {
    left: levels.slice(0, count),
    top: levels.slice(count),
    totals: dimensions.map(totalLabel),
    alwaysExpanded: booleanOf(definition.qAlwaysFullyExpanded),
    totalsAbove: booleanOf(definition.qShowTotalsAbove),
    indented: booleanOf(definition.qIndentMode),
    populatesMissing: booleanOf(definition.qPopulateMissing),
    sortByValue: byValue > 0 ? 1 : byValue < 0 ? -1 : 0,
  }
}

/** Whether two tables have the same dimensions in the same places: then what is expanded in one is in the other. */
export const sidesKey = (definitions: readonly string[], { left, top }: PivotDefinition): string =>
  JSON.stringify([left, top].map((side) => side.map((level) => definitions[level] ?? level)))
