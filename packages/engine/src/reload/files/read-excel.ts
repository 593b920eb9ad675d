import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { UnderstudyError } from '@understudy/contract'
import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import type { OpenSource } from '../tables/source-table.js'
import { columnTypes } from './cell-types.js'

const rowsOfBatch = 500

/**
 * Reads a sheet of an Excel workbook (`.xlsx`): its first row names the columns, the others are rows. Rows without a
 * value are left out. Formulas have the values that the workbook was saved with.
 *
 * @param sheet name; default: the first
 * @throws UnderstudyError ENGINE-RELOAD-SOURCE
 */
export const readExcel =
  (name: string, file: string, sheet?: string): OpenSource =>
  async (signal) => {
    const rows = sheetRows(name, file, sheet, signal)
    const first = await rows.next()
    const header = first.done ? [] : first.value
    if (sheet !== undefined && header.length === 0) throw refused(name, `has no sheet '${sheet}', or nothing on it`)
    const width = header.findLastIndex((cell) => cell !== null && cell !== '') + 1
    const types = columnTypes(width)
    return {
      columns: header.slice(0, width).map((cell) => String(cell ?? '').trim()),
      types: types.found,
      batches: (async function* () {
        let batch: (string | null)[][] = []
        for await (const row of rows) {
          const texts = Array.from({ length: width }, (_, column) => types.textOf(column, row[column] ?? null))
          if (row.length > width && row.slice(width).some((cell) => cell !== null && cell !== ''))
            throw refused(name, 'has values to the right of its named columns')
          if (texts.every((text) => text === null)) continue
          batch.push(texts)
          if (batch.length < rowsOfBatch) continue
          yield batch
          batch = []
          // A workbook is parsed in the process that serves others.
          await nextTurn()
        }
        if (batch.length > 0) yield batch
      })(),
    }
  }

async function* sheetRows(
  name: string,
  file: string,
  sheet: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly CellValue[]> {
  const bytes = Readable.toWeb(createReadStream(file, { signal })) as ReadableStream<Uint8Array>
  try {
    const options = { ...(sheet === undefined ? {} : { sheet }), maxInputBytes: maxBytes }
    for await (const { values } of streamXlsxRows(bytes, options)) yield values
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (cause instanceof UnderstudyError) throw cause
    throw refused(
      name,
      `cannot be read as a workbook: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    )
  }
}

/** Larger workbooks are CSV or Parquet files that do not know it yet. */
const maxBytes = 200 * 2 ** 20

const refused = (name: string, problem: string, cause?: unknown) =>
  new UnderstudyError('ENGINE-RELOAD-SOURCE', `source '${name}' ${problem}`, { cause })
