import type { OracleSet, OuterOracleSet } from './oracle-expression.js'
import { type OracleSelections, satisfies } from './oracle-list.js'
import type { OracleView } from './oracle-security.js'
import type { Combination, Universe } from './universe.js'

/** The records that a set makes: those of a selection, or what an operation leaves of two such. */
export type OracleRecords =
  | { readonly kind: 'selection'; readonly selections: OracleSelections }
  | { readonly kind: OracleOperator; readonly left: OracleRecords; readonly right: OracleRecords }

/** Union, difference, intersection, symmetric difference. */
export type OracleOperator = '+' | '-' | '*' | '/'

/** The same with other selections. */
export const onSelections = (
  records: OracleRecords,
  change: (selections: OracleSelections) => OracleSelections,
): OracleRecords =>
  records.kind === 'selection'
    ? { kind: 'selection', selections: change(records.selections) }
    : { ...records, left: onSelections(records.left, change), right: onSelections(records.right, change) }

/** Without the fields of which no value is left. */
const withoutEmptyFields = (records: OracleRecords): OracleRecords =>
  onSelections(records, (selections) => new Map([...selections].filter(([, { values }]) => values.size > 0)))

/** The records of a set within sets in front of it: those of the last of these, where there is none. */
export const recordsWithin = (
  view: OracleView,
  selections: OracleSelections,
  outer: readonly OuterOracleSet[],
  set: OracleSet | undefined,
): OracleRecords => {
  let around: OracleRecords | undefined
  for (const [index, one] of outer.entries()) {
    const made = one.set.records(view, selections, around)
    const isLast = index === outer.length - 1 && set === undefined
    around = one.keepsEmpty || isLast ? made : withoutEmptyFields(made)
  }
  return set ? set.records(view, selections, around) : (around ?? { kind: 'selection', selections })
}

/**
 * Whether rows are among records: the rows of a combination in some tables.
 *
 * @param aggregated the tables whose rows are aggregated: a row of these that is taken away is so wherever it stands
 * @param joined these, and the tables that tell which group they are in
 */
export const areWithin = (
  view: OracleView,
  universe: Universe,
  records: OracleRecords,
  member: Combination,
  aggregated: readonly number[],
  joined: readonly number[],
): boolean => {
  const within = (part: OracleRecords, tables: readonly number[]) =>
    areWithin(view, universe, part, member, aggregated, tables)
  switch (records.kind) {
    case 'selection': {
      const possible = possibleIn(view, universe, records.selections)
      return (
        possible.has(member) ||
        [...possible].some((other) => joined.every((table) => other.rows.get(table) === member.rows.get(table)))
      )
    }
    case '+':
      return within(records.left, joined) || within(records.right, joined)
    case '-':
      return within(records.left, joined) && !within(records.right, aggregated)
    case '*':
      return within(records.left, joined) && within(records.right, joined)
    case '/':
      return (
        (within(records.left, joined) && !within(records.right, aggregated)) ||
        (within(records.right, joined) && !within(records.left, aggregated))
      )
  }
}

const foundPossible = new WeakMap<OracleSelections, Map<Universe, ReadonlySet<Combination>>>()

const possibleIn = (view: OracleView, universe: Universe, selections: OracleSelections): ReadonlySet<Combination> => {
  const found = foundPossible.get(selections) ?? new Map<Universe, ReadonlySet<Combination>>()
  foundPossible.set(selections, found)
  const possible =
    found.get(universe) ??
    new Set(universe.combinations.filter((combination) => satisfies(view, universe, combination, selections)))
  found.set(universe, possible)
  return possible
}
