import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { describeTables } from '../evaluate/visible-tables.js'
import { defaultFormats } from '../format/app-formats.js'
import { openDataView } from '../security/data-view.js'
import { openSnapshot } from '../snapshot/snapshot.js'
import { principal, withAppFolder } from '../testing/app-folder.js'
import { reloadApp } from './reload-app.js'
import type { ReloadProgress } from './reload-report.js'

const fieldOf = async (snapshotDir: string, name: string) => {
  const snapshot = await openSnapshot(snapshotDir)
  try {
    const field = snapshot.document.model.fields.find((candidate) => candidate.name === name)
    const [nums, texts] = field
      ? await snapshot.runner.run({ sql: `SELECT num, text FROM s_${field.id} ORDER BY elem`, values: [] })
      : []
    return { field, nums, texts }
  } finally {
    snapshot.close()
  }
}

test('tables that the script leaves behind are the model; views and temporary tables are not', () =>
  withAppFolder(
    {
      'data.sql': `CREATE TEMP TABLE raw AS FROM read_csv('data/sales.csv');
        CREATE TABLE sales AS FROM raw;
        CREATE TABLE region AS FROM read_csv(getvariable('regions'));
        CREATE VIEW big AS FROM sales;
        CREATE TABLE scratch AS SELECT 1 AS one; DROP TABLE scratch;`,
      'data/sales.csv': 'id,region\n1,W\n2,\n',
      'elsewhere/regions.csv': 'region,name\nW,West\n',
    },
    async (app) => {
      const progress: ReloadProgress[] = []
      const report = await reloadApp({
        appFolder: app.folder,
        sources: { regions: join(app.folder, 'elsewhere/regions.csv') },
        snapshotDir: app.snapshotDir,
        onProgress: (step) => progress.push(step),
      })
      expect(report.tables).toEqual([
        { name: 'sales', rowCount: 2, fieldCount: 2 },
        { name: 'region', rowCount: 1, fieldCount: 2 },
      ])
      expect(report.hasSectionAccess).toBe(false)
      expect(new Set(progress.map((step) => step.stage))).toEqual(
        new Set(['statements', 'symbols', 'tables', 'publish']),
      )
      const snapshot = await openSnapshot(app.snapshotDir)
      expect(snapshot.document.model.associations).toEqual([
        { fields: [1], tables: [0, 1], uniqueIn: [0, 1], mostRows: [1, 1], covered: [[1, 0]] },
      ])
      snapshot.close()
    },
  ))

test('values become dual, with days counted from 30 December 1899', () =>
  withAppFolder(
    {
      'data.sql': `CREATE TABLE t AS SELECT
        DATE '2001-01-02' AS day, TIMESTAMP '2001-01-02 12:00:00' AS moment, TIME '06:00' AS clock, TRUE AS flag,
        1.50::DECIMAL(5,2) AS price, 2.0::DOUBLE AS whole, 9007199254740993::BIGINT AS big, 'nan'::DOUBLE AS nothing,
        '01' AS zip, uuid() AS id`,
    },
    async (app) => {
      await app.reload()
      expect(await fieldOf(app.snapshotDir, 'day')).toMatchObject({ nums: [36893], texts: ['2001-01-02'] })
      expect(await fieldOf(app.snapshotDir, 'moment')).toMatchObject({
        nums: [36893.5],
        texts: ['2001-01-02 12:00:00'],
      })
      expect(await fieldOf(app.snapshotDir, 'clock')).toMatchObject({ nums: [0.25], texts: ['06:00:00'] })
      expect(await fieldOf(app.snapshotDir, 'flag')).toMatchObject({ nums: [1], texts: ['true'] })
      expect(await fieldOf(app.snapshotDir, 'price')).toMatchObject({ nums: [1.5], texts: ['1.5'] })
      expect(await fieldOf(app.snapshotDir, 'whole')).toMatchObject({ nums: [2], texts: ['2'] })
      expect(await fieldOf(app.snapshotDir, 'big')).toMatchObject({ texts: ['9007199254740993'] })
      expect(await fieldOf(app.snapshotDir, 'nothing')).toMatchObject({ texts: [], field: { symbolCount: 0 } })
      expect(await fieldOf(app.snapshotDir, 'zip')).toMatchObject({
        nums: [1],
        texts: ['01'],
        field: { kind: 'text' },
      })
      expect((await fieldOf(app.snapshotDir, 'day')).field?.tags).toEqual(['$numeric', '$integer', '$date'])
      expect((await fieldOf(app.snapshotDir, 'id')).field?.tags).toEqual(['$ascii', '$text'])
    },
  ))

test('fields may have any name', () =>
  withAppFolder(
    {
      'data.sql': `CREATE TABLE "ta""ble" AS SELECT 'nan'::DOUBLE AS value, 2 AS first_row, 3 AS elem, 4 AS text, 5 AS "a""b",
        6 AS "SELECT", 7 AS "x'; DROP TABLE t_0; --"`,
    },
    async (app) => {
      await app.reload()
      expect((await fieldOf(app.snapshotDir, 'value')).texts).toEqual([])
      expect((await fieldOf(app.snapshotDir, 'first_row')).texts).toEqual(['2'])
      expect((await fieldOf(app.snapshotDir, `x'; DROP TABLE t_0; --`)).texts).toEqual(['7'])
    },
  ))

test('symbols are numbered in load order over all tables; enumerations by their position in the declaration', () =>
  withAppFolder(
    {
      'data.sql': `CREATE TABLE b AS SELECT * FROM (VALUES ('z'), ('a'), ('z')) t(k);
        CREATE TABLE a AS SELECT k, day::ENUM ('Mon', 'Tue') AS day FROM (VALUES ('m', 'Tue'), ('a', 'Mon')) t(k, day);`,
    },
    async (app) => {
      await app.reload()
      expect((await fieldOf(app.snapshotDir, 'k')).texts).toEqual(['z', 'a', 'm'])
      expect(await fieldOf(app.snapshotDir, 'day')).toMatchObject({ nums: [1, 2], texts: ['Mon', 'Tue'] })
    },
  ))

test.each([
  ['a column of lists', 'CREATE TABLE t AS SELECT [1] AS a', /\[a\] of table t/],
  ['a column of records', 'CREATE TABLE t AS SELECT {x: 1} AS a', /\[a\] of table t/],
])('%s is refused by name', (_, sql, detail) =>
  withAppFolder({ 'data.sql': sql }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-MODEL',
      detail: expect.stringMatching(detail),
    })
  }),
)

test('tables that associate in a cycle are refused, naming the fields', () =>
  withAppFolder(
    {
      'data.sql': `CREATE TABLE a AS SELECT 1 AS x, 1 AS y; CREATE TABLE b AS SELECT 1 AS y, 1 AS z;
        CREATE TABLE c AS SELECT 1 AS z, 1 AS x; CREATE TABLE d AS SELECT 1 AS free;`,
    },
    async (app) => {
      const error = await app.reload().catch((cause) => cause)
      expect(error.code).toBe('ENGINE-RELOAD-CYCLE')
      for (const name of ['[x]', '[y]', '[z]']) expect(error.detail).toContain(name)
      expect(error.detail).not.toContain('free')
      expect(error.detail).toContain('Rename [z] in c, e.g. to [c z]')
    },
  ))

test('a reload beyond its time is stopped', () =>
  withAppFolder(
    { 'data.sql': 'CREATE TABLE t AS SELECT sum(a.range * b.range) AS s FROM range(1000000) a, range(1000000) b' },
    async (app) => {
      await expect(
        reloadApp({ appFolder: app.folder, sources: {}, snapshotDir: app.snapshotDir, timeLimitMs: 200 }),
      ).rejects.toMatchObject({ code: 'ENGINE-RELOAD-STOPPED' })
      const abort = new AbortController()
      const reload = reloadApp({
        appFolder: app.folder,
        sources: {},
        snapshotDir: app.snapshotDir,
        signal: abort.signal,
      })
      abort.abort()
      await expect(reload).rejects.toMatchObject({ code: 'ENGINE-RELOAD-STOPPED' })
    },
  ))

test('a script without statements makes an app without data; one that creates nothing is refused', () =>
  withAppFolder({ 'data.sql': '-- nothing yet\n' }, async (app) => {
    expect(await app.reload()).toMatchObject({ tables: [], fieldCount: 0, hasSectionAccess: false })
    const snapshot = await openSnapshot(app.snapshotDir)
    const view = await openDataView(snapshot, principal('anybody'))
    expect([view.fields.size, await describeTables(view)]).toEqual([0, []])
    snapshot.close()
    const refused = { code: 'ENGINE-RELOAD-MODEL' }
    await app.write('data.sql', 'CREATE TEMP TABLE t AS SELECT 1 AS a')
    await expect(app.reload()).rejects.toMatchObject(refused)
    await app.write('data.sql', `CREATE TABLE "SECTION_ACCESS" AS SELECT 'USER' AS "ACCESS", 'A' AS "USERID"`)
    await expect(app.reload()).rejects.toMatchObject(refused)
  }))

test('a load script is refused in words that lead to the guide', () =>
  withAppFolder({ 'data.sql': 'Sales:\nLOAD * FROM [lib://Data/sales.csv] (txt);' }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-LOAD-SCRIPT',
      detail: expect.stringContaining('docs/apps.md#from-a-load-script-to-sql'),
    })
  }))

describe('formats of the app', () => {
  it('are those of its script, and what else is in it is told', async () => {
    const files = {
      'data.sql': 'CREATE TABLE t AS SELECT 1 AS a',
      'script.qvs': "SET DateFormat='DD.MM.YYYY';\nSET FirstWeekDay=6;\nLOAD 1 AS a AUTOGENERATE 1;",
    }
    await withAppFolder(files, async (app) => {
      const { findings } = await app.reload()
      expect(findings).toEqual([
        { file: 'script.qvs', line: 3, column: 1, problem: expect.stringContaining('this statement is not run') },
      ])
      const snapshot = await openSnapshot(app.snapshotDir)
      expect(snapshot.document.model.formats).toMatchObject({ date: 'DD.MM.YYYY', calendar: { firstWeekDay: 6 } })
      snapshot.close()
    })
  })

  it('are the usual ones without a script, and refused where it is endless', async () => {
    await withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
      await app.reload()
      const snapshot = await openSnapshot(app.snapshotDir)
      expect(snapshot.document.model.formats).toEqual(defaultFormats)
      snapshot.close()
      await app.write('script.qvs', ';'.repeat(1_000_001))
      await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-FOLDER' })
    })
  })
})
