import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { FilterNode, FilterOperator } from './filter-node.js'

/** Prints one comparison as a condition; the value reaches SQL as a bound parameter only. */
export type ComparisonPrinter = (operator: FilterOperator, value: string) => Expression<SqlBool>

/** One printer for each attribute of a list. */
export type ComparisonPrinters<Attribute extends string> = Readonly<Record<Attribute, ComparisonPrinter>>

/** Folds case as the `*_folded` columns do, so that a filter finds the same rows on both databases. */
export const foldCase = (text: string): string => text.toLowerCase()

const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/**
 * Compares a column whose values are case-folded with the folded value.
 *
 * @param column reference of a `*_folded` column, or of one whose values are lower case anyway
 */
export const foldedComparison =
  (column: Expression<string | null>): ComparisonPrinter =>
  (operator, value) =>
    operator === 'eq'
      ? sql<SqlBool>`${column} = ${foldCase(value)}`
      : sql<SqlBool>`${column} like ${likePattern(foldCase(value))} escape '\\'`

/** Prints a parsed filter as one condition of a query. */
export const filterCondition = <Attribute extends string, DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  node: FilterNode<Attribute>,
  printers: ComparisonPrinters<Attribute>,
): Expression<SqlBool> => {
  if (node.kind === 'comparison') return printers[node.attribute](node.operator, node.value)
  const operands = node.operands.map((operand) => filterCondition(eb, operand, printers))
  return node.kind === 'and' ? eb.and(operands) : eb.or(operands)
}
