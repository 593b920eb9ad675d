import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { openSnapshot } from '../../snapshot/snapshot.js'
import { type AppFolder, withAppFolder } from '../../testing/app-folder.js'
import { qvdFile } from '../../testing/qvd-file.js'
import type { DeclaredSource } from '../data-sources.js'
import { reloadApp } from '../reload-app.js'

const workbook = (sheets: Readonly<Record<string, unknown[][]>>) =>
  writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows: rows as string[][] })) })

/** Values of each field by name, in load order, and its kind. */
const fieldsOf = async (app: AppFolder) => {
  const snapshot = await openSnapshot(app.snapshotDir)
  try {
    const fields = await Promise.all(
      snapshot.document.model.fields.map(async ({ id, name, kind }) => {
        const [texts, nums] = await snapshot.runner.run({
          sql: `SELECT text, num FROM s_${id} ORDER BY elem`,
          values: [],
        })
        return [name, { kind, texts, ...(kind === 'number' || !nums?.some((num) => num !== null) ? {} : { nums }) }]
      }),
    )
    return Object.fromEntries(fields)
  } finally {
    snapshot.close()
  }
}

const reloaded = (script: string, file: string, bytes: Uint8Array, declare: (path: string) => DeclaredSource) =>
  withAppFolder({ 'data.sql': script, 'data/keep': '' }, async (app) => {
    const path = join(app.folder, 'data', file)
    await writeFile(path, bytes)
    await reloadApp({ appFolder: app.folder, sources: { it: declare(path) }, snapshotDir: app.snapshotDir })
    return fieldsOf(app)
  })

const all = 'CREATE TABLE t AS FROM sources.it'

test('a workbook is a table of the schema sources, with types found from its cells', async () => {
  const fields = await reloaded(
    all,
    'b.xlsx',
    await workbook({
      First: [
        ['Id', 'Share', 'Day', 'At', 'Code', 'Open', 'Empty', null],
        [1, 0.5, new Date('2024-01-05T00:00:00Z'), new Date('2024-01-05T12:30:00Z'), '007', true, null],
        [null, null, null, null, null, null, null],
        [20000000000000, 1, new Date('2024-02-29T00:00:00Z'), new Date('2024-01-06T00:00:00Z'), 7, false, '#N/A'],
      ],
      Second: [['x'], ['of the second']],
    }),
    (path) => path,
  )
  expect(fields).toMatchObject({
    Id: { kind: 'number', texts: ['1', '20000000000000'] },
    Share: { kind: 'number', texts: ['0.5', '1'] },
    Day: { kind: 'date', texts: ['2024-01-05', '2024-02-29'], nums: [45296, 45351] },
    At: { kind: 'timestamp', texts: ['2024-01-05 12:30:00', '2024-01-06 00:00:00'] },
    Code: { kind: 'text', texts: ['007', '7'] },
    Open: { kind: 'boolean', texts: ['true', 'false'] },
    Empty: { kind: 'text', texts: [] },
  })
})

test('another sheet is read by its name', async () => {
  const bytes = await workbook({ First: [['x'], ['one']], Second: [['x'], ['two']] })
  expect(await reloaded(all, 'b.xlsx', bytes, (file) => ({ file, sheet: 'Second' }))).toMatchObject({
    x: { texts: ['two'] },
  })
  await expect(reloaded(all, 'b.xlsx', bytes, (file) => ({ file, sheet: 'Third' }))).rejects.toMatchObject({
    code: 'ENGINE-RELOAD-SOURCE',
    detail: expect.stringMatching(/'it'.*Third/),
  })
})

test.each([
  ['no workbook', Buffer.from('region,amount\nWest,5\n'), 'cannot be read as a workbook'],
  ['a value beside the columns', { S: [['a'], [1, 2]] }, 'to the right'],
  [
    'a column twice',
    {
      S: [
        ['a', 'A'],
        [1, 2],
      ],
    },
    'the column [A] twice',
  ],
  [
    'a column without a name',
    {
      S: [
        ['a', null, 'c'],
        [1, 2, 3],
      ],
    },
    'a column without a name',
  ],
  ['an empty sheet', { S: [] }, 'has no columns'],
] as const)('a workbook with %s is refused', async (_, content, problem) => {
  const bytes = content instanceof Buffer ? content : await workbook(content as unknown as Record<string, unknown[][]>)
  await expect(reloaded(all, 'b.xlsx', bytes, (path) => path)).rejects.toMatchObject({
    code: 'ENGINE-RELOAD-SOURCE',
    detail: expect.stringContaining(problem),
  })
})

const sales = {
  fields: [
    { name: 'Region & Co', symbols: ['West', 'Ost'] },
    { name: 'Amount', symbols: [5, 2.5, -7] },
    {
      name: 'Month',
      symbols: [
        { number: 2, text: 'Feb' },
        { number: 1, text: 'Jan' },
        { number: 3, text: 'Mar' },
      ],
    },
    { name: 'Day', symbols: [{ number: 45296, text: '05.01.2024' }], format: 'DATE', tags: ['$numeric', '$date'] },
    { name: 'At', symbols: [{ number: 45296.5, text: '5.1. 12:00' }], format: 'TIMESTAMP' },
    {
      name: 'Rating',
      symbols: [
        { number: 10, text: 'poor' },
        { number: 90, text: 'good' },
      ],
    },
    { name: 'Money', symbols: [{ number: 1200, text: '1.200 €' }], format: 'MONEY' },
    { name: 'Constant', symbols: [4] },
    { name: 'Nothing', symbols: [] },
  ],
  rows: [
    [0, 0, 0, 0, 0, 0, 0, 0, null],
    [1, 2, 1, 0, null, 1, 0, 0, null],
    [null, 1, 2, null, 0, null, 0, 0, null],
  ],
} as const

test('a QVD file is a table of the schema sources, with its numbers, days, moments and orders', async () => {
  expect(await reloaded(all, 'sales.qvd', qvdFile(sales), (path) => path)).toEqual({
    'Region & Co': { kind: 'text', texts: ['West', 'Ost'] },
    Amount: { kind: 'number', texts: ['5', '-7', '2.5'] },
    Month: { kind: 'text', texts: ['Jan', 'Feb', 'Mar'], nums: [1, 2, 3] },
    Day: { kind: 'date', texts: ['2024-01-05'], nums: [45296] },
    At: { kind: 'timestamp', texts: ['2024-01-05 12:00:00'], nums: [45296.5] },
    Rating: { kind: 'text', texts: ['poor', 'good'] },
    Money: { kind: 'number', texts: ['1200'] },
    Constant: { kind: 'number', texts: ['4'] },
    Nothing: { kind: 'text', texts: [] },
  })
})

test('rows that share bytes are read bit by bit, over many slices', async () => {
  const symbols = Array.from({ length: 700 }, (_, index) => index)
  const rows = Array.from({ length: 12_000 }, (_, row) => [row % 700, (row * 13) % 3, row % 11 === 0 ? null : row % 5])
  const file = qvdFile({
    fields: [
      { name: 'a', symbols },
      { name: 'b', symbols: symbols.slice(0, 3) },
      { name: 'c', symbols: symbols.slice(0, 5) },
    ],
    rows,
  })
  const sums = await reloaded(
    'CREATE TABLE t AS SELECT count(*) n, sum(a) a, sum(b) b, sum(c) c, count(c) nc FROM sources.it',
    's.qvd',
    file,
    (path) => path,
  )
  const sum = (column: number) => String(rows.reduce((total, row) => total + (row[column] ?? 0), 0))
  expect(sums).toMatchObject({
    n: { texts: ['12000'] },
    a: { texts: [sum(0)] },
    b: { texts: [sum(1)] },
    c: { texts: [sum(2)] },
    nc: { texts: [String(rows.filter((row) => row[2] !== null).length)] },
  })
})

test.each([
  ['nothing of the kind', () => Buffer.from('PAR1')],
  ['no XML', () => Buffer.from('<Qvd\0rest')],
  ['a part of one', () => qvdFile(sales).subarray(0, -10)],
  ['values of another kind', () => qvdFile(sales, (bytes, start) => bytes.writeUInt8(9, start))],
])('a QVD file that is %s is refused', async (_, bytes) => {
  await expect(reloaded(all, 's.qvd', bytes(), (path) => path)).rejects.toMatchObject({
    code: 'ENGINE-RELOAD-SOURCE',
    detail: expect.stringMatching(/^source 'it' is no QVD file: (it|the values of its field)/),
  })
})

test('rows that cannot be read to their end leave the snapshot before them', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS kept', 'data/keep': '' }, async (app) => {
    await app.reload()
    const failing: DeclaredSource = {
      open: async () => ({
        columns: ['a'],
        types: () => ['BIGINT'],
        batches: (async function* () {
          yield [['1']]
          throw new Error('the connection is gone')
        })(),
      }),
    }
    await app.write('data.sql', all)
    const reload = reloadApp({ appFolder: app.folder, sources: { it: failing }, snapshotDir: app.snapshotDir })
    await expect(reload).rejects.toThrow('the connection is gone')
    expect(Object.keys(await fieldsOf(app))).toEqual(['kept'])
  }))
