import { cpSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { dataPaths } from '../config/data-paths.js'
import { loadSmallApp } from '../qix/testing/small-app.js'
import { peopleOfNodes } from '../testing/people-of-nodes.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'
import type { Credentials } from '../testing/started-tenant.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { sweepKeptSessions } from './kept-session-rows.js'

let postgres: PostgresServer
let started: StartedNodes
let people: ReturnType<typeof peopleOfNodes>
let client: Credentials
let user: string

beforeAll(async () => {
  postgres = await startInstalledPostgres()
})
afterAll(() => postgres?.stop())

const start = async (changes = {}): Promise<void> => {
  const tenants = [{ hostnames: ['localhost'], origin: 'https://t.example' }]
  started = await startNodes(await postgres.createDatabase(), 2, tenants, served, changes)
  people = peopleOfNodes(started)
  const { context } = people
  await loadSmallApp({ context, dataDir: context.config.dataDir })
  const second = started.nodes[1]?.dependencies.config
  // Nodes that share a store share a folder of snapshots; here each has a copy.
  if (second) cpSync(dataPaths(context.config).apps, dataPaths(second).apps, { recursive: true })
  client = await people.client()
  user = await people.reader('everything')
}
beforeEach(() => start())
afterEach(() => started?.close())

/** Waits until what a person did is in the store. */
const written = async (act: () => Promise<unknown>): Promise<void> => {
  const states = async () =>
    JSON.stringify((await people.stored()).map(({ state }) => Buffer.from(state).toString('hex')))
  const before = await states()
  await act()
  await expect.poll(async () => (await states()) !== before, { timeout: 10_000 }).toBe(true)
}

/** Somebody who made a table and selected, and whose page was at the first node. */
const left = async (...regions: string[]) => {
  const page = await people.enter(0, user, client)
  await written(async () => {
    await page.make()
    await page.select(...regions)
  })
  return page
}

describe('a person who comes to another node', () => {
  it('finds what was selected, and their objects', async () => {
    const before = await left('North')
    expect(before.state).toBe('SESSION_CREATED')
    const page = await people.enter(1, user, client)
    expect(page.state).toBe('SESSION_ATTACHED')
    expect(await page.selected()).toBe('North')
    expect(await page.rows()).toEqual(['North 10'])
    const handle = (await page.call(-1, 'GetActiveDoc')).qReturn.qHandle
    await page.call(handle, 'Back')
    expect(await page.rows()).toEqual(['North 10', 'South 5'])
  })

  it('takes the session along: the node before gives it to nobody any more', async () => {
    const before = await left('North')
    before.socket.drop()
    const page = await people.enter(1, user, client)
    await written(() => page.select('South'))
    page.socket.drop()
    const back = await people.enter(0, user, client)
    expect(back.state).toBe('SESSION_ATTACHED')
    expect(await back.selected()).toBe('South')
  })

  it('shares nothing with others: people, clients, identities, tenants', async () => {
    await left('North')
    const other = await people.reader('everything')
    for (const [who, through, identity] of [
      [other, client, 'page'],
      [user, await people.client(), 'page'],
      [user, client, 'other-page'],
    ] as const) {
      const page = await people.enter(1, who, through, identity)
      expect(page.state).toBe('SESSION_CREATED')
      expect(await page.selected()).toBe(null)
      expect(await page.objectOf()).toBe(null)
    }
  })

  it('keeps of what is selected what they may see still, and nothing else, where that is less', async () => {
    await left('North', 'South')
    await people.reader('north')
    const { store, tenant } = people.context
    await store.deleteFrom('user_groups').where('user_id', '=', user).execute()
    await store
      .insertInto('user_groups')
      .values({ tenant_id: tenant.id, user_id: user, group_id: 'group-north' })
      .execute()
    const page = await people.enter(1, user, client)
    expect(page.state).toBe('SESSION_CREATED')
    expect(await page.selected()).toBe('North')
    expect(await page.objectOf()).toBe(null)
    await page.call((await page.call(-1, 'GetActiveDoc')).qReturn.qHandle, 'Back')
    expect(await page.selected()).toBe('North')
  })

  it('keeps nothing of values that are hidden from them now', async () => {
    await left('South')
    await people.reader('north')
    const { store, tenant } = people.context
    await store.deleteFrom('user_groups').where('user_id', '=', user).execute()
    await store
      .insertInto('user_groups')
      .values({ tenant_id: tenant.id, user_id: user, group_id: 'group-north' })
      .execute()
    const page = await people.enter(1, user, client)
    expect(await page.selected()).toBe(null)
    await page.make()
    expect(await page.rows()).toEqual(['North 10'])
  })

  it('begins anew where the app may not be opened any more', async () => {
    await left('North')
    const { store } = people.context
    await store.deleteFrom('user_groups').where('user_id', '=', user).execute()
    await expect(people.enter(1, user, client)).rejects.toThrow('4203')
  })

  it('finds nothing that was written for somebody else, altered, or is over', async () => {
    await left('North')
    const { store } = people.context
    const other = await people.reader('everything')
    const stranger = await people.enter(0, other, client)
    await written(() => stranger.select('South'))
    const rows = await people.stored()
    const [mine, theirs] = [rows.find((row) => row.user_id === user), rows.find((row) => row.user_id === other)]
    if (!mine || !theirs) throw new Error('Both must be stored.')
    await store.updateTable('kept_sessions').set({ state: mine.state }).where('user_id', '=', other).execute()
    const swapped = await people.enter(1, other, client)
    expect([swapped.state, await swapped.selected()]).toEqual(['SESSION_CREATED', null])
    const altered = Buffer.from(mine.state)
    altered[altered.length - 20] = (altered[altered.length - 20] ?? 0) ^ 1
    await store.updateTable('kept_sessions').set({ state: altered }).where('user_id', '=', user).execute()
    const page = await people.enter(1, user, client)
    expect([page.state, await page.selected()]).toEqual(['SESSION_CREATED', null])
  })

  it('finds nothing once its time is over, and the upkeep deletes it', async () => {
    await left('North')
    const { store, clock } = people.context
    const [row] = await people.stored()
    expect(Number(row?.expires_at) - clock()).toBeGreaterThan(1_790_000)
    expect(Number(row?.expires_at) - clock()).toBeLessThanOrEqual(1_800_000)
    await store
      .updateTable('kept_sessions')
      .set({ expires_at: clock() - 1 })
      .execute()
    expect((await people.enter(1, user, client)).state).toBe('SESSION_CREATED')
    await sweepKeptSessions(store, clock())
    expect(await people.stored()).toHaveLength(1)
    await sweepKeptSessions(store, clock() + 1_800_000)
    expect(await people.stored()).toEqual([])
  })
})

const storedAtSecond = () => started.nodes[1]?.dependencies.store.selectFrom('kept_sessions').selectAll().execute()

describe('what is stored of sessions', () => {
  it('cannot be read in the store', async () => {
    await left('North')
    const [row] = await people.stored()
    const text = Buffer.from(row?.state ?? []).toString('latin1')
    for (const word of ['timeline', 'own', 'Region', 'Sum(Amount)']) expect(text).not.toContain(word)
  })

  it('is nothing of a session in which nobody did anything', async () => {
    await people.enter(0, user, client)
    await started.stop(0)
    expect(await storedAtSecond()).toEqual([])
  })

  it('goes with the session when that ends by itself', async () => {
    await started.close()
    await start({ qixSessionTimeToLive: 1 })
    const page = await left('North')
    page.socket.drop()
    await expect.poll(people.stored, { timeout: 10_000 }).toEqual([])
    expect((await people.enter(1, user, client)).state).toBe('SESSION_CREATED')
  })

  it('is written at once when a node ends', async () => {
    const page = await people.enter(0, user, client)
    await page.select('South')
    await started.stop(0)
    const after = await people.enter(1, user, client)
    expect([after.state, await after.selected()]).toEqual(['SESSION_ATTACHED', 'South'])
  })

  it('is written once the store answers again', async () => {
    const page = await left('North')
    await written(async () => {
      await postgres.pause()
      await page.select('South')
      await setTimeout(2_000)
      await postgres.resume()
    })
    const after = await people.enter(1, user, client)
    expect([after.state, await after.selected()]).toEqual(['SESSION_ATTACHED', 'South'])
  }, 60_000)

  it('is nothing where it is turned off', async () => {
    await started.close()
    await start({ qixKeptSessionTime: 0 })
    const page = await people.enter(0, user, client)
    await page.select('South')
    expect((await people.enter(1, user, client)).state).toBe('SESSION_CREATED')
    await started.stop(0)
    expect(await storedAtSecond()).toEqual([])
  })
})
