import type { Aggregate } from '../expressions/typed-expression.js'
import type { DataModel } from '../model/data-model.js'
import type { JoinedTables } from '../model/joined-tables.js'
import type { DataScope } from './data-scope.js'
import { withoutMet } from './met-rows.js'

/**
 * The rows that an aggregate runs over within a scope. The different values of a key are in all tables that hold it, but of
 * a table of which each row meets one of another, they are all in that other.
 *
 * @param read tables that are read anyway, which are kept rather than others, the first of them first
 */
export const grainWithin = (
  model: DataModel,
  scope: DataScope,
  { grain }: Aggregate,
  read: readonly number[],
): readonly JoinedTables[] => {
  if (grain.length < 2) return grain
  const tables = grain.flat()
  const preferred = read.filter((table) => tables.includes(table))
  const kept = withoutMet(model, scope, [...new Set([...preferred, ...tables])])
  return grain.filter((joined) => joined.every((table) => kept.includes(table)))
}
