import type { DataModel } from '../model/data-model.js'
import type { Hop } from '../model/join-route.js'

/** Which rows stay without a partner: on either side, of those before, of the new table, or none. */
export type JoinKind = 'full' | 'left' | 'right' | 'inner'

/**
 * How tables are joined, by table. Combined ones keep rows without a partner on either side, further ones those before
 * them. Where every row has a partner, a join that need not look for others does the same for less.
 */
export const joinKinds = (
  model: DataModel,
  combined: readonly Hop[],
  joins: readonly Hop[],
): ReadonlyMap<number, JoinKind> => {
  const kinds = new Map<number, JoinKind>()
  // Tables of which every joined row has one.
  let present = new Set(combined.slice(0, 1).map(({ table }) => table))
  for (const { table, keyTables } of combined.slice(1)) {
    const partnersBefore = keyTables.some((other) => covers(model, table, other))
    const partnersHere = keyTables.some((other) => present.has(other) && covers(model, other, table))
    kinds.set(table, partnersBefore ? (partnersHere ? 'inner' : 'left') : partnersHere ? 'right' : 'full')
    if (!partnersBefore) present = new Set()
    if (partnersHere) present.add(table)
  }
  for (const { table, keyTables } of joins) {
    const partnersHere = keyTables.some((other) => present.has(other) && covers(model, other, table))
    kinds.set(table, partnersHere ? 'inner' : 'left')
    if (partnersHere) present.add(table)
  }
  return kinds
}

const covers = ({ associations }: DataModel, from: number, to: number): boolean =>
  associations.some(({ covered }) => covered?.some(([one, other]) => one === from && other === to))
