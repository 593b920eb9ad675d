import type { Snapshot } from '@understudy/engine'
import type { Selected } from './cases.js'
import { type DashboardObject, dashboard } from './objects.js'
import { alternatives, type Viewer } from './sales.js'

/** The same dashboard by hand: one statement for each object, in the form that is fastest, and its rows as they come. */
export interface HandDashboard {
  readonly select: (viewer: Viewer, selected: Selected) => Promise<readonly HandRows[]>
}

export interface HandRows {
  readonly columns: readonly (readonly (number | string | boolean | null)[])[]
}

/** Texts of the values of a field, by the numbers that the snapshot has for them. */
export type SymbolTexts = ReadonlyMap<string, readonly string[]>

const salesFields = ['Product', 'Year', 'Month', 'Channel']
const customerFields = ['Country', 'Segment']

/** Tables and columns of a snapshot are named by numbers. */
const namesOf = ({ document: { model } }: Snapshot) => {
  const idOf = (field: string) => model.fields.find(({ name }) => name === field)?.id
  const tableOf = (table: string) => `t_${model.tables.find(({ name }) => name === table)?.id}`
  return {
    element: (field: string) => `f_${idOf(field)}`,
    number: (field: string) => `n_${idOf(field)}`,
    symbols: (field: string) => `s_${idOf(field)}`,
    sales: tableOf('sales'),
    customers: tableOf('customers'),
  }
}

type SelectStatement = Parameters<Snapshot['runner']['run']>[0]

type Names = ReturnType<typeof namesOf>

export const symbolTexts = async (snapshot: Snapshot): Promise<SymbolTexts> => {
  const names = namesOf(snapshot)
  const texts = new Map<string, readonly string[]>()
  for (const field of [...salesFields, ...customerFields]) {
    const sql = `SELECT text FROM ${names.symbols(field)} ORDER BY elem`
    const [column = []] = await snapshot.runner.run({ sql, values: [] })
    texts.set(field, column.map(String))
  }
  return texts
}

export const handDashboard = (snapshot: Snapshot, texts: SymbolTexts): HandDashboard => {
  const names = namesOf(snapshot)
  const numbered = (field: string, wanted: readonly string[]): readonly number[] => {
    const known = texts.get(field) ?? []
    return wanted.map((text) => known.indexOf(text)).sort((a, b) => a - b)
  }
  return {
    select: (viewer, selected) => {
      const chosen = Object.entries(selected).map(([field, wanted]) => ({ field, elements: numbered(field, wanted) }))
      return Promise.all(
        dashboard.map(async (object) => ({
          columns: await snapshot.runner.run(statementOf(names, numbered, viewer, chosen, object)),
        })),
      )
    },
  }
}

interface Chosen {
  readonly field: string
  readonly elements: readonly number[]
}

type Numbered = (field: string, texts: readonly string[]) => readonly number[]

const statementOf = (
  names: Names,
  numbered: Numbered,
  viewer: Viewer,
  chosen: readonly Chosen[],
  object: DashboardObject,
): SelectStatement => {
  const filters = object.kind === 'list' ? chosen.filter(({ field }) => field !== object.field) : chosen
  const isOfCustomer = (field: string) => customerFields.includes(field)
  const column = (field: string) => `${isOfCustomer(field) ? 'c' : 's'}.${names.element(field)}`
  const read = object.kind === 'list' ? isOfCustomer(object.field) : object.byHand.customers
  const from = fromOf(
    names,
    numbered,
    viewer,
    filters,
    column,
    read || filters.some(({ field }) => isOfCustomer(field)),
  )
  if (object.kind === 'list') return { ...from, sql: `SELECT DISTINCT ${column(object.field)} ${from.sql}` }
  const { groups, measures } = object.byHand
  const columns = [
    ...groups.map(column),
    ...measures(
      (field) => `s.${names.number(field)}`,
      (field) => `s.${names.element(field)}`,
    ),
  ]
  const order = object.sortedBy === 0 ? '' : `ORDER BY ${object.sortedBy + 1} DESC NULLS LAST`
  const groupBy = groups.length === 0 ? '' : `GROUP BY ${groups.map(column).join(', ')} ${order}`
  return { ...from, sql: `SELECT ${columns.map((sql) => `(${sql})::DOUBLE`).join(', ')} ${from.sql} ${groupBy}` }
}

/** Lists of values are joined, which is faster than looking each row's value up. */
const fromOf = (
  names: Names,
  numbered: Numbered,
  viewer: Viewer,
  filters: readonly Chosen[],
  column: (field: string) => string,
  customers: boolean,
): SelectStatement => {
  const values: (readonly number[])[] = []
  const joins: string[] = []
  const conditions: string[] = []
  filters.forEach(({ field, elements }, index) => {
    const [first = 0] = elements
    const last = elements.at(-1) ?? first
    if (last - first === elements.length - 1) conditions.push(`${column(field)} BETWEEN ${first} AND ${last}`)
    else {
      values.push(elements)
      joins.push(
        `JOIN (SELECT unnest($${values.length}::INTEGER[]) AS e) AS x${index} ON x${index}.e = ${column(field)}`,
      )
    }
  })
  if (viewer === 'alternatives') {
    joins.push(`JOIN (${masksOf(numbered, 'Country', 'countries')}) AS mc ON mc.e = c.${names.element('Country')}`)
    joins.push(`JOIN (${masksOf(numbered, 'Year', 'years')}) AS my ON my.e = s.${names.element('Year')}`)
    conditions.push('mc.m & my.m <> 0')
  }
  const key = names.element('Customer')
  const joined = customers || viewer === 'alternatives' ? `JOIN ${names.customers} AS c ON c.${key} = s.${key}` : ''
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  return { sql: `FROM ${names.sales} AS s ${joined} ${joins.join(' ')} ${where}`, values }
}

/** For each value of a field a bit for each alternative that allows it. */
const masksOf = (numbered: Numbered, field: string, part: 'countries' | 'years'): string => {
  const masks = new Map<number, number>()
  alternatives.forEach((alternative, bit) => {
    for (const element of numbered(field, alternative[part].map(String)))
      masks.set(element, (masks.get(element) ?? 0) | (1 << bit))
  })
  return `SELECT * FROM (VALUES ${[...masks].map(([element, mask]) => `(${element}, ${mask})`).join(', ')}) AS masks(e, m)`
}

/** The rows of an object as the engine shows them: elements as their texts. */
export const shownByHand = (
  texts: SymbolTexts,
  object: DashboardObject,
  { columns }: HandRows,
): readonly (readonly (string | number)[])[] => {
  const fields = object.kind === 'list' ? [object.field] : object.byHand.groups
  const rows = Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => columns.map((column) => column[row]))
  return rows.map((cells) =>
    cells.map((cell, column) => {
      const field = fields[column]
      return field === undefined ? Number(cell) : (texts.get(field)?.[Number(cell)] ?? '')
    }),
  )
}
