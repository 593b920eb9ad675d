import type { HypercubeRequest, MeasureRequest, PivotPart } from '../evaluate/evaluation.js'
import { arrayOf, booleanOf, type Json, numberOf, objectOf, textOf } from '../json.js'
import {
  type AttributeExpression,
  type DimensionColumn,
  expressionText,
  type MeasureColumn,
  parseDimension,
  parseMeasure,
} from './column-definition.js'
import { type Page, parsePages } from './data-page.js'
import type { Library } from './library.js'
import { type PivotDefinition, parsePivot } from './pivot/pivot-definition.js'

/** S straight, P pivot, K stacked, T tree. */
export type HypercubeMode = 'S' | 'P' | 'K' | 'T'

/** A parsed `qHyperCubeDef`. */
export interface HypercubeDefinition {
  /** The alternate state; `''` for that of the object. */
  readonly stateName: string
  readonly mode: HypercubeMode
  readonly dimensions: readonly DimensionColumn[]
  /** Dimensions of the chart that this cube of it leaves out. */
  readonly omitted?: readonly DimensionColumn[]
  readonly measures: readonly MeasureColumn[]
  readonly interColumnSortOrder: readonly number[]
  readonly suppressZero: boolean
  readonly suppressMissing: boolean
  readonly initialFetch: readonly Page[]
  /** Order of the columns in data pages, as column indexes; the natural order where none is set. */
  readonly columnOrder: readonly number[]
  readonly calculationCondition: { readonly expression: string; readonly message: string } | null
  readonly title: string
  /** How it is laid out in mode P. */
  readonly pivot: PivotDefinition
  /** The part of a pivot table that it is. */
  readonly part?: PivotPart
}

const modes: ReadonlyMap<string, HypercubeMode> = new Map(
  Object.entries<HypercubeMode>({
    S: 'S',
    P: 'P',
    K: 'K',
    T: 'T',
    DATA_MODE_STRAIGHT: 'S',
    DATA_MODE_PIVOT: 'P',
    DATA_MODE_PIVOT_STACK: 'K',
    DATA_MODE_TREE: 'T',
  }),
)

const isPermutation = (order: readonly number[], length: number): boolean =>
  order.length === length && new Set(order).size === length && order.every((index) => index >= 0 && index < length)

const parseCondition = (definition: ReturnType<typeof objectOf>): HypercubeDefinition['calculationCondition'] => {
  const condition = objectOf(definition.qCalcCondition)
  const expression = expressionText(condition.qCond) || expressionText(definition.qCalcCond)
  return expression === '' ? null : { expression, message: expressionText(condition.qMsg) }
}

/** Reads a `qHyperCubeDef`, resolving library items. An absent mode is straight. */
export const parseHypercube = (value: Json | undefined, library: Library): HypercubeDefinition => {
  const definition = objectOf(value)
  const dimensions = arrayOf(definition.qDimensions).map((dimension) => parseDimension(dimension, library))
  const measures = arrayOf(definition.qMeasures).map((measure) => parseMeasure(measure, library))
  const columns = dimensions.length + measures.length
  const natural = Array.from({ length: columns }, (_, index) => index)
  const columnOrder = arrayOf(definition.qColumnOrder).map((index) => numberOf(index) ?? -1)
  return {
    stateName: textOf(definition.qStateName),
    mode: modes.get(textOf(definition.qMode)) ?? 'S',
    dimensions,
    measures,
    interColumnSortOrder: arrayOf(definition.qInterColumnSortOrder)
      .map((index) => numberOf(index) ?? -1)
      .filter((index) => Number.isInteger(index) && index >= 0 && index < columns),
    suppressZero: booleanOf(definition.qSuppressZero),
    suppressMissing: booleanOf(definition.qSuppressMissing),
    initialFetch: parsePages(arrayOf(definition.qInitialDataFetch)),
    columnOrder: isPermutation(columnOrder, columns) ? columnOrder : natural,
    calculationCondition: parseCondition(definition),
    title: expressionText(objectOf(definition.qTitle).qStringExpression) || expressionText(definition.qTitle),
    pivot: parsePivot(definition, measures.length),
  }
}

/** All attribute expressions of a cube in the order in which they are evaluated: as measures after the measures. */
const attributesOf = (cube: HypercubeDefinition): readonly AttributeExpression[] =>
  [...cube.dimensions, ...cube.measures].flatMap((column) => column.attributes)

/**
 * A cube without the attribute expressions that failed: a chart without its colours is better than none.
 *
 * @param failed columns of the request that could not be evaluated
 * @returns `undefined` where a column that is shown is among them
 */
export const withoutFailedAttributes = (
  cube: HypercubeDefinition,
  failed: readonly number[],
): HypercubeDefinition | undefined => {
  const columns = cube.dimensions.length + cube.measures.length
  if (failed.some((column) => column < columns)) return undefined
  const gone = new Set(failed.map((column) => attributesOf(cube)[column - columns]))
  const keep = <Column extends DimensionColumn | MeasureColumn>(column: Column): Column => ({
    ...column,
    attributes: column.attributes.filter((attribute) => !gone.has(attribute)),
  })
  return { ...cube, dimensions: cube.dimensions.map(keep), measures: cube.measures.map(keep) }
}

/** What to evaluate for a cube. Attribute expressions become trailing measures that nothing is sorted by. */
export const hypercubeRequest = (cube: HypercubeDefinition): HypercubeRequest => {
  const measures: readonly MeasureRequest[] = [
    ...cube.measures.map(({ expression, sortByNumeric }) => ({ expression, sortByNumeric })),
    ...attributesOf(cube).map(({ expression }) => ({
      expression,
      sortByNumeric: 0 as const,
      attribute: true as const,
    })),
  ]
  return {
    dimensions: cube.dimensions.map(({ definition, sort, nullSuppression }) => ({ definition, sort, nullSuppression })),
    ...(cube.omitted ? { omitted: cube.omitted.map(({ definition }) => definition) } : {}),
    measures,
    interColumnSortOrder: cube.interColumnSortOrder,
    suppressZero: cube.suppressZero,
    suppressMissing: cube.suppressMissing,
    chart: true,
    ...(cube.part ? { pivot: cube.part } : {}),
  }
}
