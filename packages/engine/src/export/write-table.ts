import { UnderstudyError } from '@understudy/contract'
import { type ExportFileType, exportFileTypes } from './export-file-type.js'
import type { ExportedFile, ExportedTable } from './exported-table.js'

/**
 * Writes a whole table to a file of a type.
 *
 * @throws UnderstudyError `EXPORT-TOO-LARGE`, `EXPORT-FAILED` where the file cannot be written, and what its rows reject with
 */
export const writeTable = async (type: ExportFileType, table: ExportedTable, file: ExportedFile): Promise<void> => {
  let written = 0
  const counted = async function* () {
    for await (const rows of table.parts) {
      written += rows.length
      yield rows
    }
  }
  try {
    await exportFileTypes[type].write({ ...table, parts: counted() }, file)
  } catch (error) {
    if (error instanceof UnderstudyError) throw error
    if (file.signal.aborted) throw new UnderstudyError('QIX-ABORTED', 'the client cancelled it, or left')
    throw new UnderstudyError('EXPORT-FAILED', 'the file could not be written', { cause: error })
  }
  // A part of the rows must never pass for all of them.
  if (written !== table.rowCount)
    throw new UnderstudyError('EXPORT-FAILED', `${written} of ${table.rowCount} rows could be read`)
}
