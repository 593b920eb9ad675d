import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSnapshot, reloadApp } from '@understudy/engine'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasMariadb, type MariadbServer, startMariadb } from '../../testing/mariadb-server.js'
import { installedPostgres, type PostgresServer, startPostgres } from '../../testing/postgres-server.js'
import { isConnectionUrl, querySource } from './open-query.js'

/** Fields of a table made of a query, by name: kind, and texts in load order. */
const fieldsOf = async (url: string, query: string, signal?: AbortSignal) => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-query-'))
  try {
    const appFolder = join(root, 'app')
    await mkdir(join(appFolder, 'data'), { recursive: true })
    await writeFile(join(appFolder, 'data.sql'), 'CREATE TABLE t AS FROM sources.orders')
    const sources = { orders: { open: querySource('orders', url, query) } }
    await reloadApp({ appFolder, sources, snapshotDir: join(root, 'snapshots'), ...(signal ? { signal } : {}) })
    const snapshot = await openSnapshot(join(root, 'snapshots'))
    try {
      const { fields } = snapshot.document.model
      const read = async (id: number) =>
        (await snapshot.runner.run({ sql: `SELECT text FROM s_${id} ORDER BY elem`, values: [] }))[0]
      return Object.fromEntries(
        await Promise.all(fields.map(async ({ id, name, kind }) => [name, [kind, ...((await read(id)) ?? [])]])),
      )
    } finally {
      snapshot.close()
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

const programs = installedPostgres()

describe.runIf(programs)('a query of PostgreSQL', () => {
  let server: PostgresServer
  let url: string
  beforeAll(async () => {
    server = await startPostgres(programs ?? '')
    url = await server.createDatabase()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`CREATE TABLE orders (id bigint, amount numeric(20,2), rate float8, free numeric, day date, at timestamptz,
        plain timestamp, open boolean, note text, code uuid);
      INSERT INTO orders VALUES
        (9007199254740993, 1234567.89, 0.1, 1.5, '2024-02-29', '2024-01-05 12:30:00+02', '2024-01-05 12:30:00.25', true,
         'Grüße, "quoted"', '6f3b0d6e-52a6-4a54-9d68-6d1d0f3a9f00'),
        (2, 1, 'NaN', NULL, '2024-03-01', NULL, NULL, false, '', NULL)`)
    await client.end()
  }, 60_000)
  afterAll(() => server?.stop())

  it('comes with the types of its columns, and every digit', async () => {
    expect(await fieldsOf(url, 'SELECT * FROM orders ORDER BY id DESC')).toEqual({
      id: ['number', '9007199254740993', '2'],
      amount: ['number', '1234567.89', '1'],
      rate: ['number', '0.1'],
      free: ['number', '1.5'],
      day: ['date', '2024-02-29', '2024-03-01'],
      at: ['timestamp', '2024-01-05 10:30:00'],
      plain: ['timestamp', '2024-01-05 12:30:00.25'],
      open: ['boolean', 'true', 'false'],
      note: ['text', 'Grüße, "quoted"', ''],
      code: ['text', '6f3b0d6e-52a6-4a54-9d68-6d1d0f3a9f00'],
    })
  })

  it('comes in slices to its last row', async () => {
    const query = 'SELECT count(*) FROM (SELECT 1) x'
    expect(await fieldsOf(url, query)).toEqual({ count: ['number', '1'] })
    const rows = await fieldsOf(url, 'SELECT i AS i FROM generate_series(1, 7001) i')
    expect(rows.i).toHaveLength(7_002)
    expect(rows.i?.at(-1)).toBe('7001')
    expect(await fieldsOf(url, 'SELECT 1 AS a WHERE false')).toEqual({ a: ['number'] })
  })

  it.each([
    ['SELECT nothing FROM orders', 'column "nothing" does not exist'],
    ['DELETE FROM orders', 'read-only transaction'],
    ['SELECT 1; SELECT 2', 'multiple commands'],
    ['SELECT 1 AS a, 2 AS a', 'the column [a] twice'],
  ])('is refused with the words of the database: %s', async (query, words) => {
    await expect(fieldsOf(url, query)).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-SOURCE',
      detail: expect.stringMatching(new RegExp(`'orders'.*${words.replace(/[[\]]/g, '\\$&')}`)),
    })
  })

  it('ends when the reload is stopped', async () => {
    const stop = new AbortController()
    const reload = fieldsOf(url, 'SELECT pg_sleep(60)', stop.signal)
    setTimeout(() => stop.abort(), 500)
    await expect(reload).rejects.toMatchObject({ code: 'ENGINE-RELOAD-STOPPED' })
    const others =
      "SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE '%sleep(60%' AND pid <> pg_backend_pid()"
    await expect.poll(() => fieldsOf(url, others), { timeout: 10_000 }).toEqual({ n: ['number', '0'] })
  })
})

describe.runIf(hasMariadb())('a query of MySQL', () => {
  let server: MariadbServer
  beforeAll(async () => {
    server = await startMariadb()
    await server.execute([
      `CREATE TABLE orders (id bigint, big bigint unsigned, amount decimal(20,2), rate double, day date, at datetime(3), small tinyint,
         note varchar(50) CHARACTER SET utf8mb4)`,
      `INSERT INTO orders VALUES
        (9007199254740993, 18446744073709551615, 1234567.89, 0.1, '2024-02-29', '2024-01-05 12:30:00.250', -1, 'Grüße'),
        (2, 0, 1, NULL, '2024-03-01', NULL, 1, '')`,
      "CREATE USER IF NOT EXISTS 'nobody'@'%' IDENTIFIED BY 'right'",
    ])
  }, 60_000)
  afterAll(() => server?.stop())

  it('comes with the types of its columns, and every digit', async () => {
    expect(await fieldsOf(server.url, 'SELECT * FROM orders ORDER BY id DESC')).toEqual({
      id: ['number', '9007199254740993', '2'],
      big: ['number', '18446744073709551615', '0'],
      amount: ['number', '1234567.89', '1'],
      rate: ['number', '0.1'],
      day: ['date', '2024-02-29', '2024-03-01'],
      at: ['timestamp', '2024-01-05 12:30:00.25'],
      small: ['number', '-1', '1'],
      note: ['text', 'Grüße', ''],
    })
  })

  it('comes in slices to its last row', async () => {
    const { seq } = await fieldsOf(server.url, 'SELECT seq FROM seq_1_to_7001')
    expect(seq).toHaveLength(7_002)
    expect(await fieldsOf(server.url, 'SELECT 1 AS a FROM orders WHERE false')).toEqual({ a: ['number'] })
  })

  it.each([
    ['SELECT nothing FROM orders', "Unknown column 'nothing'"],
    ['DELETE FROM orders', 'READ ONLY transaction'],
    ['SELECT 1; SELECT 2', 'error in your SQL syntax'],
  ])('is refused with the words of the database: %s', async (query, words) => {
    await expect(fieldsOf(server.url, query)).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-SOURCE',
      detail: expect.stringMatching(new RegExp(`'orders'.*${words}`)),
    })
  })

  it('tells of a refused account nothing but that', async () => {
    const url = server.url.replace('root@', 'nobody:wrong@')
    await expect(fieldsOf(url, 'SELECT 1')).rejects.toMatchObject({
      detail: "source 'orders': the database refuses the user of the connection",
    })
  })

  it('ends when the reload is stopped', async () => {
    const stop = new AbortController()
    const reload = fieldsOf(server.url, 'SELECT sleep(60)', stop.signal)
    setTimeout(() => stop.abort(), 500)
    await expect(reload).rejects.toMatchObject({ code: 'ENGINE-RELOAD-STOPPED' })
    const others =
      "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%sleep(60%' AND id <> connection_id()"
    await expect.poll(() => fieldsOf(server.url, others), { timeout: 10_000 }).toEqual({ n: ['number', '0'] })
  })
})

describe('a connection', () => {
  it.each(['postgresql://reader:p@127.0.0.1:1/x', 'mysql://reader:p@127.0.0.1:1/x'])(
    'that leads nowhere is told without its address: %s',
    async (url) => {
      const failure = await fieldsOf(url, 'SELECT 1').catch((error) => error)
      expect(failure).toMatchObject({
        code: 'ENGINE-RELOAD-SOURCE',
        detail: "source 'orders': the database of the connection cannot be reached",
      })
    },
  )

  it('is a URL of a known kind of database', () => {
    expect(['postgres://h/d', 'postgresql://h/d', 'mysql://h/d', 'mariadb://h/d'].every(isConnectionUrl)).toBe(true)
    expect(['', 'h/d', 'http://h', 'sqlite:///x', 'constructor:x'].some(isConnectionUrl)).toBe(false)
  })
})
