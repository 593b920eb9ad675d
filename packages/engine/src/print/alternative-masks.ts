import type { Hop } from '../model/join-route.js'
import { isSameSet } from '../model/symbol-set.js'
import type { Constraint } from '../plan/data-scope.js'
import { type AllowedElements, isListed, symbolsAllowed } from '../plan/symbol-condition.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import type { PrintFrame } from './print-frame.js'
import {
  childrenOf,
  isEmpty,
  ownFilter,
  type Place,
  type PlacedConstraint,
  placedAtTables,
  type RowFilter,
  semiJoin,
  together,
} from './row-filter.js'
import { firstPresent, tableAlias } from './table-alias.js'

/** Bits of a bound whole number. */
const maxAlternatives = 30

/** What keeps rows of a table: a filter, and masks that have a bit in common for each alternative that a row satisfies. */
interface MaskedFilter {
  readonly filter: RowFilter
  readonly masks: readonly string[]
  /** Whether a row without a partner beyond here is left out whatever the alternative. */
  readonly demanded: boolean
  /** The alternatives that restrict nothing here nor beyond. */
  readonly open: number
}

/**
 * The filter of rows that satisfy one of several alternatives, at a cost that does not grow with their number: each value
 * of a field that they restrict has a bit for each alternative that allows it, and a row is kept where its values have one
 * in common.
 *
 * @returns `undefined` where there are too many alternatives, or some that are not lists of values
 */
export const maskFilter = (
  frame: PrintFrame,
  { route, joined, apart }: Place,
  alternatives: readonly Constraint[],
): RowFilter | undefined => {
  if (alternatives.length > maxAlternatives) return undefined
  const { common, different } = parted(alternatives)
  const isKnown = (field: number) => alternatives.every((constraint) => isListed(constraint.get(field) ?? []))
  if (![...different.keys()].every(isKnown)) return undefined
  const shared = placedAtTables(frame.model, route, common)
  const distinguishing = placedAtTables(frame.model, route, different)
  const all = 2 ** alternatives.length - 1
  const filterAt = (table: number): MaskedFilter => {
    const always = (shared.get(table) ?? []).map((placed) => ownFilter(frame, table, placed, 'join'))
    const masked = (distinguishing.get(table) ?? []).map((placed) => fieldMask(frame, table, placed, alternatives, all))
    const beyond = childrenOf(route, table)
      .filter((child) => !joined.has(child.table) && !apart.has(child.table))
      .map((child) => beyondKey(table, child, filterAt(child.table), all))
    return merged(
      [...always.map((filter) => ({ filter, masks: [], demanded: true, open: all })), ...masked, ...beyond],
      all,
    )
  }
  const { filter, masks } = merged([...joined].map(filterAt), all)
  return masks.length === 0 ? filter : together([filter, { joins: [], conditions: [`(${masks.join(' & ')}) <> 0`] }])
}

const merged = (filters: readonly MaskedFilter[], all: number): MaskedFilter => ({
  filter: together(filters.map(({ filter }) => filter)),
  masks: filters.flatMap(({ masks }) => masks),
  demanded: filters.some(({ demanded }) => demanded),
  open: filters.reduce((open, one) => open & one.open, all),
})

/** What all alternatives say alike of a field, and the fields of which they say different things. */
const parted = (alternatives: readonly Constraint[]) => {
  const [first, ...others] = alternatives
  const fields = new Set(alternatives.flatMap((constraint) => [...constraint.keys()]))
  const isCommon = (field: number) => others.every((other) => isSameAllowed(other.get(field), first?.get(field)))
  const common = new Map([...(first ?? [])].filter(([field]) => isCommon(field)))
  const different = new Map([...fields].filter((field) => !isCommon(field)).map((field) => [field, [] as number[]]))
  return { common, different }
}

/** Conditions are not compared: they are different. */
const isSameAllowed = (a: AllowedElements | undefined, b: AllowedElements | undefined): boolean => {
  const [left, right] = [a && symbolsAllowed(a), b && symbolsAllowed(b)]
  return left !== undefined && right !== undefined && isSameSet(left, right)
}

/** A value that no alternative lists has the bits of those that do not restrict its field, as has a missing value. */
const fieldMask = (
  frame: PrintFrame,
  behind: number,
  { field, homes }: PlacedConstraint,
  alternatives: readonly Constraint[],
  all: number,
): MaskedFilter => {
  const open = bitsOf(alternatives, (constraint) => !constraint.has(field))
  const masks = new Map<number, number>()
  alternatives.forEach((constraint, index) => {
    const listed = constraint.get(field) ?? []
    if (!isListed(listed)) return
    for (const element of listed) masks.set(element, (masks.get(element) ?? open) | (1 << index))
  })
  const elements = [...masks].sort(([a], [b]) => a - b)
  const values = [elements.map(([element]) => element), elements.map(([, mask]) => mask)] as const
  const list = (of: readonly number[]) => `unnest(${frame.bind(of, 'count')})`
  const alias = `b${field}`
  const on = `${alias}.listed = ${firstPresent(homes, elementColumn(field))}`
  const source = `(SELECT ${list(values[0])} AS listed, ${list(values[1])} AS mask) AS ${alias}`
  return maskedBy(behind, source, on, `${alias}.mask`, open, false, all)
}

/** Joins a table of masks: where some alternatives do not ask for a partner, a row without one has their bits. */
const maskedBy = (
  behind: number,
  source: string,
  on: string,
  mask: string,
  open: number,
  demanded: boolean,
  all: number,
): MaskedFilter => {
  const optional = open !== 0 && !demanded
  return {
    filter: { joins: [{ behind, sql: `${optional ? 'LEFT JOIN' : 'JOIN'} ${source} ON ${on}` }], conditions: [] },
    masks: [optional ? `coalesce(${mask}, ${open})` : mask],
    demanded,
    open: open & all,
  }
}

const bitsOf = (alternatives: readonly Constraint[], holds: (constraint: Constraint) => boolean): number =>
  alternatives.reduce((bits, constraint, index) => (holds(constraint) ? bits | (1 << index) : bits), 0)

/** What is beyond a key: the bits of all partners together, as each alternative asks for one that satisfies it. */
const beyondKey = (
  behind: number,
  child: Hop,
  { filter, masks, demanded, open }: MaskedFilter,
  all: number,
): MaskedFilter => {
  if (masks.length === 0) {
    const needed = isEmpty(filter) ? together([]) : semiJoin(child, filter, behind, 'join')
    return { filter: needed, masks: [], demanded, open }
  }
  const { table, keyFields, keyTables, single } = child
  const alias = `q${table}`
  const within = keyFields.map((field) => `${tableAlias(table)}.${elementColumn(field)}`)
  const mask = masks.join(' & ')
  const columns = [
    ...within.map((column, index) => `${column} AS k${index}`),
    `${single ? mask : `bit_or(${mask})`} AS mask`,
  ]
  const from = [`${dataTable(table)} AS ${tableAlias(table)}`, ...filter.joins.map(({ sql }) => sql)].join(' ')
  const where = filter.conditions.length === 0 ? '' : ` WHERE ${filter.conditions.join(' AND ')}`
  const grouped = single ? '' : ` GROUP BY ${within.join(', ')}`
  const on = keyFields.map((field, index) => `${alias}.k${index} = ${firstPresent(keyTables, elementColumn(field))}`)
  const source = `(SELECT ${columns.join(', ')} FROM ${from}${where}${grouped}) AS ${alias}`
  return maskedBy(behind, source, on.join(' AND '), `${alias}.mask`, open, demanded, all)
}
