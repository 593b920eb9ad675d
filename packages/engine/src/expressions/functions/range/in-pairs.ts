import { expressionProblem } from '../../expression-problem.js'
import type { SqlValue } from '../sql-value.js'

/**
 * Arguments that stand for pairs.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION where one has no partner
 */
export const inPairs = (name: string, values: readonly SqlValue[]): readonly (readonly [SqlValue, SqlValue])[] => {
  if (values.length % 2 !== 0) throw expressionProblem(0, `${name} takes its arguments in pairs`)
  return values.flatMap((first, index) => {
    const second = values[index + 1]
    return index % 2 === 0 && second ? [[first, second] as const] : []
  })
}
