import { type WeekCount, weekNumber } from '../expressions/functions/date-and-time/weeks.js'
import type { Calendar } from '../format/calendar.js'
import type { DatePart, DerivedField } from '../format/derived-fields.js'
import { type DualConversion, dualConversion } from './dual-value.js'
import { quoteText } from './sql-text.js'
import type { StagedTable } from './staged-tables.js'

const day = (column: string) => `CAST(${column} AS DATE)`

/** Days since 30 December 1899. */
const days = (date: string) => `CAST(${date} - DATE '1899-12-30' AS DOUBLE)`

const start = (unit: string) => (column: string) => `CAST(date_trunc('${unit}', ${day(column)}) AS DATE)`

/** A first day, and how it is written. */
const span = (unit: string, text: (date: string) => string): DualConversion => ({
  kind: 'text',
  value: start(unit),
  num: days,
  text,
})

/** A part that comes again in every year: its number is its place among the texts. */
const cyclic = (number: (column: string) => string, texts: readonly string[]): DualConversion => {
  const list = `[${texts.map(quoteText).join(', ')}]`
  return {
    kind: 'text',
    value: (column) => `CAST(${number(column)} AS INTEGER)`,
    num: (value) => `CAST(${value} AS DOUBLE)`,
    text: (value) => `${list}[${value}]`,
    declared: list,
  }
}

const typed = (type: string, value: (column: string) => string): DualConversion => {
  const conversion = dualConversion(type)
  if (!conversion) throw new Error(`no values are of type ${type}`)
  return { ...conversion, value }
}

const numbered = (count: number, written: (number: number) => string) =>
  Array.from({ length: count }, (_, at) => written(at + 1))

const weeksOf = ({ firstWeekDay, brokenWeeks, referenceDay }: Calendar): WeekCount => ({
  first: String(firstWeekDay),
  broken: brokenWeeks ? 'TRUE' : 'FALSE',
  reference: String(referenceDay),
})

/** How the values of a date become those of a part of it. */
const conversions: Readonly<Record<DatePart, (calendar: Calendar) => DualConversion>> = {
  year: () => span('year', (date) => `CAST(year(${date}) AS VARCHAR)`),
  yearNumber: () => typed('INTEGER', (column) => `CAST(year(${day(column)}) AS INTEGER)`),
  quarter: () =>
    cyclic(
      (column) => `quarter(${day(column)})`,
      numbered(4, (number) => `Q${number}`),
    ),
  yearQuarter: () => span('quarter', (date) => `(year(${date}) || '-Q' || quarter(${date}))`),
  month: ({ monthNames }) => cyclic((column) => `month(${day(column)})`, monthNames),
  yearMonth: ({ monthNames }) =>
    span('month', (date) => `(year(${date}) || '-' || [${monthNames.map(quoteText).join(', ')}][month(${date})])`),
  week: (calendar) =>
    cyclic(
      (column) => weekNumber(`TRY_CAST(${day(column)} AS TIMESTAMP)`, weeksOf(calendar)),
      numbered(54, (number) => `W${String(number).padStart(2, '0')}`),
    ),
  date: () => typed('DATE', (column) => `CASE WHEN isfinite(${column}) THEN ${day(column)} END`),
  day: () => typed('INTEGER', (column) => `CAST(day(${day(column)}) AS INTEGER)`),
}

/** Dates that never come have no parts. */
const finite = (conversion: DualConversion): DualConversion => ({
  ...conversion,
  value: (column) => `CASE WHEN isfinite(${column}) THEN ${conversion.value(column)} END`,
})

/**
 * Tables with the fields that are derived from their dates, each beside the field that it is made from: of one that several
 * tables have, in the first of them. A field of the app's own takes the place of a derived one of its name.
 *
 * @returns the tables, and the fields that were made
 */
export const withDerivedColumns = (
  tables: readonly StagedTable[],
  derived: readonly DerivedField[],
  calendar: Calendar,
): { readonly tables: readonly StagedTable[]; readonly made: readonly DerivedField[] } => {
  const made: DerivedField[] = []
  const names = new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))
  const added = new Map<StagedTable, StagedTable['columns'][number][]>()
  for (const field of derived) {
    const { name, from, part } = field
    const table = tables.find(({ columns }) => columns.some((column) => column.name === from))
    const base = table?.columns.find((column) => column.name === from)
    if (!table || !base || names.has(name)) continue
    if (base.conversion.kind !== 'date' && base.conversion.kind !== 'timestamp') continue
    names.add(name)
    made.push(field)
    const column = { name, columnName: base.columnName, conversion: finite(conversions[part](calendar)) }
    added.set(table, [...(added.get(table) ?? []), column])
  }
  return {
    tables: tables.map((table) => ({ ...table, columns: [...table.columns, ...(added.get(table) ?? [])] })),
    made,
  }
}
