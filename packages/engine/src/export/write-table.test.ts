import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { longestTurn, retry, toldByThread } from '../testing/longest-turn.js'
import { type ExportFileType, exportFileTypes } from './export-file-type.js'
import type { ExportedCell, ExportedTable } from './exported-table.js'
import { writeTable } from './write-table.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tables-'))
})
afterEach(() => rm(folder, { recursive: true }))

const number = (value: number, shown = String(value)): ExportedCell => ({ value, shown })

const text = (value: string): ExportedCell => ({ value, shown: value })

const tableOf = (rows: readonly (readonly ExportedCell[])[]): ExportedTable => ({
  columns: (rows[0] ?? []).map((_, at) => ({ title: `c${at}` })),
  rowCount: rows.length,
  parts: (async function* () {
    yield { count: rows.length, row: (at: number) => rows[at] ?? [] }
  })(),
})

const wide = (columns: number, rows: number): ExportedTable => ({
  columns: Array.from({ length: columns }, (_, at) => ({ title: `c${at}` })),
  rowCount: rows,
  parts: (async function* () {
    const row = (at: number) =>
      Array.from({ length: columns }, (_, column) =>
        column % 2 === 0 ? number(at * 1.1 + column) : text(`text ${at} ${column}`),
      )
    yield { count: rows, row }
  })(),
})

const write = async (type: ExportFileType, table: ExportedTable, signal = new AbortController().signal) => {
  const path = join(folder, `file${exportFileTypes[type].ending}`)
  await writeTable(type, table, { path, mostBytes: 500_000_000, signal })
  return path
}

const readParquet = async (path: string, sql: string) => {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const read = await connection.runAndReadAll(sql.replace('FILE', `read_parquet('${path}')`))
  connection.closeSync()
  instance.closeSync()
  return read
}

describe('a column of a Parquet file', () => {
  it('shows its numbers as they are shown where one of its values is a text', async () => {
    const odd = ['', 'a\0b', '"q\\', 'x\r\ny', '\ud800z', 'null', '😀']
    const rows = [
      [number(2023), number(45_000, '2023-03-15'), text('')],
      [text('n/a'), text('never'), text('')],
      ...odd.map((value) => [number(1e21, '1e21'), { value: null, shown: '-' }, text(value)]),
    ]
    const read = await readParquet(await write('PARQUET', tableOf(rows)), 'SELECT * FROM FILE')
    expect(read.columnTypes().map(String)).toEqual(['VARCHAR', 'VARCHAR', 'VARCHAR'])
    expect(read.getRows()).toEqual([
      ['2023', '2023-03-15', ''],
      ['n/a', 'never', ''],
      ...odd.map((value) => ['1e21', null, value.replace('\ud800', '\uFFFD')]),
    ])
  })

  it('has its numbers exactly where all are', async () => {
    const values = [0.1, 1 / 3, -5e-324, 1.7976931348623157e308, 9007199254740991, 0]
    const rows = values.map((value) => [number(value, 'rounded'), { value: null, shown: '-' }])
    const read = await readParquet(await write('PARQUET', tableOf(rows)), 'SELECT * FROM FILE')
    expect(read.columnTypes().map(String)).toEqual(['DOUBLE', 'DOUBLE'])
    expect(read.getRows()).toEqual(values.map((value) => [value, null]))
  })
})

describe('a wide table', () => {
  it.each<ExportFileType>(['CSV_C', 'OOXML', 'PARQUET'])('of type %s holds nobody up', { retry }, async (type) => {
    let path = ''
    const held = await longestTurn(async () => {
      path = await write(type, wide(300, 2_000))
    })
    if (toldByThread) expect(held).toBeLessThan(50)
    expect(await readdir(folder)).toHaveLength(1)
    if (type !== 'PARQUET') return
    const read = await readParquet(path, 'SELECT count(*)::INTEGER, max(c299), max(c298) FROM FILE')
    expect(read.getRows()).toEqual([[2_000, 'text 999 299', 1_999 * 1.1 + 298]])
  })

  it('of more columns and rows than memory holds is written to Parquet', async () => {
    const path = await write('PARQUET', wide(400, 8_000))
    expect((await readParquet(path, 'SELECT count(c399)::INTEGER FROM FILE')).getRows()).toEqual([[8_000]])
  })
})

it('a file that was given up while it was written is none', async () => {
  const stop = new AbortController()
  const { parts, ...table } = tableOf([[number(1)]])
  const last = async function* () {
    yield* parts
    stop.abort()
  }
  for (const type of ['CSV_C', 'OOXML', 'PARQUET'] as const)
    await expect(write(type, { ...table, parts: last() }, stop.signal)).rejects.toMatchObject({ code: 'QIX-ABORTED' })
})

describe('a CSV file', () => {
  it('has numbers with their units, and no number that a format makes a formula', async () => {
    const cells = [
      number(-5, '-5 EUR'),
      number(-5, '-5 km/h'),
      number(-1e-7, '-1e-7'),
      number(-5, '-HYPERLINK(A1)'),
      number(-5, "-cmd|' /C calc'!A0"),
      number(5, '=5'),
      text('-5 EUR'),
      text('-'),
      text('-12.5'),
    ]
    const path = await write('CSV_C', tableOf(cells.map((cell) => [cell])))
    expect((await readFile(path, 'utf8')).split('\r\n').slice(1, -1)).toEqual([
      '-5 EUR',
      '-5 km/h',
      '-1e-7',
      "'-HYPERLINK(A1)",
      "'-cmd|' /C calc'!A0",
      "'=5",
      "'-5 EUR",
      '-',
      '-12.5',
    ])
  })

  it.each(['CSV_C', 'CSV_T'] as const)('of type %s quotes what any program takes for a separator', async (type) => {
    const cells = ['a;b', 'a,b', 'a\tb', 'a"b', 'a\rb', 'a\nb', 'a b'].map(text)
    const written = await readFile(await write(type, tableOf(cells.map((cell) => [cell]))), 'utf8')
    expect(written).toBe('\uFEFFc0\r\n"a;b"\r\n"a,b"\r\n"a\tb"\r\n"a""b"\r\n"a\rb"\r\n"a\nb"\r\na b\r\n')
  })
})
