import { readdir, symlink } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSnapshot } from '../snapshot/snapshot.js'
import { withAppFolder } from '../testing/app-folder.js'

test.each([
  ['another file of the machine', `CREATE TABLE t AS SELECT * FROM read_text('/etc/hostname')`],
  ['a path that climbs out of data/', `CREATE TABLE t AS SELECT * FROM read_text('data/../data.sql')`],
  ['a listing of the machine', `CREATE TABLE t AS SELECT * FROM glob('/etc/*')`],
])('the script cannot read %s', (_, sql) =>
  withAppFolder({ 'data.sql': sql, 'data/x.csv': 'a\n1\n' }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-SCRIPT' })
  }),
)

test.each([
  ['writing a file', `CREATE TABLE t AS SELECT 1 AS a; COPY t TO 'data/y.csv'`],
  ['attaching a database', `CREATE TABLE t AS SELECT 1 AS a; ATTACH 'data/y.duckdb'`],
  ['calling a procedure', `CREATE TABLE t AS SELECT 1 AS a; CALL enable_logging('QueryLog')`],
  ['loading an extension', `LOAD json; CREATE TABLE t AS SELECT 1 AS a`],
])('%s is refused', (_, sql) =>
  withAppFolder({ 'data.sql': sql, 'data/x.csv': 'a\n1\n' }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({ code: expect.stringMatching(/^ENGINE-RELOAD-S/) })
    expect(await readdir(join(app.folder, 'data'))).toEqual(['x.csv'])
  }),
)

test.each([
  'SET enable_external_access = true',
  `SET allowed_directories = ['/']`,
  `SET memory_limit = '1TB'`,
  'RESET lock_configuration',
])('the script cannot lift its own limits: %s', (sql) =>
  withAppFolder({ 'data.sql': `${sql}; CREATE TABLE t AS SELECT 1 AS a` }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({ code: expect.stringMatching(/^ENGINE-RELOAD-S/) })
  }),
)

test.each([
  ['settings', 'FROM duckdb_settings()'],
  ['settings by a quoted name', 'FROM system.main."DuckDB_Settings"()'],
  ['a setting', `SELECT current_setting('temp_directory') AS a`],
  ['the view of settings', 'FROM pg_catalog.pg_settings'],
  ['databases', 'SELECT path FROM duckdb_databases'],
  ['the list of databases', 'FROM pragma_database_list'],
  ['a text that is run', `FROM query('FROM duckdb' || '_settings()')`],
  ['a text that is run after a comment', `FROM query /* */ ('FROM duckdb' || '_settings()')`],
  ['a text on the next line', `FROM "query"\n('FROM duckdb' || '_settings()')`],
  ['a table by its text', `FROM query_table('duckdb' || '_databases')`],
  ['a tree that is run', `FROM json_execute_serialized_sql('{}')`],
])('a script that asks about the machine is refused: %s', (_, sql) =>
  withAppFolder({ 'data.sql': `CREATE TABLE t AS ${sql}` }, async (app) => {
    await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-STATEMENT' })
  }),
)

test('columns that sound like it are read', () =>
  withAppFolder({ 'data.sql': `CREATE TABLE t AS SELECT query FROM (SELECT 'a' AS query)` }, async (app) => {
    expect(await app.reload()).toMatchObject({ fieldCount: 1 })
  }))

test('paths of the machine get neither into data nor into messages', () =>
  withAppFolder({ 'data.sql': '', 'data/x.csv': 'a\n1\n', 'outside.csv': 'a\n1\n' }, async (app) => {
    const sources = { outside: join(app.folder, 'outside.csv') }
    const telling = [
      `SELECT filename AS p FROM read_csv('data/x.csv', filename = true)`,
      `SELECT filename AS p FROM read_csv('data/*.csv', filename = true)`,
      `SELECT filename AS p FROM read_text(getvariable('outside'))`,
      `SELECT file AS p FROM glob('data/*')`,
      `SELECT getvariable('outside') AS p`,
      `SELECT value AS p FROM duckdb_variables()`,
      `SELECT prompt AS p FROM sniff_csv('data/x.csv')`,
    ]
    await app.write('data.sql', `CREATE TABLE t AS ${telling.map((sql) => `(${sql})`).join(' UNION ')}`)
    await app.reload(sources)
    const snapshot = await openSnapshot(app.snapshotDir)
    const told = (await snapshot.runner.run({ sql: 'SELECT text FROM s_0', values: [] })).flat().join('\n')
    snapshot.close()
    expect(told).toMatch(/x\.csv/)
    expect(told).toMatch(/outside\.csv/)
    for (const path of [app.folder, app.snapshotDir, process.cwd()]) expect(told).not.toContain(path)

    for (const sql of [
      `FROM read_csv('data/x.csv', columns = {'a': 'DATE'})`,
      `FROM read_parquet(getvariable('outside'))`,
      `FROM read_parquet('data/x.csv')`,
      `FROM read_csv('${app.folder}/none.csv')`,
      `SELECT CAST(getvariable('outside') AS INTEGER)`,
      `SELECT * FROM which_secret('s3://x', 's3')`,
    ]) {
      await app.write('data.sql', `CREATE TABLE t AS ${sql}`)
      const { detail } = await app.reload(sources).then(
        () => ({ detail: '' }),
        (error: { detail: string }) => error,
      )
      expect(detail).toContain('statement 1 of 1')
      for (const path of [app.folder, app.snapshotDir, process.cwd(), tmpdir(), homedir()])
        expect(detail).not.toContain(`${path}/`)
    }
  }))

test('a link in data/ that leads out of the app is refused', () =>
  withAppFolder({ 'data.sql': `CREATE TABLE t AS FROM read_text('data/x')`, 'data/y.csv': 'a\n' }, async (app) => {
    await symlink('/etc/hostname', join(app.folder, 'data', 'x'))
    await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-FOLDER' })
  }))

test('a source that is no file is refused before anything runs', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    await expect(app.reload({ missing: '/nowhere/x.csv' })).rejects.toMatchObject({ code: 'ENGINE-RELOAD-FOLDER' })
    await expect(app.reload({ relative: 'data.sql' })).rejects.toMatchObject({ code: 'ENGINE-RELOAD-FOLDER' })
    await expect(app.reload({ "x'; --": join(app.folder, 'data.sql') })).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-FOLDER',
    })
  }))
