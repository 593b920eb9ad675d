import { type CheckedMeasure, checkMeasure } from '../expressions/check-measure.js'
import { expressionProblem } from '../expressions/expression-problem.js'
import { describeListed } from '../expressions/listed-values.js'
import { aggregatesOf, listedOf, needsOrder, type TypedExpression } from '../expressions/typed-expression.js'
import { noSymbols, type SymbolSet } from '../model/symbol-set.js'
import type { CheckedCube, CheckedDimension, CubeMeasure } from '../plan/checked-cube.js'
import { type GroupKey, isListOf, isSameKey } from '../plan/group-key.js'
import { assertComputable } from './assert-computable.js'
import { checkColumn, columnError } from './column-error.js'
import { byDimension, type Dimension, keyOfDimension, preparedDimension } from './dimension.js'
import { dimensionLimit } from './dimension-limit.js'
import { dimensionOrder } from './dimension-order.js'
import type { ColumnError, DimensionRequest, EvaluationContext, HypercubeRequest, MeasureFacts } from './evaluation.js'
import { type PreparedExpressions, preparedFor } from './expansion/prepare-expression.js'
import { knownElements } from './selected-elements.js'

/** A cube that can be planned, or what is wrong with its columns. */
export type CubeCheck =
  | {
      readonly ok: true
      readonly checked: CheckedCube
      readonly dimensions: readonly Dimension[]
      readonly formats: readonly Pick<MeasureFacts, 'numPattern' | 'fieldFormat'>[]
    }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** Resolves the columns of a request against what exists for the principal. */
export const checkCube = (
  context: EvaluationContext,
  request: HypercubeRequest,
  prepared: PreparedExpressions,
): CubeCheck => {
  const { view } = context
  const errors: ColumnError[] = []
  const resolved = request.dimensions.map(({ definition }, column) =>
    checkColumn(column, errors, () => preparedDimension(view, definition, prepared)),
  )
  const columns = request.measures
    .filter(({ attribute }) => !attribute)
    .map(
      ({ expression }) =>
        () =>
          preparedFor(prepared, expression),
    )
  // They are no columns of this cube: what is wrong with them is counted from -1 downwards.
  const omitted = (request.omitted ?? []).map((definition, index) =>
    checkColumn(-1 - index, errors, () => preparedDimension(view, definition, prepared)),
  )
  const measures = request.measures.map((measure, index) =>
    checkColumn(request.dimensions.length + index, errors, () => {
      const { source, names } = preparedFor(prepared, measure.expression)
      const checked = checkMeasure(view.model, view.fields, source, names, { columns, within: [index] })
      assertComputable(checked.expression)
      assertListed([...resolved, ...omitted], checked.expression)
      return { checked, order: measure.sortByNumeric || null, besideRows: measure.attribute === 'beside rows' }
    }),
  )
  const ranked = measures.find((_, index) => !request.measures[index]?.attribute)?.checked.expression ?? null
  const dimensions = resolved.map((dimension, column) =>
    checkColumn(column, errors, () => {
      const asked = request.dimensions[column]
      if (!dimension || !asked) return undefined
      const limit = dimensionLimit(view, asked.limit, ranked, prepared)
      return { ...checkDimension(context, request, asked, dimension, prepared), ...(limit ? { limit } : {}) }
    }),
  )
  errors.push(...totalErrors(request, resolved, measures))
  if (errors.length > 0) return { ok: false, errors }
  const columnCount = dimensions.length + measures.length
  const sortOrder = effectiveSortOrder(request.interColumnSortOrder ?? [], columnCount)
  const ordered = measures.some((measure) => measure && needsOrder(measure.checked.expression))
  const isDimension = (column: number) => column < dimensions.length
  return {
    ok: true,
    dimensions: resolved.filter((dimension) => dimension !== undefined),
    checked: {
      dimensions: dimensions.filter((dimension) => dimension !== undefined),
      measures: measures.flatMap((measure) => (measure ? checkedColumn(measure) : [])),
      // What hangs on the order of rows cannot order them: the dimensions do, and no two rows have the same values of them.
      sortOrder: ordered
        ? [...sortOrder.filter(isDimension), ...sortOrder.filter((column) => !isDimension(column))]
        : sortOrder,
      suppressZero: request.suppressZero ?? false,
      suppressMissing: request.suppressMissing ?? false,
      ...(request.nesting ? { nesting: request.nesting } : {}),
      ...(omitted.length > 0 ? { totalOf: [...resolved, ...omitted].flatMap(keysOf) } : {}),
      ...(request.pivot ? { pivot: request.pivot } : {}),
    },
    formats: measures.map((measure) => (measure ? formatFacts(measure.checked) : {})),
  }
}

const formatFacts = ({ numPattern, fieldFormat }: CheckedMeasure) => ({
  ...(numPattern === null ? {} : { numPattern }),
  ...(fieldFormat ? { fieldFormat } : {}),
})

const checkDimension = (
  context: EvaluationContext,
  request: HypercubeRequest,
  asked: DimensionRequest,
  dimension: Dimension,
  prepared: PreparedExpressions,
): CheckedDimension => {
  // Where the field's own selection applies, all values in the cube are selected and their state orders nothing.
  const selected = byDimension<SymbolSet>(dimension, {
    field: ({ field }) => {
      const ignored = request.ignoreSelectionsIn?.includes(field.name) ? context.selections.get(field.name) : undefined
      return ignored ? knownElements(field, ignored) : noSymbols
    },
    calculated: () => noSymbols,
  })
  return {
    key: keyOfDimension(dimension),
    nullSuppression: asked.nullSuppression ?? false,
    order: dimensionOrder(context.view, dimension, asked.sort, selected, prepared),
  }
}

/**
 * Values of an inner dimension that are ranked within each outer value are others in one of them and not in the next: a
 * total over the outer ones has no such rows.
 */
const totalErrors = (
  { dimensions, nesting = [...dimensions.keys()] }: HypercubeRequest,
  resolved: readonly (Dimension | undefined)[],
  measures: readonly ({ readonly checked: CheckedMeasure } | undefined)[],
): readonly ColumnError[] => {
  const hangsOnOuter = (position: number): readonly number[] => {
    const outer = nesting.slice(0, nesting.indexOf(position))
    const { limit } = dimensions[position] ?? {}
    return limit && !limit.global ? outer : outer.filter((other) => dimensions[other]?.limit?.collapses)
  }
  const isWithin = (total: readonly GroupKey[], position: number) => {
    const dimension = resolved[position]
    return dimension !== undefined && total.some((key) => isSameKey(keyOfDimension(dimension), key))
  }
  return measures.flatMap((measure, index) => {
    const totals = measure
      ? aggregatesOf(measure.checked.expression).flatMap(({ total }) => (total ? [total] : []))
      : []
    const broken = totals.some((total) =>
      [...dimensions.keys()].some(
        (position) => isWithin(total, position) && hangsOnOuter(position).some((outer) => !isWithin(total, outer)),
      ),
    )
    const message = 'TOTAL names a dimension that is limited within others, and not these'
    return broken ? [columnError(dimensions.length + index, expressionProblem(0, message))] : []
  })
}

const keysOf = (dimension: Dimension | undefined) => (dimension ? [keyOfDimension(dimension)] : [])

/** Listed values have a value in rows of a dimension that is the same list only. */
const assertListed = (dimensions: readonly (Dimension | undefined)[], expression: TypedExpression): void => {
  for (const listed of listedOf(expression)) {
    if (dimensions.some((dimension) => dimension && isListOf(keyOfDimension(dimension), listed))) continue
    throw expressionProblem(0, `${describeListed(listed)} is no dimension of this chart, so it has no value here`)
  }
}

const checkedColumn = ({
  checked,
  order,
  besideRows,
}: Omit<CubeMeasure, 'expression'> & { readonly checked: CheckedMeasure }): CubeMeasure => ({
  expression: checked.expression,
  order,
  ...(besideRows ? { besideRows } : {}),
})

/** Each column once: those asked for first, then the others from left to right. */
const effectiveSortOrder = (asked: readonly number[], columnCount: number): readonly number[] => {
  const columns = Array.from({ length: columnCount }, (_, column) => column)
  return [...new Set([...asked.filter((column) => columns.includes(column)), ...columns])]
}
