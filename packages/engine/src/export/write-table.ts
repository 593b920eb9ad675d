import { UnderstudyError } from '@understudy/contract'
import { turnIfOver } from '../turns.js'
import { type ExportFileType, exportFileTypes } from './export-file-type.js'
import type { ExportedFile, ExportedTable } from './exported-table.js'

/** Cells that are made and written between two looks at the clock. */
const cellsOfSlice = 5_000

/**
 * Writes a whole table to a file of a type.
 *
 * @throws UnderstudyError `EXPORT-TOO-LARGE`, `EXPORT-FAILED` where the file cannot be written, and what its rows reject with
 */
export const writeTable = async (type: ExportFileType, table: ExportedTable, file: ExportedFile): Promise<void> => {
  let written = 0
  const slices = async function* () {
    const most = Math.max(Math.floor(cellsOfSlice / table.columns.length), 1)
    for await (const { count, row } of table.parts)
      for (let from = 0; from < count; from += most) {
        await turnIfOver()
        file.signal.throwIfAborted()
        const rows = Math.min(most, count - from)
        written += rows
        yield Array.from({ length: rows }, (_, at) => row(from + at))
      }
  }
  try {
    await exportFileTypes[type].write({ columns: table.columns, slices: slices() }, file)
    // What nobody waits for any more is no file either.
    file.signal.throwIfAborted()
  } catch (error) {
    if (error instanceof UnderstudyError) throw error
    if (file.signal.aborted) throw new UnderstudyError('QIX-ABORTED', 'the client cancelled it, or left')
    throw new UnderstudyError('EXPORT-FAILED', 'the file could not be written', { cause: error })
  }
  // A part of the rows must never pass for all of them.
  if (written !== table.rowCount)
    throw new UnderstudyError('EXPORT-FAILED', `${written} of ${table.rowCount} rows could be read`)
}
