import { UnderstudyError } from '@understudy/contract'

/** A table before its data is looked at: a name and its field names. */
export interface TableShape {
  readonly name: string
  readonly fields: readonly string[]
}

/** Tables (by index) that share exactly these fields. */
export interface SharedFields {
  readonly fields: readonly string[]
  readonly tables: readonly number[]
}

/**
 * Groups the fields that occur in more than one table by the set of tables they occur in: equal sets of shared fields
 * make one (composite) key.
 */
export const sharedFields = (tables: readonly TableShape[]): readonly SharedFields[] => {
  const tablesOf = new Map<string, number[]>()
  tables.forEach((table, index) => {
    for (const field of table.fields) tablesOf.set(field, [...(tablesOf.get(field) ?? []), index])
  })
  const groups = new Map<string, { fields: string[]; tables: number[] }>()
  for (const [field, holders] of tablesOf) {
    if (holders.length < 2) continue
    const group = groups.get(holders.join())
    if (group) group.fields.push(field)
    else groups.set(holders.join(), { fields: [field], tables: holders })
  }
  return [...groups.values()]
}

/**
 * Refuses associations that do not form a forest: two tables linked along two paths have no single answer to which of
 * their rows belong together.
 *
 * @throws UnderstudyError ENGINE-RELOAD-CYCLE naming the fields and tables of one cycle.
 */
export const assertForest = (tables: readonly TableShape[], associations: readonly SharedFields[]): void => {
  const links: SharedFields[] = []
  for (const association of associations) {
    association.tables.forEach((table, index) => {
      const between = linkPath(links, table, association.tables.slice(0, index))
      if (between) throw cycleError(tables, [association, ...between])
    })
    links.push(association)
  }
}

/** The links that lead from one table to any of the targets, if there is such a path. */
const linkPath = (
  links: readonly SharedFields[],
  from: number,
  targets: readonly number[],
): readonly SharedFields[] | undefined => {
  const queue: { table: number; via: readonly SharedFields[] }[] = [{ table: from, via: [] }]
  const seen = new Set([from])
  for (const { table, via } of queue) {
    if (targets.includes(table)) return via
    for (const link of links) {
      if (!link.tables.includes(table)) continue
      for (const next of link.tables) {
        if (seen.has(next)) continue
        seen.add(next)
        queue.push({ table: next, via: [...via, link] })
      }
    }
  }
  return undefined
}

const cycleError = (tables: readonly TableShape[], cycle: readonly SharedFields[]): UnderstudyError => {
  const described = cycle.map(
    (link) => `${namesOf(link.fields)} (in ${link.tables.map((table) => tables[table]?.name ?? '').join(', ')})`,
  )
  return new UnderstudyError(
    'ENGINE-RELOAD-CYCLE',
    `these shared fields link tables in a cycle: ${described.join('; ')}. ${remedy(tables, cycle)}`,
  )
}

const namesOf = (fields: readonly string[]): string => fields.map((field) => `[${field}]`).join(', ')

/**
 * The smallest change that opens a cycle. Where some tables of a link share fields that others lack, those fields are one
 * key in some places and part of another elsewhere: the others need them, too, or they need another name. Otherwise any
 * link may go.
 */
const remedy = (tables: readonly TableShape[], cycle: readonly SharedFields[]): string => {
  const [first, ...others] = [...cycle].sort((a, b) => a.tables.length - b.tables.length)
  if (!first) return ''
  const narrower = others.find((link) => first.tables.every((table) => link.tables.includes(table)))
  const lacking = (narrower?.tables ?? []).filter((table) => !first.tables.includes(table))
  if (narrower && lacking.length > 0) {
    const names = lacking.map((table) => tables[table]?.name ?? '').join(', ')
    return `Add ${namesOf(first.fields)} to ${names}, so that all share one composite key, or rename ${namesOf(first.fields)} in all tables but one of ${first.tables.map((table) => tables[table]?.name ?? '').join(', ')}`
  }
  const [keeper, ...renamed] = first.tables.map((table) => tables[table]?.name ?? '')
  return `Rename ${namesOf(first.fields)} in ${renamed.join(', ')}, e.g. to ${namesOf(first.fields.map((field) => `${renamed[0] ?? ''} ${field}`))}, if it does not mean the same as in ${keeper ?? ''}; or join two of these tables into one`
}
