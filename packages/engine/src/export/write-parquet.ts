import { rm } from 'node:fs/promises'
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  VARCHAR,
} from '@duckdb/node-api'
import { tooManyBytes } from './bounded-file.js'
import type { ExportedCell, ExportedColumn, ExportedFile, ExportedTable, TableWriter } from './exported-table.js'

/** Rows that are given to the database at a time: what a chunk of it holds. */
const rowsOfChunk = 2_048

/** Rows after which the database takes them over, which holds the event loop for a moment. */
const rowsOfFlush = 8 * rowsOfChunk

/** Bytes of a number. */
const numberBytes = 8

/**
 * Writes a Parquet file. A column of numbers is of doubles; one with a text among its values is of texts. Which it is shows
 * only once all rows came: they wait in a database of their own.
 */
export const writeParquet: TableWriter = async (table, file) => {
  // What does not fit into its memory goes there.
  const folder = `${file.path}.rows`
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: '256MB',
      threads: '1',
      temp_directory: folder,
    })
    try {
      const connection = await instance.connect()
      try {
        await fill(connection, table, file)
        file.signal.throwIfAborted()
        await connection.run(
          `COPY (SELECT ${await selected(connection, table.columns)} FROM rows) TO ${literal(file.path)} (FORMAT parquet, COMPRESSION zstd)`,
        )
      } finally {
        connection.closeSync()
      }
    } finally {
      instance.closeSync()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const fill = async (
  connection: DuckDBConnection,
  { columns, parts }: ExportedTable,
  file: ExportedFile,
): Promise<void> => {
  await connection.run(`CREATE TABLE rows (${columns.map((_, at) => `n${at} DOUBLE, t${at} VARCHAR`).join(', ')})`)
  const types = columns.flatMap((): DuckDBType[] => [DOUBLE, VARCHAR])
  const appender = await connection.createAppender('rows')
  let bytes = 0
  let waiting = 0
  try {
    for await (const rows of parts) {
      for (let from = 0; from < rows.length; from += rowsOfChunk) {
        const chunkRows = rows.slice(from, from + rowsOfChunk)
        const chunk = DuckDBDataChunk.create(types, chunkRows.length)
        for (const at of columns.keys()) {
          const values = chunkRows.map((row) => (row[at] as ExportedCell).value)
          for (const value of values) bytes += typeof value === 'string' ? value.length : numberBytes
          chunk.setColumnValues(
            2 * at,
            values.map((value) => (typeof value === 'number' ? value : null)),
          )
          chunk.setColumnValues(
            2 * at + 1,
            values.map((value) => (typeof value === 'string' ? value : null)),
          )
        }
        appender.appendDataChunk(chunk)
        waiting += chunkRows.length
        if (waiting >= rowsOfFlush) {
          appender.flushSync()
          waiting = 0
        }
      }
      if (bytes > file.mostBytes) throw tooManyBytes(file.mostBytes)
      file.signal.throwIfAborted()
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** Each column under its title; further columns of a title that is taken are numbered, as no two may have the same. */
const selected = async (connection: DuckDBConnection, columns: readonly ExportedColumn[]): Promise<string> => {
  const counts = await connection.runAndReadAll(
    `SELECT ${columns.map((_, at) => `count(t${at})::INTEGER`).join(', ')} FROM rows`,
  )
  const [texts = []] = counts.getRows()
  const taken = new Set<string>()
  return columns
    .map(({ title }, at) => {
      const value = texts[at] === 0 ? `n${at}` : `coalesce(t${at}, n${at}::VARCHAR)`
      return `${value} AS ${identifier(freeTitle(title, taken))}`
    })
    .join(', ')
}

const freeTitle = (title: string, taken: Set<string>): string => {
  for (let number = 1; ; number++) {
    const name = number === 1 ? title || 'Column' : `${title || 'Column'} ${number}`
    // Readers of such files may not tell letters by their size.
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}

const identifier = (name: string): string => `"${name.replaceAll('\0', '').replaceAll('"', '""')}"`

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
