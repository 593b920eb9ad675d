import { UnderstudyError } from '@understudy/contract'
import type { ColumnError } from './evaluation.js'

/** QIX's code in `qError` for a column that cannot be evaluated. Not 7005, which charts read as an unmet condition. */
export const invalidColumnCode = 7

/** Runs a check of one column. What is wrong with the expression becomes the column's error; other failures pass. */
export const checkColumn = <T>(column: number, errors: ColumnError[], check: () => T): T | undefined => {
  try {
    return check()
  } catch (error) {
    errors.push(errorOfColumn(column, error))
    return undefined
  }
}

/** The same for what only evaluating the column can tell. */
export const evaluateColumn = async <T>(
  column: number,
  errors: ColumnError[],
  evaluate: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await evaluate()
  } catch (error) {
    errors.push(errorOfColumn(column, error))
    return undefined
  }
}

const errorOfColumn = (column: number, error: unknown): ColumnError => {
  if (error instanceof UnderstudyError && error.code === 'ENGINE-EXPRESSION') return columnError(column, error)
  throw error
}

export const columnError = (column: number, { detail }: UnderstudyError): ColumnError => ({
  column,
  code: invalidColumnCode,
  message: detail,
})
