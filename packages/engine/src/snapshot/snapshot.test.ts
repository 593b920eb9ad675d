import { expect, test } from 'vitest'
import { withSnapshot } from '../testing/app-folder.js'

const numbers = 'CREATE TABLE t AS SELECT range AS n FROM range(100000)'
const endless = 'SELECT sum(a.n_0 * b.n_0)::DOUBLE FROM t_0 a, t_0 b, t_0 c'

test('only one statement, and only a SELECT, is run', () =>
  withSnapshot(numbers, async ({ runner }) => {
    for (const sql of [
      'DETACH memory',
      "CALL enable_logging('QueryLog')",
      'CREATE TEMP TABLE x AS SELECT 1',
      'DELETE FROM t_0',
      'PRAGMA database_list; SELECT 1',
      'SELECT 1; SELECT 2',
      'SET threads = 1',
      '',
    ]) {
      await expect(runner.run({ sql, values: [] })).rejects.toMatchObject({ code: 'ENGINE-QUERY-FAILED' })
    }
    expect(await runner.run({ sql: 'SELECT count(*)::INTEGER FROM t_0', values: [] })).toEqual([[100_000]])
  }))

test('the database itself knows that it is read-only and locked', () =>
  withSnapshot(numbers, async ({ runner }) => {
    const settings = ['access_mode', 'lock_configuration', 'enable_external_access']
    const sql = `SELECT ${settings.map((name) => `CAST(current_setting('${name}') AS VARCHAR)`).join(', ')}`
    expect(await runner.run({ sql, values: [] })).toEqual([['read_only'], ['true'], ['false']])
  }))

test('a query cannot reach files', () =>
  withSnapshot(numbers, async ({ runner }) => {
    for (const sql of [`SELECT * FROM read_text('/etc/hostname')`, `SELECT * FROM glob('/*')`]) {
      await expect(runner.run({ sql, values: [] })).rejects.toMatchObject({ code: 'ENGINE-QUERY-FAILED' })
    }
  }))

test('a query beyond its time is interrupted and the connection goes on', () =>
  withSnapshot(
    numbers,
    async ({ runner }) => {
      await expect(runner.run({ sql: endless, values: [] })).rejects.toMatchObject({ code: 'ENGINE-QUERY-TIMEOUT' })
      expect(await runner.run({ sql: 'SELECT 1::INTEGER', values: [] })).toEqual([[1]])
    },
    { queryTimeLimitMs: 300, connections: 1 },
  ))

test('an aborted query is interrupted, one aborted while waiting never starts', () =>
  withSnapshot(
    numbers,
    async ({ runner }) => {
      const abort = new AbortController()
      const running = runner.run({ sql: endless, values: [] }, abort.signal)
      const waiting = runner.run({ sql: endless, values: [] }, abort.signal)
      abort.abort()
      await expect(running).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
      await expect(waiting).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
      expect(await runner.run({ sql: 'SELECT 1::INTEGER', values: [] })).toEqual([[1]])
    },
    { connections: 1 },
  ))

test('closing cancels what runs and what waits, and refuses what comes later', () =>
  withSnapshot(
    numbers,
    async ({ runner, close }) => {
      const queries = [1, 2, 3].map(() => runner.run({ sql: endless, values: [] }))
      close()
      close()
      for (const query of [...queries, runner.run({ sql: 'SELECT 1::INTEGER', values: [] })]) {
        await expect(query).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
      }
    },
    { connections: 1 },
  ))

test('values are bound, whatever they contain', () =>
  withSnapshot(numbers, async ({ runner }) => {
    const text = "'; DROP TABLE t_0; --"
    const columns = await runner.run({
      sql: 'SELECT $1::VARCHAR, $2::DOUBLE, len($3::INTEGER[])::INTEGER',
      values: [text, 2.5, [1, 2]],
    })
    expect(columns).toEqual([[text], [2.5], [2]])
  }))

test('lists of elements are bound, short ones and long ones', () =>
  withSnapshot(numbers, async ({ runner }) => {
    for (const length of [0, 1, 1_000, 1_001, 50_000]) {
      const elements = Array.from({ length }, (_, index) => 3 * index)
      const sql =
        'SELECT CAST(count(*) AS INTEGER), CAST(coalesce(sum(e), 0) AS DOUBLE) FROM (SELECT unnest($1::INTEGER[]) AS e)'
      const expected = [[length], [elements.reduce((sum, element) => sum + element, 0)]]
      expect(await runner.run({ sql, values: [elements] })).toEqual(expected)
    }
  }))
