import type { ColumnError, HypercubeRequest, MeasureRequest, PivotPart } from '../evaluate/evaluation.js'
import { arrayOf, booleanOf, type Json, numberOf, objectOf, textOf } from '../json.js'
import { type AttributeColumn, type AttributeDimension, expressionText } from './attribute-columns.js'
import { type CalculationCondition, parseCondition } from './calculation-condition.js'
import { type DimensionColumn, type MeasureColumn, parseDimension, parseMeasure } from './column-definition.js'
import { type Page, parsePages } from './data-page.js'
import { parseLimit, shownAmong } from './dimension-limit.js'
import { type HypercubeMode, hypercubeMode } from './hypercube-mode.js'
import type { Library } from './library.js'
import { type PivotDefinition, parsePivot } from './pivot/pivot-definition.js'
import { type ToldProperty, toldProperties } from './properties/told-properties.js'

/** A parsed `qHyperCubeDef`. */
export interface HypercubeDefinition {
  /** The alternate state; `''` for that of the object. */
  readonly stateName: string
  /** A set that its measures and their attributes are evaluated in, as formulas write it; `''` for none. */
  readonly contextSet: string
  readonly mode: HypercubeMode
  readonly dimensions: readonly DimensionColumn[]
  /** Dimensions of the chart that this cube of it leaves out. */
  readonly omitted?: readonly DimensionColumn[]
  readonly measures: readonly MeasureColumn[]
  /** Dimensions from the outermost to the innermost, where that is not their order. */
  readonly nesting?: readonly number[]
  readonly interColumnSortOrder: readonly number[]
  readonly suppressZero: boolean
  readonly suppressMissing: boolean
  /** Whether measures have totals. */
  readonly hasTotals: boolean
  readonly initialFetch: readonly Page[]
  /** Order of the columns in data pages, as column indexes; the natural order where none is set. */
  readonly columnOrder: readonly number[]
  readonly calculationCondition: CalculationCondition | null
  readonly title: string
  /** What the cube itself asks for that is not supported. */
  readonly told: readonly ToldProperty[]
  /** How it is laid out in mode P. */
  readonly pivot: PivotDefinition
  /** The part of a pivot table that it is. */
  readonly part?: PivotPart
}

const isPermutation = (order: readonly number[], length: number): boolean =>
  order.length === length && new Set(order).size === length && order.every((index) => index >= 0 && index < length)

/**
 * Reads a `qHyperCubeDef`, resolving library items. An absent mode is straight.
 *
 * @param active which field of each dimension is shown; default: what the definition says
 */
export const parseHypercube = (
  value: Json | undefined,
  library: Library,
  active: readonly number[] = [],
): HypercubeDefinition => {
  const definition = objectOf(value)
  const dimensions = arrayOf(definition.qDimensions).map((dimension, position): DimensionColumn => {
    const limit = parseLimit(objectOf(dimension).qOtherTotalSpec, shownAmong(definition))
    return { ...parseDimension(dimension, library, 'NxDimension', active[position]), ...(limit ? { limit } : {}) }
  })
  const measures = arrayOf(definition.qMeasures).map((measure) => parseMeasure(measure, library))
  const columns = dimensions.length + measures.length
  const natural = Array.from({ length: columns }, (_, index) => index)
  const columnOrder = arrayOf(definition.qColumnOrder).map((index) => numberOf(index) ?? -1)
  return {
    stateName: textOf(definition.qStateName),
    contextSet: textOf(definition.qContextSetExpression).trim(),
    // Another mode is told by the cube.
    mode: hypercubeMode(definition.qMode) ?? 'S',
    dimensions,
    measures,
    interColumnSortOrder: arrayOf(definition.qInterColumnSortOrder)
      .map((index) => numberOf(index) ?? -1)
      .filter((index) => Number.isInteger(index) && index >= 0 && index < columns),
    suppressZero: booleanOf(definition.qSuppressZero),
    suppressMissing: booleanOf(definition.qSuppressMissing),
    hasTotals: !booleanOf(definition.qSuppressMeasureTotals),
    initialFetch: parsePages(arrayOf(definition.qInitialDataFetch)),
    columnOrder: isPermutation(columnOrder, columns) ? columnOrder : natural,
    calculationCondition: parseCondition(definition),
    told: toldProperties({ ...definition, qDimensions: [], qMeasures: [] }, 'HyperCubeDef'),
    title: expressionText(objectOf(definition.qTitle).qStringExpression) || expressionText(definition.qTitle),
    pivot: parsePivot(definition, measures.length),
  }
}

/** The cube of the values of an attribute dimension. */
export const cubeOf = (
  { asDimension }: AttributeDimension,
  library: Library,
): Pick<HypercubeDefinition, 'mode' | 'dimensions' | 'measures' | 'interColumnSortOrder' | 'columnOrder'> => ({
  mode: 'S',
  dimensions: [parseDimension({ ...asDimension, qNullSuppression: true }, library)],
  measures: [],
  interColumnSortOrder: [0],
  columnOrder: [0],
})

/** All attributes of a cube that can be evaluated, in the order in which they are: as measures after the measures. */
const attributesOf = (cube: HypercubeDefinition): readonly AttributeColumn[] =>
  [...cube.dimensions, ...cube.measures].flatMap((column) =>
    column.attributes.filter(({ problem }) => problem === undefined),
  )

/**
 * A cube whose attributes that failed know why, and are evaluated no more: a chart without its colours is better than none.
 *
 * @param failed columns of the request that could not be evaluated
 * @returns `undefined` where a column that is shown is among them
 */
export const withFailedAttributes = (
  cube: HypercubeDefinition,
  failed: readonly ColumnError[],
): HypercubeDefinition | undefined => {
  const columns = cube.dimensions.length + cube.measures.length
  if (failed.some(({ column }) => column < columns)) return undefined
  const problems = new Map(failed.map(({ column, message }) => [attributesOf(cube)[column - columns], message]))
  const told = <Column extends DimensionColumn | MeasureColumn>(column: Column): Column => ({
    ...column,
    attributes: column.attributes.map((attribute) => {
      const problem = problems.get(attribute)
      return problem === undefined ? attribute : { ...attribute, problem }
    }),
  })
  return { ...cube, dimensions: cube.dimensions.map(told), measures: cube.measures.map(told) }
}

/**
 * A cube whose measures that failed know why, and have no values: the others are shown. Nothing is left of a cube whose
 * dimensions fail, or all of its measures, or the one that its dimensions are limited by.
 */
export const withFailedMeasures = (
  cube: HypercubeDefinition,
  failed: readonly ColumnError[],
): HypercubeDefinition | undefined => {
  const first = cube.dimensions.length
  const errors = new Map(failed.map((error) => [error.column - first, error]))
  const isRanking = cube.dimensions.some(({ limit }) => limit?.by === '')
  if ([...errors.keys()].some((index) => index < 0 || index >= cube.measures.length)) return undefined
  if (cube.measures.every((measure, index) => measure.failure || errors.has(index))) return undefined
  if (isRanking && errors.has(0)) return undefined
  return {
    ...cube,
    measures: cube.measures.map((measure, index) => {
      const error = errors.get(index)
      if (!error) return measure
      const { code, message } = error
      const attributes = measure.attributes.map((attribute) => ({ problem: message, ...attribute }))
      return { ...measure, attributes, failure: { code, message } }
    }),
  }
}

/** An expression within the set of its cube, which stands before it as an outer set does. A comment in it ends with it. */
const within = ({ contextSet }: HypercubeDefinition, expression: string): string =>
  contextSet === '' ? expression : `${contextSet}\n${expression.replace(/^\s*=/, '')}`

const attributeRequest = (cube: HypercubeDefinition, attribute: AttributeColumn): MeasureRequest => ({
  ...(attribute.kind === 'expression'
    ? { expression: within(cube, attribute.expression) }
    : { expression: attribute.definition, ofDimension: true }),
  sortByNumeric: 0,
  attribute: attribute.besideRows ? 'beside rows' : 'counts',
})

/** What to evaluate for a cube. Attributes become trailing measures that nothing is sorted by. */
export const hypercubeRequest = (cube: HypercubeDefinition): HypercubeRequest => {
  const measures: readonly MeasureRequest[] = [
    ...cube.measures.map(({ expression, sortByNumeric, title, failure }) => ({
      expression: failure ? 'Null()' : within(cube, expression),
      sortByNumeric,
      ...(failure || title.startsWith('=') || title === expression ? {} : { label: title }),
    })),
    ...attributesOf(cube).map((attribute) => attributeRequest(cube, attribute)),
  ]
  return {
    dimensions: cube.dimensions.map(({ definition, sort, nullSuppression, limit }) => ({
      definition,
      sort,
      nullSuppression,
      ...(limit ? { limit: limit.by === '' ? limit : { ...limit, by: within(cube, limit.by) } } : {}),
    })),
    ...(cube.nesting ? { nesting: cube.nesting } : {}),
    ...(cube.omitted ? { omitted: cube.omitted.map(({ definition }) => definition) } : {}),
    measures,
    ...(cube.contextSet === '' ? {} : { contextSet: cube.contextSet }),
    interColumnSortOrder: cube.interColumnSortOrder,
    suppressZero: cube.suppressZero,
    suppressMissing: cube.suppressMissing,
    chart: true,
    ...(cube.part ? { pivot: cube.part } : {}),
  }
}
