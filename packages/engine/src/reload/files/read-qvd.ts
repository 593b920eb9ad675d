import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { UnderstudyError } from '@understudy/contract'
import type { OpenSource } from '../tables/source-table.js'
import { parseQvdHeader, type QvdField, type QvdHeader } from './qvd-header.js'
import { type QvdColumn, qvdColumn, qvdSymbols } from './qvd-symbols.js'

/** The header of a table with thousands of fields is smaller. */
const maxHeaderBytes = 16 * 2 ** 20

/** Values of all fields that are held while rows are read. */
const maxSymbols = 20_000_000

const rowsOfBatch = 5_000

/**
 * Reads a QVD file: an XML header that ends with a zero byte, the distinct values of each field, and rows of bits that tell
 * which of them they have. Its rows are read in slices; only the distinct values are held.
 *
 * @throws UnderstudyError ENGINE-RELOAD-SOURCE
 */
export const readQvd =
  (name: string, path: string): OpenSource =>
  async (signal) => {
    const file = await open(path)
    try {
      const { header, start } = await headerOf(file)
      const columns: QvdColumn[] = []
      for (const field of header.fields) columns.push(await columnOf(file, start, field, signal))
      return {
        columns: header.fields.map((field) => field.name),
        types: () => columns.map(({ type }) => type),
        batches: rowsOf(file, start, header, columns, name),
      }
    } catch (cause) {
      await file.close()
      throw signal.aborted ? signal.reason : refused(name, cause)
    }
  }

const refused = (name: string, cause: unknown): UnderstudyError => {
  const problem = cause instanceof RangeError ? cause.message : 'it cannot be read'
  return new UnderstudyError('ENGINE-RELOAD-SOURCE', `source '${name}' is no QVD file: ${problem}`, { cause })
}

const headerOf = async (file: FileHandle): Promise<{ header: QvdHeader; start: number }> => {
  const { size } = await file.stat()
  const head = await bytesAt(file, 0, Math.min(size, maxHeaderBytes))
  const end = head.indexOf(0)
  if (end < 0) throw new RangeError('it has no header')
  const header = parseQvdHeader(head.toString('utf8', 0, end))
  const start = end + 1
  const symbols = header.fields.reduce((sum, { symbolCount }) => sum + symbolCount, 0)
  if (symbols > maxSymbols) throw new RangeError(`it has ${symbols} distinct values, more than ${maxSymbols}`)
  const within = (offset: number, length: number) => offset >= 0 && length >= 0 && start + offset + length <= size
  const sound =
    header.fields.every((field) => within(field.offset, field.length) && field.symbolCount <= field.length) &&
    within(header.offset, header.recordBytes * header.recordCount) &&
    header.fields.every(
      ({ bitOffset, bitWidth }) =>
        bitOffset >= 0 && bitWidth >= 0 && bitWidth <= 32 && bitOffset + bitWidth <= 8 * header.recordBytes,
    )
  if (!sound) throw new RangeError('its header points beyond its end')
  return { header, start }
}

const bytesAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw new RangeError('it ends too early')
  return buffer
}

const symbolsAtOnce = 20_000

const columnOf = async (file: FileHandle, start: number, field: QvdField, signal: AbortSignal): Promise<QvdColumn> => {
  const bytes = await bytesAt(file, start + field.offset, field.length)
  const symbols = []
  for (const symbol of qvdSymbols(bytes, field)) {
    symbols.push(symbol)
    if (symbols.length % symbolsAtOnce !== 0) continue
    await nextTurn()
    signal.throwIfAborted()
  }
  return qvdColumn(symbols, field)
}

async function* rowsOf(
  file: FileHandle,
  start: number,
  { fields, recordBytes, recordCount, offset }: QvdHeader,
  columns: readonly QvdColumn[],
  name: string,
) {
  try {
    for (let first = 0; first < recordCount; first += rowsOfBatch) {
      const count = Math.min(rowsOfBatch, recordCount - first)
      const bytes = await bytesAt(file, start + offset + first * recordBytes, count * recordBytes)
      yield Array.from({ length: count }, (_, row) =>
        fields.map((field, column) => {
          const index = numberAt(bytes, row * recordBytes, field) + field.bias
          return index < 0 ? null : (columns[column]?.texts[index] ?? null)
        }),
      )
      await nextTurn()
    }
  } catch (cause) {
    throw refused(name, cause)
  } finally {
    await file.close()
  }
}

/** The bits of a field in a row, the lowest first. */
const numberAt = (bytes: Buffer, row: number, { bitOffset, bitWidth }: QvdField): number => {
  let value = 0
  let read = 0
  while (read < bitWidth) {
    const bit = bitOffset + read
    const taken = Math.min(8 - (bit & 7), bitWidth - read)
    const part = ((bytes[row + (bit >> 3)] ?? 0) >> (bit & 7)) & ((1 << taken) - 1)
    value += part * 2 ** read
    read += taken
  }
  return value
}
