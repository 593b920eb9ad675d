import { UnderstudyError } from '@understudy/contract'

/**
 * An error in an expression.
 *
 * @param at position in the expression, counted from 0; people read it counted from 1
 */
export const expressionProblem = (at: number, message: string): UnderstudyError =>
  new UnderstudyError('ENGINE-EXPRESSION', `${message} (at character ${at + 1})`)
