import { routeFrom } from '../model/join-route.js'
import type { Constraint, DataScope } from '../plan/data-scope.js'
import { maskFilter } from './alternative-masks.js'
import type { PrintFrame } from './print-frame.js'
import { type FilterForm, filterOf, type Place, type RowFilter } from './row-filter.js'
import type { TestJoins } from './test-joins.js'

/**
 * SQL that holds for the joined rows that belong to the scope: tables in the FROM clause are filtered directly, those
 * beyond it by semi-joins, so that no row is multiplied. Fields of tables that are not associated with these do not
 * restrict them.
 *
 * @param combined the tables whose rows are combined, each but the first with those before it
 * @param joined the tables of the FROM clause; with a table, all those between it and the combined ones
 * @param apart tables that are restricted elsewhere, with all beyond them
 * @param tests joins what the condition reads beside the rows, where that can be
 */
export const rowCondition = (
  frame: PrintFrame,
  scope: DataScope,
  combined: readonly number[],
  joined: ReadonlySet<number>,
  apart: ReadonlySet<number> = new Set(),
  tests?: TestJoins,
): string => {
  const route = routeFrom(frame.model, ...combined)
  // A row that is taken away is so beside each of several rows that it meets, of whichever it was taken for.
  const unrepeated = new Set([...joined].filter((table) => route.get(table)?.single))
  const partCondition = (part: DataScope, within: ReadonlySet<number>): string => {
    if (part.kind === 'alternatives')
      return alternativesCondition(frame, { route, joined: within, apart }, part.alternatives, tests ?? 'condition')
    const left = partCondition(part.left, within)
    const right = partCondition(part.right, part.kind === 'difference' ? unrepeated : within)
    return operations[part.kind](frame, left, right)
  }
  return partCondition(scope, joined)
}

/**
 * The same for the rows of a FROM clause, in a form that is faster where it can be: lists of values and tables beyond are
 * joined, and alternatives are told by masks.
 */
export const rowFilter = (
  frame: PrintFrame,
  scope: DataScope,
  combined: readonly number[],
  joined: ReadonlySet<number>,
  apart: ReadonlySet<number>,
): RowFilter => {
  const place = { route: routeFrom(frame.model, ...combined), joined, apart }
  const fast = combined.length === 1 && scope.kind === 'alternatives' ? joinedFilter(frame, place, scope) : undefined
  if (fast) return fast
  const condition = rowCondition(frame, scope, combined, joined, apart)
  return { joins: [], conditions: condition === 'TRUE' ? [] : [`(${condition})`] }
}

const joinedFilter = (
  frame: PrintFrame,
  place: Place,
  { alternatives }: Extract<DataScope, { kind: 'alternatives' }>,
): RowFilter | undefined => {
  const [only] = alternatives
  if (!only) return undefined
  return alternatives.length === 1 ? filterOf(frame, place, only, 'join') : maskFilter(frame, place, alternatives)
}

/** A condition on a missing value is unknown, which is not the same as false once it is turned round. */
const operations = {
  union: (_: PrintFrame, left: string, right: string) => `((${left}) OR (${right}))`,
  intersection: (_: PrintFrame, left: string, right: string) => `((${left}) AND (${right}))`,
  difference: ({ dialect }: PrintFrame, left: string, right: string) => `((${left}) AND ${dialect.doesNotHold(right)})`,
}

const alternativesCondition = (
  frame: PrintFrame,
  place: Place,
  alternatives: readonly Constraint[],
  form: Exclude<FilterForm, 'join'>,
): string => {
  if (alternatives.length === 0) return 'FALSE'
  const conditions = alternatives.map((constraint) => conditionOf(filterOf(frame, place, constraint, form)))
  return conditions.includes('') ? 'TRUE' : conditions.map((condition) => `(${condition})`).join(' OR ')
}

const conditionOf = ({ conditions }: RowFilter): string => conditions.join(' AND ')
