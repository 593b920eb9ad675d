import { UnderstudyError } from '@understudy/contract'
import type { ColumnError } from './evaluation.js'

/** QIX's code in `qError` for a column that cannot be evaluated. Not 7005, which charts read as an unmet condition. */
const invalidColumnCode = 7

/** Runs a check of one column. What is wrong with the expression becomes the column's error; other failures pass. */
export const checkColumn = <T>(column: number, errors: ColumnError[], check: () => T): T | undefined => {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
    errors.push({ column, code: invalidColumnCode, message: error.detail })
    return undefined
  }
}
