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
  const described = cycle.map((link) => {
    const fields = link.fields.map((field) => `[${field}]`).join(', ')
    const names = link.tables.map((table) => tables[table]?.name ?? '').join(', ')
    return `${fields} (in ${names})`
  })
  return new UnderstudyError(
    'ENGINE-RELOAD-CYCLE',
    `these shared fields link tables in a cycle: ${described.join('; ')}`,
  )
}
