import type { DuckDBConnection } from '@duckdb/node-api'
import { readNumber } from '../expressions/functions/reading.js'
import { textOrderTerms } from '../expressions/functions/text-order.js'
import type { AppFormats } from '../format/app-formats.js'
import type { FieldFormat } from '../format/field-format.js'
import type { FieldModel, NumberType, SymbolType, ValueKind } from '../model/data-model.js'
import { fieldTags, writtenKind } from '../model/field-tags.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import type { DualConversion } from './dual-value.js'
import { shownText, takesFormat } from './shown-text.js'
import { quoteIdentifier } from './sql-text.js'
import type { StagedTable } from './staged-tables.js'
import { plainNumber, textOfNumber } from './text-of-number.js'

/** A field before its values are read: the tables that hold it, as indexes. */
export interface FieldPlan {
  readonly id: number
  readonly name: string
  readonly tables: readonly number[]
}

/** What decides the texts of values beside the data and the app. */
export interface SymbolOptions {
  readonly format?: FieldFormat | undefined
  /** Whether there are people who do not see all rows. */
  readonly hidesRows: boolean
}

/** Temporary table, or view, that maps the values of one staged column to element numbers: `value`, `elem`. */
export const valueMap = (table: number, field: number): string => `map_${table}_${field}`

/** Drops the maps of all columns. */
export const dropMaps = async (connection: DuckDBConnection): Promise<void> => {
  for (const kind of ['table', 'view']) {
    const reader = await connection.runAndReadAll(
      `SELECT ${kind}_name FROM duckdb_${kind}s() WHERE temporary AND starts_with(${kind}_name, 'map_')`,
    )
    for (const [name] of reader.getRowsJS()) await connection.run(`DROP ${kind} ${quoteIdentifier(String(name))}`)
  }
}

/**
 * Writes the symbol table of a field, numbering its values in load order (table by table, row by row) or, where a type
 * declares values, in that order, and the maps from staged values to element numbers. Where tables hold values of different
 * kinds under the same name, those of equal number are one value, with the text of the one loaded first; in an app that hides
 * rows, with a text of the number itself. Texts are as the app writes values; where the data states others, these stand beside
 * them.
 */
export const writeSymbols = async (
  connection: DuckDBConnection,
  tables: readonly StagedTable[],
  plan: FieldPlan,
  formats: AppFormats,
  { format: wanted, hidesRows }: SymbolOptions,
): Promise<FieldModel> => {
  const columns = plan.tables.map((index) => stagedColumn(tables, index, plan.name))
  const conversions = columns.map(({ conversion }) => conversion)
  const kinds = new Set(columns.map(({ conversion }) => conversion.kind))
  const mixed = kinds.size > 1
  const [first = 'text'] = kinds
  const kind = kinds.has('text') ? 'text' : first
  const symbols = symbolTable(plan.id)
  const format = wanted && takesFormat(kind) ? wanted : undefined
  const shownOf = (each: ValueKind) => shownText(each, formats, format)
  const byNumber = mixed && hidesRows
  const restated = byNumber || [...kinds].some((each) => shownOf(each) !== undefined)
  // Values of one kind are the same where their texts are; otherwise what makes them the same is kept until they are mapped.
  const apart = mixed || restated
  const identified = apart ? `same_${plan.id}` : symbols
  // A structure of table and row sorts several times slower than the row alone.
  const seenFirst = (order: number) => (columns.length === 1 ? 'first_row' : `(${order}, first_row)`)
  const firstSeen: string[] = []
  for (const [order, { table, conversion, index, columnName }] of columns.entries()) {
    const column = quoteIdentifier(columnName)
    const seen = `seen_${index}_${plan.id}`
    await connection.run(
      `CREATE TEMP TABLE ${seen} AS SELECT value, first_row
       FROM (SELECT ${conversion.value(column)} AS value, min(rowid) AS first_row FROM ${table.reference} GROUP BY 1)
       WHERE value IS NOT NULL`,
    )
    const number = numberOf(conversion, formats)
    const text = shownOf(conversion.kind)?.(conversion, 'value') ?? conversion.text('value')
    const ofNumber = (sql: string, other: string) =>
      byNumber ? `CASE WHEN ${isExact(number)} THEN ${sql} ELSE ${other} END` : other
    firstSeen.push(
      `SELECT ${identityOf(conversion, mixed, formats)} AS same, ${ofNumber(plainNumber(number), conversion.text('value'))} AS stated,
              ${ofNumber(format ? text : textOfNumber(conversions, number, formats), text)} AS text,
              ${number} AS num, ${seenFirst(order)} AS first_seen FROM ${seen}`,
    )
  }
  const declared = mixed ? [] : columns.flatMap(({ conversion }) => conversion.declared ?? [])
  const declaredOrder = declared.length > 0
  // The texts of one column are apart already: grouping them again would take as long as finding them.
  const [only, another] = columns
  const alreadyApart = another === undefined && !apart && !declaredOrder && only?.conversion.text('value') === 'value'
  const symbolsSeen = alreadyApart
    ? firstSeen.join()
    : `SELECT ${apart ? 'same, arg_min(stated, first_seen) AS stated, arg_min(seen.text, first_seen)' : 'same'} AS text,
              any_value(${declaredOrder ? 'declared' : 'seen'}.num) AS num, min(first_seen) AS first_seen
       FROM (${firstSeen.join(' UNION ALL ')}) AS seen ${declaredOrder ? declaredNumbers(declared) : ''} GROUP BY same`
  await connection.run(
    `CREATE ${apart ? 'TEMP TABLE' : 'TABLE'} ${identified} AS
     SELECT CAST(row_number() OVER (ORDER BY ${declaredOrder ? 'num NULLS LAST, ' : ''}first_seen) - 1 AS INTEGER) AS elem, num, text,
            CAST(row_number() OVER (ORDER BY ${textOrderTerms('text', formats).join(', ')}) - 1 AS INTEGER) AS text_rank${apart ? ', stated, same' : ''}
     FROM (${symbolsSeen})
     ORDER BY elem`,
  )
  if (apart)
    await connection.run(
      `CREATE TABLE ${symbols} AS
       SELECT elem, num, text, text_rank${restated ? ', stated' : ''} FROM ${identified} ORDER BY elem`,
    )
  for (const { conversion, index } of columns) {
    const seen = `seen_${index}_${plan.id}`
    await connection.run(
      alreadyApart
        ? `CREATE TEMP VIEW ${valueMap(index, plan.id)} AS SELECT text AS value, elem FROM ${symbols}`
        : `CREATE TEMP TABLE ${valueMap(index, plan.id)} AS
           SELECT value, elem FROM ${seen}
           JOIN ${identified} AS symbols ON symbols.${apart ? 'same' : 'text'} = ${identityOf(conversion, mixed, formats)}`,
    )
    await connection.run(`DROP TABLE ${seen}`)
  }
  if (apart) await connection.run(`DROP TABLE ${identified}`)
  const described = await describeField(connection, plan, kind, format, (furthest, integer) => {
    if (hidesRows) return unitsDeclared(conversions, furthest)
    // Whole numbers add up exactly as they are.
    return integer ? undefined : unitsOf(connection, plan, furthest)
  })
  const ascending = await ascends(connection, described)
  const furthest = Math.max(Math.abs(described.min ?? 0), Math.abs(described.max ?? 0))
  // By the types of columns, which tell nothing of their rows: with or without it, exact numbers are written alike.
  const moreDigits = conversions.every(({ whole }) => whole) && furthest > Number.MAX_SAFE_INTEGER
  return {
    ...described,
    ...(moreDigits ? { moreDigits } : {}),
    declaredOrder,
    ...(ascending ? { ascending } : {}),
    ...(restated ? { restated } : {}),
    ...(format ? { format } : {}),
    ...(byNumber ? { byNumber } : {}),
  }
}

/** The number of a value is its place in the first type that declares it, whichever of its rows there are. */
const declaredNumbers = (lists: readonly string[]): string => {
  const numbers = lists.map(
    (list, order) =>
      `SELECT CAST(unnest(${list}) AS VARCHAR) AS text, CAST(generate_subscripts(${list}, 1) AS DOUBLE) AS num, ${order} AS type`,
  )
  return `LEFT JOIN (SELECT text, arg_min(num, type) AS num FROM (${numbers.join(' UNION ALL ')}) GROUP BY text) AS declared
    ON declared.text = seen.same`
}

const stagedColumn = (tables: readonly StagedTable[], index: number, name: string) => {
  const table = tables[index]
  const column = table?.columns.find((candidate) => candidate.name === name)
  if (!table || !column) throw new Error(`field ${name} is not in table ${index}`)
  return { table, conversion: column.conversion, columnName: column.columnName, index }
}

/** A text has the number that it reads as. */
const numberOf = ({ num, text }: DualConversion, formats: AppFormats): string =>
  num ? num('value') : readNumber(text('value'), formats)

const isExact = (number: string): string => `abs(${number}) < 9007199254740992`

/** Numbers beyond 2^53 are the same where all their digits are. */
const identityOf = (conversion: DualConversion, mixed: boolean, formats: AppFormats): string => {
  const text = conversion.text('value')
  if (!mixed) return text
  const number = numberOf(conversion, formats)
  return `(CASE WHEN ${isExact(number)} THEN 'n' || CAST(${number} + 0.0 AS VARCHAR) ELSE 't' || ${text} END)`
}

/** Values of a field whose order is looked at: more are seldom sorted in a chart. */
const maxOrdered = 100_000

/** Whether all values have numbers, each greater than the one before it. */
const ascends = async (connection: DuckDBConnection, { id, symbolCount, min }: FieldModel): Promise<boolean> => {
  if (min === null || symbolCount > maxOrdered) return false
  const reader = await connection.runAndReadAll(
    `SELECT bool_and(coalesce(num > before, elem = 0 AND num IS NOT NULL))
     FROM (SELECT elem, num, lag(num) OVER (ORDER BY elem) AS before FROM ${symbolTable(id)})`,
  )
  return reader.value(0, 0) === true
}

const describeField = async (
  connection: DuckDBConnection,
  plan: FieldPlan,
  kind: FieldModel['kind'],
  format: FieldFormat | undefined,
  unitsUpTo: (furthest: number, integer: boolean) => FieldModel['units'] | Promise<FieldModel['units']>,
): Promise<FieldModel> => {
  const reader = await connection.runAndReadAll(
    `SELECT CAST(count(*) AS INTEGER), min(num), max(num), CAST(coalesce(max(length(text)), 0) AS INTEGER),
            coalesce(bool_and(num = trunc(num)), FALSE), coalesce(bool_and(length(text) = strlen(text)), TRUE),
            min(abs(num)) FILTER (WHERE num <> 0)
     FROM ${symbolTable(plan.id)}`,
  )
  const [symbolCount, min, max, maxGlyphCount, integer, ascii, least] = reader.getRowsJS()[0] as [
    number,
    number | null,
    number | null,
    number,
    boolean,
    boolean,
    number | null,
  ]
  const numberType = kind === 'text' ? null : numberTypeFor(integer, min ?? 0, max ?? 0)
  const furthest = Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0))
  const units = kind === 'number' ? await unitsUpTo(furthest, integer) : undefined
  return {
    id: plan.id,
    name: plan.name,
    kind,
    symbolCount,
    symbolType: symbolTypeFor(symbolCount),
    numberType,
    ...(units ? { units } : {}),
    min,
    max,
    ...(least === null ? {} : { least }),
    maxGlyphCount,
    tags: fieldTags({ kind: writtenKind(kind, format), integer, ascii, key: plan.tables.length > 1 }),
    tables: plan.tables,
  }
}

/** Numbers with more decimals than these are added as they are. */
const maxDecimals = 6

/** Digits up to which every whole number fits into that of 64 bits. */
const maxDigits = 18

const unitType = (furthest: number, decimals: number) => (furthest * 10 ** decimals < 2 ** 31 ? 'INTEGER' : 'BIGINT')

/**
 * The last decimal that the types of all columns of a field have room for. How a sum is rounded would tell what is hidden, if
 * the values decided it: the decimals of a hidden one, or how large it is.
 */
const unitsDeclared = (conversions: readonly DualConversion[], furthest: number): FieldModel['units'] => {
  const digits = conversions.flatMap((conversion) => conversion.digits ?? [])
  if (digits.length < conversions.length) return undefined
  const decimals = Math.max(...digits.map((each) => each.decimals))
  const whole = Math.max(...digits.map((each) => each.whole))
  if (decimals === 0 || decimals > maxDecimals || whole + decimals > maxDigits) return undefined
  return { decimals, type: unitType(furthest, decimals) }
}

/** The least digit that all numbers of a field are multiples of, each exactly, where it is one of the first decimals. */
const unitsOf = async (
  connection: DuckDBConnection,
  plan: FieldPlan,
  furthest: number,
): Promise<FieldModel['units']> => {
  const possible = Array.from({ length: maxDecimals }, (_, index) => index + 1).filter(
    (decimals) => furthest * 10 ** decimals <= Number.MAX_SAFE_INTEGER,
  )
  if (possible.length === 0) return undefined
  const tests = possible.map((decimals) => `bool_and(round(num * 1e${decimals}) / 1e${decimals} = num)`)
  const reader = await connection.runAndReadAll(`SELECT ${tests.join(', ')} FROM ${symbolTable(plan.id)}`)
  const decimals = possible[(reader.getRowsJS()[0] ?? []).indexOf(true)]
  return decimals === undefined ? undefined : { decimals, type: unitType(furthest, decimals) }
}

const symbolTypeFor = (count: number): SymbolType => {
  if (count <= 256) return 'UTINYINT'
  return count <= 65_536 ? 'USMALLINT' : 'INTEGER'
}

const numberTypeFor = (integer: boolean, min: number, max: number): NumberType => {
  if (!integer) return 'DOUBLE'
  if (min >= -32_768 && max <= 32_767) return 'SMALLINT'
  return min >= -2_147_483_648 && max <= 2_147_483_647 ? 'INTEGER' : 'DOUBLE'
}
