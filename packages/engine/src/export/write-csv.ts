import { writeBounded } from './bounded-file.js'
import type { ExportedTable, TableWriter } from './exported-table.js'
import { neutralText } from './neutral-text.js'

/** RFC 4180: quotes around what would end a field or a row, doubled within. */
const fieldOf = (text: string, separator: string): string => {
  const neutral = neutralText(text)
  return neutral.includes(separator) || /["\r\n]/.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral
}

const rowOf = (texts: readonly string[], separator: string): string =>
  `${texts.map((text) => fieldOf(text, separator)).join(separator)}\r\n`

/** Spreadsheet programs take UTF-8 for something else without it. */
const byteOrderMark = '\uFEFF'

const textOf = async function* ({ columns, parts }: ExportedTable, separator: string): AsyncGenerator<string> {
  yield byteOrderMark +
    rowOf(
      columns.map(({ title }) => title),
      separator,
    )
  for await (const rows of parts)
    yield rows
      .map((row) =>
        rowOf(
          row.map(({ shown }) => shown),
          separator,
        ),
      )
      .join('')
}

/** Writes texts as they are shown, separated by a comma or a tabulator. */
export const csvWriter =
  (separator: ',' | '\t'): TableWriter =>
  (table, file) =>
    writeBounded(textOf(table, separator), file)
