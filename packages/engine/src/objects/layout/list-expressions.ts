import { UnderstudyError } from '@understudy/contract'
import type { Cell, ListObjectResult } from '../../evaluate/evaluation.js'
import { type NumberFormat, parseNumberFormat } from '../../format/number-format.js'
import type { JsonObject } from '../../json.js'
import { limits } from '../../limits.js'
import { eachInTurns } from '../../turns.js'
import type { ListObjectDefinition } from '../list-object-definition.js'
import { type Scope, standing } from '../scope.js'
import { measureText, numberLayout } from './cell-layout.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'
import { factsFormat } from './column-info.js'

/** An expression of a list with its values. */
export interface ListExpression {
  /** `qExpressions` of the layout. */
  readonly layout: JsonObject
  /** The cell beside a value. */
  readonly cellOf: (element: number) => JsonObject
}

const missing: JsonObject = { qText: '-', qNum: 'NaN' }

const cellLayout = (cell: Cell | undefined, format: NumberFormat): JsonObject =>
  cell ? { qText: measureText(cell, format), qNum: numberLayout(cell.num) } : missing

const failed = (qExpr: string, code: number, message: string): ListExpression => ({
  layout: { qExpr, qError: errorLayout(code, message) },
  cellOf: () => missing,
})

const evaluated = async (
  scope: Scope,
  { column, expressions }: ListObjectDefinition,
  { facts }: ListObjectResult,
  expression: string,
): Promise<ListExpression> => {
  const outcome = await scope.moment.hypercube({
    dimensions: [{ definition: column.definition, nullSuppression: true }],
    measures: [{ expression }],
    // Values of the list are told beside each other, whichever of them is selected.
    ignoreSelectionsIn: facts.joint?.fields ?? (facts.field === null ? [] : [facts.field]),
    ...standing(scope),
  })
  if (!outcome.ok) {
    const [error] = outcome.errors
    return failed(expression, error?.code ?? columnErrorCodes.invalidDefinition, error?.message ?? '')
  }
  const { cube } = outcome
  // The values of the list stand beside those of each expression.
  const most = Math.min(limits.rows.most, Math.floor(limits.rowCells.most / (2 * expressions.length)))
  if (cube.rowCount > most) {
    const message = `The list has ${cube.rowCount} values, ${most} can have ${expressions.length} expressions.`
    return failed(expression, columnErrorCodes.unsupported, message)
  }
  const cells = new Map<number, Cell>()
  await eachInTurns(await cube.page(0, cube.rowCount), ([value, cell]) => value && cell && cells.set(value.elem, cell))
  const format = factsFormat(cube.measures[0], parseNumberFormat({}, scope.library.formats))
  return { layout: { qExpr: expression }, cellOf: (element) => cellLayout(cells.get(element), format) }
}

/** The expressions of a list object. One that cannot be evaluated says so, and the list is shown. */
export const listExpressions = (
  scope: Scope,
  definition: ListObjectDefinition,
  result: ListObjectResult,
): Promise<readonly ListExpression[]> =>
  Promise.all(
    definition.expressions.map((expression) => {
      if (expression === undefined)
        return failed('', columnErrorCodes.notFound, 'The master measure of an expression does not exist.')
      return expression.trim() === ''
        ? failed('', columnErrorCodes.notFound, 'The expression is empty.')
        : evaluated(scope, definition, result, expression).catch((error: unknown) => {
            if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
            return failed(expression, columnErrorCodes.invalidDefinition, error.detail)
          })
    }),
  )
