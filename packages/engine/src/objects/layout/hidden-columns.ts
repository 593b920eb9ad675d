import { arrayOf, type JsonObject, numberOf } from '../../json.js'
import type { DimensionColumn, MeasureColumn } from '../column-definition.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { Scope } from '../scope.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'
import { dimensionInfo, dimensionTitles, measureInfo } from './column-info.js'
import { titleText } from './expression.js'
import type { ShownColumns } from './shown-columns.js'

/**
 * The layout of a whole cube, of that of the columns which are shown: the others keep their place among the columns, with an
 * error that clients know, and have no cells.
 */
export const withHiddenColumns = async (
  scope: Scope,
  whole: HypercubeDefinition,
  { positions, hidden }: ShownColumns,
  layout: JsonObject,
): Promise<JsonObject> => {
  if (hidden.size === 0) return layout
  const columns = [...whole.dimensions, ...whole.measures]
  const shown = [...arrayOf(layout.qDimensionInfo), ...arrayOf(layout.qMeasureInfo)]
  const infos = await Promise.all(
    columns.map(async (column, position) => {
      const message = hidden.get(position)
      return message === undefined ? (shown[positions.indexOf(position)] ?? {}) : hiddenInfo(scope, column, message)
    }),
  )
  const leftDims = { S: undefined, K: undefined, P: whole.pivot.left.length, T: whole.dimensions.length }[whole.mode]
  return {
    ...layout,
    qDimensionInfo: infos.slice(0, whole.dimensions.length),
    qMeasureInfo: infos.slice(whole.dimensions.length),
    qEffectiveInterColumnSortOrder: arrayOf(layout.qEffectiveInterColumnSortOrder).map((column) => {
      const position = numberOf(column) ?? -1
      return positions[position] ?? position
    }),
    ...(arrayOf(layout.qColumnOrder).length > 0 ? { qColumnOrder: whole.columnOrder } : {}),
    ...(leftDims === undefined ? {} : { qNoOfLeftDims: leftDims }),
  }
}

const hiddenInfo = async (
  scope: Scope,
  column: DimensionColumn | MeasureColumn,
  message: string,
): Promise<JsonObject> => {
  const error = errorLayout(columnErrorCodes.calculationCondition, message)
  const attributes = { qAttrExprInfo: [], qAttrDimInfo: [] }
  const info =
    column.kind === 'dimension'
      ? dimensionInfo(column, await dimensionTitles(scope, column), undefined, undefined, error, attributes)
      : measureInfo(column, await titleText(scope, column.title), undefined, error, attributes)
  return { ...info, qCalcCondMsg: message }
}
