import { UnderstudyError } from '@understudy/contract'
import { limits } from '../limits.js'
import type { ExportedTable, TableWriter } from './exported-table.js'
import { csvWriter } from './write-csv.js'
import { writeParquet } from './write-parquet.js'
import { writeXlsx } from './write-xlsx.js'

interface FileType {
  /** What names of such files end with. */
  readonly ending: string
  readonly mediaType: string
  readonly mostRows: number
  readonly write: TableWriter
}

/** The types of files that data are exported to, by their names in QIX. */
export const exportFileTypes = {
  CSV_C: {
    ending: '.csv',
    mediaType: 'text/csv; charset=utf-8',
    mostRows: limits.exportedRows.most,
    write: csvWriter(','),
  },
  CSV_T: {
    ending: '.tsv',
    mediaType: 'text/tab-separated-values; charset=utf-8',
    mostRows: limits.exportedRows.most,
    write: csvWriter('\t'),
  },
  OOXML: {
    ending: '.xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    mostRows: limits.exportedSheetRows.most,
    write: writeXlsx,
  },
  PARQUET: {
    ending: '.parquet',
    mediaType: 'application/vnd.apache.parquet',
    mostRows: limits.exportedRows.most,
    write: writeParquet,
  },
} as const satisfies Readonly<Record<string, FileType>>

/** The type of a file that data are exported to. */
export type ExportFileType = keyof typeof exportFileTypes

/**
 * Refuses a table that a file of a type does not hold, before anything is written.
 *
 * @throws UnderstudyError `EXPORT-NO-DATA`, `EXPORT-TOO-LARGE`
 */
export const assertExportable = (type: ExportFileType, { columns, rowCount }: ExportedTable): void => {
  if (rowCount === 0 || columns.length === 0)
    throw new UnderstudyError('EXPORT-NO-DATA', 'the object has no rows under the selections')
  const { mostRows } = exportFileTypes[type]
  if (rowCount > mostRows) throw tooMany(rowCount, mostRows, `rows of a file of type ${type}`)
  const cells = rowCount * columns.length
  if (cells > limits.exportedCells.most) throw tooMany(cells, limits.exportedCells.most, 'cells of an export')
}

const tooMany = (count: number, most: number, of: string): UnderstudyError =>
  new UnderstudyError(
    'EXPORT-TOO-LARGE',
    `${count.toLocaleString('en')} are more than ${most.toLocaleString('en')} ${of}`,
  )
