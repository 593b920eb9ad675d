import type { FieldModel } from '../model/data-model.js'
import type { TypedExpression } from './typed-expression.js'

/** Whether the numbers of a field are stored as whole ones. */
export const isStoredWhole = ({ numberType }: FieldModel): boolean =>
  numberType === 'SMALLINT' || numberType === 'INTEGER'

/** Whole numbers up to which those of all rows that are read add up to at most 15 digits. */
const maxSummed = 100_000

/**
 * Whether an expression is a whole number of at most 15 digits, or missing, whatever the rows are: so far as its aggregate and
 * the least and greatest number of the field tell.
 */
export const isWholeNumber = (expression: TypedExpression): boolean => {
  if (expression.kind !== 'aggregate') return false
  const { function: called, arguments: args } = expression.aggregate
  if (called.whole === 'always') return true
  const [argument] = args
  if (called.whole === undefined || argument?.kind !== 'field') return false
  const { min, max } = argument.field
  return isStoredWhole(argument.field) && min !== null && max !== null && Math.max(-min, max) <= maxSummed
}
