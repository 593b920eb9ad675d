import { createHash } from 'node:crypto'

/** Element numbers allowed by field id; a field without an entry is not restricted. All entries hold together. */
export type Reduction = ReadonlyMap<number, readonly number[]>

/**
 * Which combinations of values a principal may see: those that satisfy at least one reduction. An empty predicate lets
 * nothing through; a reduction without fields lets everything through.
 */
export type SecurityPredicate = readonly Reduction[]

export const unrestricted: SecurityPredicate = [new Map()]

/**
 * Brings a predicate into its one canonical form: impossible and implied reductions dropped, reductions that differ in
 * one field only merged, everything in order. The meaning does not change; the SQL gets smaller.
 */
export const normalised = (predicate: SecurityPredicate): SecurityPredicate => {
  let reductions = predicate
    .filter((reduction) => [...reduction.values()].every((values) => values.length > 0))
    .map(sorted)
  for (const field of fieldsOf(reductions)) reductions = mergedBy(field, reductions)
  const distinct = [...new Map(reductions.map((reduction) => [keyOf(reduction), reduction])).values()]
  const needed = distinct.filter(
    (reduction) => !distinct.some((other) => other !== reduction && implies(reduction, other)),
  )
  return needed.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/**
 * The identity of a view in cache keys: principals with equal predicates and equal fields see equal data.
 *
 * @param predicate normalised
 * @param fields ids of the fields that exist for the principal, in model order
 */
export const viewHash = (predicate: SecurityPredicate, fields: readonly number[]): string =>
  createHash('sha256')
    .update(JSON.stringify([predicate.map(keyOf), fields]))
    .digest('base64url')

const sorted = (reduction: Reduction): Reduction =>
  new Map(
    [...reduction]
      .sort(([a], [b]) => a - b)
      .map(([field, values]) => [field, [...new Set(values)].sort((a, b) => a - b)] as const),
  )

const keyOf = (reduction: Reduction): string => JSON.stringify([...reduction])

const fieldsOf = (reductions: readonly Reduction[]): readonly number[] =>
  [...new Set(reductions.flatMap((reduction) => [...reduction.keys()]))].sort((a, b) => a - b)

const mergedBy = (field: number, reductions: readonly Reduction[]): Reduction[] => {
  const untouched = reductions.filter((reduction) => !reduction.has(field))
  const groups = new Map<string, { readonly rest: Reduction; readonly values: number[] }>()
  for (const reduction of reductions) {
    const values = reduction.get(field)
    if (!values) continue
    const rest = new Map([...reduction].filter(([other]) => other !== field))
    const group = groups.get(keyOf(rest)) ?? { rest, values: [] }
    for (const value of values) group.values.push(value)
    groups.set(keyOf(rest), group)
  }
  const merged = [...groups.values()].map(({ rest, values }) => sorted(new Map([...rest, [field, values]])))
  return [...untouched, ...merged]
}

/** Whether everything that satisfies the first also satisfies the second. */
const implies = (narrow: Reduction, wide: Reduction): boolean =>
  [...wide].every(([field, allowed]) => {
    const values = narrow.get(field)
    if (!values) return false
    const set = new Set(allowed)
    return values.every((value) => set.has(value))
  })
