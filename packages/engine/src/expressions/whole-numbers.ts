import type { TypedExpression } from './typed-expression.js'

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
  const { numberType, min, max } = argument.field
  const isWhole = numberType === 'SMALLINT' || numberType === 'INTEGER'
  return isWhole && min !== null && max !== null && Math.max(-min, max) <= maxSummed
}
