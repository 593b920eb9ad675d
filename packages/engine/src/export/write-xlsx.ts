import { UnderstudyError } from '@understudy/contract'
import { writeXlsxStream } from 'hucre/xlsx'
import { writeBounded } from './bounded-file.js'
import type { ExportedCell, TableWriter, WrittenTable } from './exported-table.js'

/** Characters of a cell, by the file format. */
const mostCharacters = 32_767

const valueOf = ({ value }: ExportedCell): number | string | null => {
  if (typeof value === 'string' && value.length > mostCharacters)
    throw new UnderstudyError(
      'EXPORT-TOO-LARGE',
      `a cell of a spreadsheet has at most ${mostCharacters.toLocaleString('en')} characters, a text has ${value.length.toLocaleString('en')}`,
    )
  return value
}

const rowsOf = async function* ({ slices }: WrittenTable) {
  for await (const rows of slices) for (const row of rows) yield row.map(valueOf)
}

/**
 * Writes an Excel workbook of one sheet. Texts are written as texts, whatever they begin with: only a cell of the type
 * formula is one.
 */
export const writeXlsx: TableWriter = (table, file) => {
  const columns = table.columns.map(({ title, spreadsheetFormat }) => ({
    header: title.slice(0, mostCharacters),
    ...(spreadsheetFormat === undefined ? {} : { numFmt: spreadsheetFormat }),
  }))
  const stream = writeXlsxStream(rowsOf(table), { name: 'Data', columns, zip64: false })
  return writeBounded(stream as unknown as AsyncIterable<Uint8Array>, file)
}
