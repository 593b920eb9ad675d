import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { readNumber } from '../expressions/functions/reading.js'
import type { AppFormats } from '../format/app-formats.js'
import type { FieldModel } from '../model/data-model.js'
import type { SectionAccess, SectionAccessRow } from '../model/section-access.js'
import { quoteIdentifier } from './sql-text.js'
import type { StagedColumn, StagedTable } from './staged-tables.js'
import { plainNumber } from './text-of-number.js'

const identityColumns = ['USERID', 'USER.EMAIL', 'GROUP'] as const
const knownColumns: ReadonlySet<string> = new Set(['ACCESS', ...identityColumns, 'OMIT'])

/**
 * Reads and checks the SECTION_ACCESS table. A column or an omitted field that the model does not know is refused: to
 * ignore it would show more than its author meant.
 *
 * @throws UnderstudyError ENGINE-RELOAD-SECTION-ACCESS
 */
export const readSectionAccess = async (
  connection: DuckDBConnection,
  table: StagedTable,
  fields: readonly FieldModel[],
  formats: AppFormats,
): Promise<SectionAccess> => {
  const names = table.columns.map((column) => column.name)
  if (!identityColumns.some((name) => names.includes(name))) {
    throw invalid('no column says whom a row is for: USERID, USER.EMAIL or GROUP, in upper case')
  }
  const reductionColumns = names.filter((name) => !knownColumns.has(name))
  const reductionFields = reductionColumns.map((name) => fieldNamed(fields, name).id)
  const byNumber = new Set(reductionColumns.filter((name) => fieldNamed(fields, name).byNumber))
  const rows = (await readTexts(connection, table, byNumber, formats)).map((cells): SectionAccessRow => {
    const cell = (name: string): string | null => cells[names.indexOf(name)] ?? null
    const omit = cell('OMIT')
    if (omit !== null && omit !== '*') fieldNamed(fields, omit)
    return {
      access: names.includes('ACCESS') ? accessLevel(cell('ACCESS')) : 'USER',
      userId: cell('USERID'),
      email: cell('USER.EMAIL'),
      group: cell('GROUP'),
      omit,
      reductions: reductionColumns.map(cell),
    }
  })
  return { reductionFields, rows }
}

const invalid = (detail: string) => new UnderstudyError('ENGINE-RELOAD-SECTION-ACCESS', detail)

const fieldNamed = (fields: readonly FieldModel[], name: string): FieldModel => {
  const exact = fields.find((field) => field.name === name)
  if (exact) return exact
  const [match, other] = fields.filter((field) => field.name.toUpperCase() === name.toUpperCase())
  if (!match) throw invalid(`[${name}] is no field of the model`)
  if (other) throw invalid(`[${name}] may mean [${match.name}] or [${other.name}]`)
  return match
}

/** Anything but the two levels lets nobody in. */
const accessLevel = (cell: string | null): SectionAccessRow['access'] => {
  const level = cell?.toUpperCase()
  return level === 'ADMIN' || level === 'USER' ? level : 'NONE'
}

/** @param byNumber columns whose numbers, and texts that read as numbers, are written plainly */
const readTexts = async (
  connection: DuckDBConnection,
  table: StagedTable,
  byNumber: ReadonlySet<string>,
  formats: AppFormats,
): Promise<(string | null)[][]> => {
  const texts = table.columns.map(({ name, columnName, conversion }: StagedColumn) => {
    const value = conversion.value(quoteIdentifier(columnName))
    const text = `nullif(trim(${conversion.text(`(${value})`)}), '')`
    if (!byNumber.has(name)) return text
    const number = conversion.num?.(`(${value})`) ?? readNumber(text, formats)
    return `CASE WHEN abs(${number}) < 9007199254740992 THEN ${plainNumber(number)} ELSE ${text} END`
  })
  const reader = await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${table.reference} ORDER BY rowid`)
  return reader.getRowsJS() as (string | null)[][]
}
