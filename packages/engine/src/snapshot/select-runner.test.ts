import { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import { expect, test, vi } from 'vitest'
import { withSnapshot } from '../testing/app-folder.js'
import { createQueryQueue } from './query-queue.js'

const one = { sql: 'SELECT 1::INTEGER', values: [] }

test('more queries than may wait are refused, and taken again when the others are done', () =>
  withSnapshot(
    'CREATE TABLE t AS SELECT 1 AS n',
    async ({ runner }) => {
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => runner.run(one)))
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'fulfilled',
        'rejected',
        'rejected',
      ])
      expect(outcomes[3]).toMatchObject({ reason: { code: 'ENGINE-BUSY' } })
      expect(await runner.run(one)).toEqual([[1]])
    },
    { connections: 1, queue: createQueryQueue({ running: 1, waiting: 2 }) },
  ))

test('a result with more text than memory is for is left unread, and the next one is read', { timeout: 60_000 }, () =>
  withSnapshot('CREATE TABLE t AS SELECT 1 AS n', async ({ runner }) => {
    const texts = (rows: number) => ({
      sql: `SELECT repeat('x', 10000) FROM range(${rows})`,
      values: [],
    })
    await expect(runner.run(texts(6_401))).rejects.toMatchObject({ code: 'ENGINE-RESULT-SIZE' })
    expect((await runner.run(texts(2_100)))[0]?.length).toBe(2_100)
    expect(await runner.run({ sql: 'SELECT 1::INTEGER WHERE FALSE', values: [] })).toEqual([[]])
  }),
)

test('what is not one SELECT alone is refused, and nothing of it is run', () =>
  withSnapshot('CREATE TABLE t AS SELECT 1 AS n', async ({ runner }) => {
    const refused = [
      '',
      'SELECT 1; SELECT 2',
      'SELECT 1; DETACH memory',
      'SELECT 1; SET threads = 2',
      'CALL pragma_version()',
      'SET threads = 2',
      'CREATE TEMP TABLE u AS SELECT 1',
    ]
    for (const sql of refused)
      await expect(runner.run({ sql, values: [] }), sql).rejects.toMatchObject({ code: 'ENGINE-QUERY-FAILED' })
    expect(await runner.run(one)).toEqual([[1]])
  }))

test('a query whose time is over before it begins does not begin', () =>
  withSnapshot(
    'CREATE TABLE t AS SELECT 1 AS n',
    async ({ runner }) => {
      const { prepare } = DuckDBConnection.prototype
      const slow = vi.spyOn(DuckDBConnection.prototype, 'prepare').mockImplementationOnce(async function (
        this: DuckDBConnection,
        ...of
      ) {
        await new Promise((resolve) => setTimeout(resolve, 1_500))
        return prepare.apply(this, of)
      })
      await expect(runner.run(one)).rejects.toMatchObject({ code: 'ENGINE-QUERY-TIMEOUT' })
      slow.mockRestore()
      expect(await runner.run(one)).toEqual([[1]])
    },
    { queryTimeLimitMs: 1_000 },
  ))

test('a result that is interrupted while it is read is not taken for whole', () =>
  withSnapshot('CREATE TABLE t AS SELECT 1 AS n', async ({ runner }) => {
    const many = { sql: 'SELECT i::INTEGER FROM range(100000) r(i)', values: [] }
    const leaving = new AbortController()
    const { fetchChunk } = DuckDBResult.prototype
    const read = vi
      .spyOn(DuckDBResult.prototype, 'fetchChunk')
      .mockImplementationOnce(async function (this: DuckDBResult) {
        const chunk = await fetchChunk.apply(this)
        leaving.abort()
        return chunk
      })
      .mockImplementationOnce(async () => null)
    await expect(runner.run(many, leaving.signal)).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
    read.mockRestore()
    expect((await runner.run(many))[0]?.length).toBe(100_000)
  }))

const many = { sql: 'SELECT i::INTEGER FROM range(10000) AS t(i)', values: [] }

const unstopped = new AbortController().signal

test('a stream is read to its end after its snapshot was retired, which begins no other', () =>
  withSnapshot('CREATE TABLE t AS SELECT 1 AS n', async ({ runner, retire }) => {
    const parts = runner.stream(many, unstopped)[Symbol.asyncIterator]()
    const first = await parts.next()
    let closed = false
    const retired = retire().then(() => {
      closed = true
    })
    const other = runner.stream(many, unstopped)[Symbol.asyncIterator]()
    await expect(other.next()).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
    let rows = first.value?.[0]?.length ?? 0
    expect([await runner.run(one), closed]).toEqual([[[1]], false])
    for (let part = await parts.next(); !part.done; part = await parts.next()) rows += part.value[0]?.length ?? 0
    expect(rows).toBe(10_000)
    await retired
    await expect(runner.run(one)).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
  }))

test('streams of tenants take turns, one at a time', () =>
  withSnapshot('CREATE TABLE t AS SELECT 1 AS n', async ({ runnerOf }) => {
    const ended: string[] = []
    const read = async (tenant: string) => {
      for await (const _ of runnerOf([tenant, 'person', 'session']).stream(many, unstopped));
      ended.push(tenant)
    }
    await Promise.all(['a', 'a', 'a', 'b'].map(read))
    expect(ended).toEqual(['a', 'b', 'a', 'a'])
  }))
