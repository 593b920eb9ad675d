import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWay } from '../testing/held-way.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { holdNodeId, isNodeGone } from './node-lock.js'
import { openStore } from './open-store.js'
import type { Store } from './schema.js'

let postgres: PostgresServer
let location: string
let store: Store

beforeAll(async () => {
  postgres = await startInstalledPostgres()
  location = await postgres.createDatabase()
  store = await openStore(location)
})
afterAll(async () => {
  await store?.destroy()
  await postgres?.stop()
})

const gone = (nodeId: string): Promise<boolean> => store.transaction().execute((each) => isNodeGone(each, nodeId))

/** Asks until it is so, for at most five seconds. */
const soon = async (nodeId: string, expected: boolean): Promise<void> => {
  for (let tries = 0; tries < 50 && (await gone(nodeId)) !== expected; tries++) await delay(100)
  expect(await gone(nodeId)).toBe(expected)
}

it('lets one process be a node, until it ends', async () => {
  const first = await holdNodeId(location, 'one')
  expect(await gone('one')).toBe(false)
  expect(await gone('other')).toBe(true)
  await expect(holdNodeId(location, 'one')).rejects.toMatchObject({ code: 'SERVE-NODE-TAKEN' })
  await first.close()
  await soon('one', true)
  const second = await holdNodeId(location, 'one')
  expect(await gone('one')).toBe(false)
  await second.close()
})

it('waits for a moment for the process before it to be gone', async () => {
  const first = await holdNodeId(location, 'one')
  setTimeout(() => void first.close(), 500)
  const second = await holdNodeId(location, 'one')
  expect(await gone('one')).toBe(false)
  await second.close()
})

it('is held again when the connection was lost', async () => {
  const lock = await holdNodeId(location, 'one')
  await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`.execute(store)
  await soon('one', false)
  await lock.close()
  await soon('one', true)
})

it('is left when the network is gone', async () => {
  const way = await openWay(location)
  const lock = await holdNodeId(way.location, 'one')
  way.hold(true)
  await lock.close()
  expect(await gone('one')).toBe(false)
  way.close()
  await soon('one', true)
})
