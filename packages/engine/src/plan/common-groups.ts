import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Branch, Groups, NumberedAggregate } from './cube.js'
import { scopeText } from './data-scope.js'
import { textOf } from './merged-aggregates.js'
import { isOfOneTable, type TableRows, tableRows } from './row-source.js'

/** Groups with the aggregates of all that are made of the same rows by the same keys. */
export interface CommonGroups {
  readonly groups: Groups
  /** The position of an aggregate by its position in one of those that these are common to. */
  readonly positions: ReadonlyMap<Groups, ReadonlyMap<number, number>>
}

/** Finds groups of the same rows by the same keys, whatever is aggregated of each. Others are common to nobody else. */
export const commonGroups = (model: DataModel, all: Iterable<Groups>): ReadonlyMap<Groups, CommonGroups> => {
  const alike = new Map<Groups | string, Groups[]>()
  for (const groups of all) {
    const key = textOfRows(groups) ?? groups
    const others = alike.get(key)
    if (others) others.push(groups)
    else alike.set(key, [groups])
  }
  const found = new Map<Groups, CommonGroups>()
  for (const members of alike.values()) {
    const common = united(model, members)
    for (const groups of members) found.set(groups, common)
  }
  return found
}

/** The rows of one table within one scope; `undefined` for all others. */
const rowsOf = ({
  branches,
  of,
  carried,
}: Groups): { readonly branch: Branch; readonly rows: TableRows } | undefined => {
  const [branch, ...others] = branches
  const [rows, ...sources] = branch?.rows ?? []
  if (of || carried || !branch || others.length > 0 || sources.length > 0 || branch.once || branch.scopes)
    return undefined
  return rows?.kind === 'table' && isOfOneTable(rows) && rows.aggrs.length === 0 ? { branch, rows } : undefined
}

const tableOf = ({ parts }: TableRows): number | undefined => parts[0]?.combined[0]?.table

const textOfRows = (groups: Groups): string | undefined => {
  const made = rowsOf(groups)
  const keys = groups.keys.flatMap((key) => (key.kind === 'field' ? [key.field.id] : []))
  if (!made || keys.length < groups.keys.length) return undefined
  return `${tableOf(made.rows)} ${keys.join()} ${scopeText(made.branch.scope)}`
}

const united = (model: DataModel, members: readonly Groups[]): CommonGroups => {
  const [first] = members
  const made = first && rowsOf(first)
  if (!first) throw new Error('groups of nobody')
  if (!made || members.length === 1) return { groups: first, positions: new Map() }
  const aggregates: NumberedAggregate[] = []
  const known = new Map<string, number>()
  const positions = new Map<Groups, ReadonlyMap<number, number>>()
  for (const groups of members) {
    const own = new Map<number, number>()
    for (const { index, aggregate } of groups.aggregates) {
      const text = textOf(aggregate)
      const position = known.get(text) ?? aggregates.length
      if (position === aggregates.length) aggregates.push({ index: position, aggregate })
      known.set(text, position)
      own.set(index, position)
    }
    positions.set(groups, own)
  }
  const fields: readonly FieldModel[] = [
    ...first.keys.flatMap((key) => (key.kind === 'field' ? [key.field] : [])),
    ...aggregates.flatMap(({ aggregate }) => aggregate.fields),
  ]
  const table = tableOf(made.rows)
  const rows = [tableRows(model, table === undefined ? [] : [table], fields)]
  return { groups: { keys: first.keys, aggregates, branches: [{ ...made.branch, rows, aggregates }] }, positions }
}
