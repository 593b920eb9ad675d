import { writeBounded } from './bounded-file.js'
import type { ExportedCell, TableWriter, WrittenTable } from './exported-table.js'
import { neutralText } from './neutral-text.js'

/** What ends a field or a row, also for programs that look for other separators than ours. */
const special = /[;,\t"\r\n]/

/** RFC 4180: quotes around a field, doubled within. */
const quoted = (text: string): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const fieldOf = ({ shown, value }: ExportedCell): string => quoted(neutralText(shown, typeof value === 'number'))

/** Spreadsheet programs take UTF-8 for something else without it. */
const byteOrderMark = '\uFEFF'

const textOf = async function* ({ columns, slices }: WrittenTable, separator: string): AsyncGenerator<string> {
  const titles = columns.map(({ title }) => quoted(neutralText(title, false)))
  yield `${byteOrderMark}${titles.join(separator)}\r\n`
  for await (const rows of slices) yield rows.map((row) => `${row.map(fieldOf).join(separator)}\r\n`).join('')
}

/** Writes texts as they are shown, separated by a comma or a tabulator. */
export const csvWriter =
  (separator: ',' | '\t'): TableWriter =>
  (table, file) =>
    writeBounded(textOf(table, separator), file)
