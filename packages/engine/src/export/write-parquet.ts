import { mkdir, rm } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { tooManyBytes, writeBounded } from './bounded-file.js'
import type { ExportedCell, ExportedColumn, ExportedFile, TableWriter, WrittenTable } from './exported-table.js'

/** Bytes of a number. */
const numberBytes = 8

/** Cells of a group of rows, which the database holds in memory, and most rows of one. */
const cellsOfGroup = 2_000_000
const rowsOfGroup = 122_880

/** Characters of the texts of a row: the database reads it as a whole. */
const mostCharacters = 2_000_000

/**
 * Writes a Parquet file. A column of numbers is of doubles; one with a text among its values is of texts, as all of them are
 * shown. Which it is shows only once all rows came: they wait in a file, which the database reads in a thread of its own.
 */
export const writeParquet: TableWriter = async (table, file) => {
  const folder = `${file.path}.rows`
  const rows = `${folder}/rows.json`
  try {
    await mkdir(folder, { mode: 0o700 })
    const textColumns = new Set<number>()
    // What it holds is counted as values: in this form they are longer.
    await writeBounded(linesOf(table, file.mostBytes, textColumns), { ...file, path: rows, mostBytes: Infinity })
    await copyRows(rows, folder, table.columns, textColumns, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A line of JSON for each row: its numbers, and its texts. */
const linesOf = async function* ({ slices }: WrittenTable, mostBytes: number, textColumns: Set<number>) {
  let bytes = 0
  const lineOf = (row: readonly ExportedCell[]): string => {
    let characters = 0
    for (const [at, { value, shown }] of row.entries()) {
      if (typeof value === 'string') textColumns.add(at)
      bytes += typeof value === 'string' ? value.length : numberBytes
      characters += shown.length
    }
    if (characters > mostCharacters)
      throw new UnderstudyError(
        'EXPORT-TOO-LARGE',
        `a row has ${characters.toLocaleString('en')} characters, more than ${mostCharacters.toLocaleString('en')}`,
      )
    const n = row.map(({ value }) => (typeof value === 'number' ? value : null))
    const t = row.map(({ value, shown }) =>
      value === null ? null : wellFormed(typeof value === 'string' ? value : shown),
    )
    return `${JSON.stringify({ n, t })}\n`
  }
  for await (const rows of slices) {
    yield rows.map(lineOf).join('')
    if (bytes > mostBytes) throw tooManyBytes(mostBytes)
  }
}

/** Halves of characters are none in files. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD')

const copyRows = async (
  rows: string,
  folder: string,
  columns: readonly ExportedColumn[],
  textColumns: ReadonlySet<number>,
  { path, signal }: ExportedFile,
): Promise<void> => {
  // What does not fit into its memory goes to the folder.
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '256MB',
    threads: '1',
    temp_directory: folder,
  })
  try {
    const connection = await instance.connect()
    const stop = (): void => connection.interrupt()
    signal.addEventListener('abort', stop)
    try {
      signal.throwIfAborted()
      const groupRows = Math.min(Math.max(Math.floor(cellsOfGroup / columns.length), 2_048), rowsOfGroup)
      await connection.run(
        `COPY (SELECT ${selected(columns, textColumns)} FROM read_json(${literal(rows)}, format = 'newline_delimited', columns = {n: 'DOUBLE[]', t: 'VARCHAR[]'})) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows})`,
      )
    } finally {
      signal.removeEventListener('abort', stop)
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

/** Each column under its title; further columns of a title that is taken are numbered, as no two may have the same. */
const selected = (columns: readonly ExportedColumn[], textColumns: ReadonlySet<number>): string => {
  const taken = new Set<string>()
  return columns
    .map(({ title }, at) => `${textColumns.has(at) ? 't' : 'n'}[${at + 1}] AS ${identifier(freeTitle(title, taken))}`)
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
