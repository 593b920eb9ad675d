import { type CheckedMeasure, checkMeasure } from '../expressions/check-measure.js'
import { fieldOfDefinition } from '../expressions/field-name.js'
import { needsOrder } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { CheckedCube, CubeDimension, CubeMeasure } from '../plan/checked-cube.js'
import { fieldKey } from '../plan/group-key.js'
import { assertComputable } from './assert-computable.js'
import { checkColumn } from './column-error.js'
import { dimensionOrder } from './dimension-order.js'
import type { ColumnError, DimensionRequest, EvaluationContext, HypercubeRequest } from './evaluation.js'
import { type PreparedExpressions, preparedFor } from './expansion/prepare-expression.js'
import { knownElements } from './selected-elements.js'

/** A cube that can be planned, or what is wrong with its columns. */
export type CubeCheck =
  | { readonly ok: true; readonly checked: CheckedCube; readonly numPatterns: readonly (string | null)[] }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** Resolves the columns of a request against what exists for the principal. */
export const checkCube = (
  context: EvaluationContext,
  request: HypercubeRequest,
  prepared: PreparedExpressions,
): CubeCheck => {
  const { view } = context
  const errors: ColumnError[] = []
  const fields = request.dimensions.map((dimension, column) =>
    checkColumn(column, errors, () => fieldOfDefinition(view.fields, dimension.definition)),
  )
  const dimensions = fields.map((field, column) =>
    checkColumn(column, errors, () => {
      const dimension = request.dimensions[column]
      if (!field || !dimension) return undefined
      return checkDimension(context, request, dimension, field, prepared)
    }),
  )
  const columns = request.measures
    .filter(({ attribute }) => !attribute)
    .map(
      ({ expression }) =>
        () =>
          preparedFor(prepared, expression),
    )
  const measures = request.measures.map((measure, index) =>
    checkColumn(request.dimensions.length + index, errors, () => {
      const { source, names } = preparedFor(prepared, measure.expression)
      const checked = checkMeasure(view.model, view.fields, source, names, { columns, within: [index] })
      assertComputable(checked.expression)
      return { checked, order: measure.sortByNumeric || null }
    }),
  )
  if (errors.length > 0) return { ok: false, errors }
  const columnCount = dimensions.length + measures.length
  const sortOrder = effectiveSortOrder(request.interColumnSortOrder ?? [], columnCount)
  const ordered = measures.some((measure) => measure && needsOrder(measure.checked.expression))
  const isDimension = (column: number) => column < dimensions.length
  return {
    ok: true,
    checked: {
      dimensions: dimensions.filter((dimension) => dimension !== undefined),
      measures: measures.flatMap((measure) =>
        measure ? checkedColumn(measure.checked, ordered ? null : measure.order) : [],
      ),
      // What hangs on the order of rows cannot order them: then the dimensions alone do.
      sortOrder: ordered
        ? [...sortOrder.filter(isDimension), ...sortOrder.filter((column) => !isDimension(column))]
        : sortOrder,
      suppressZero: request.suppressZero ?? false,
      suppressMissing: request.suppressMissing ?? false,
    },
    numPatterns: measures.map((measure) => measure?.checked.numPattern ?? null),
  }
}

const checkDimension = (
  context: EvaluationContext,
  request: HypercubeRequest,
  dimension: DimensionRequest,
  field: FieldModel,
  prepared: PreparedExpressions,
): CubeDimension => {
  // Where the field's own selection applies, all values in the cube are selected and their state orders nothing.
  const ignored = request.ignoreSelectionsIn?.includes(field.name) ? context.selections.get(field.name) : undefined
  const selected = ignored ? [...knownElements(field, ignored)] : []
  return {
    key: fieldKey(field),
    nullSuppression: dimension.nullSuppression ?? false,
    order: dimensionOrder(context.view, field, dimension.sort, selected, prepared),
  }
}

const checkedColumn = (checked: CheckedMeasure, order: 1 | -1 | null): CubeMeasure => ({
  expression: checked.expression,
  order,
})

/** Each column once: those asked for first, then the others from left to right. */
const effectiveSortOrder = (asked: readonly number[], columnCount: number): readonly number[] => {
  const columns = Array.from({ length: columnCount }, (_, column) => column)
  return [...new Set([...asked.filter((column) => columns.includes(column)), ...columns])]
}
