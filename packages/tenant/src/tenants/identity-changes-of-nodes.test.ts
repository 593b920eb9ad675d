import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openWay } from '../testing/held-way.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { startInstalledPostgres } from '../testing/stores.js'
import type { IdentityChange } from './identity-changes.js'
import { openIdentityChanges } from './identity-changes-of-nodes.js'

const silent = { warn: () => undefined }

const change = (id: string): IdentityChange => ({ tenantId: 't', kind: 'user', id })

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await startInstalledPostgres()
})
afterAll(() => postgres?.stop())

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await delay(20)
}

describe('identity changes on PostgreSQL', () => {
  it('reach every node, the publishing one at once', async () => {
    const location = await postgres.createDatabase()
    const nodes = [
      await openIdentityChanges(location, 60_000, silent),
      await openIdentityChanges(location, 60_000, silent),
    ]
    const [first, second] = nodes
    const heard: string[][] = [[], []]
    nodes.forEach((node, index) => {
      node.changes.subscribe(({ id }) => heard[index]?.push(id))
    })
    first?.changes.publish(change('a'))
    expect(heard[0]).toEqual(['a'])
    second?.changes.publish(change('b'))
    await until(() => nodes.every((_, index) => heard[index]?.includes('a') && heard[index]?.includes('b')))
    for (const node of nodes) await node.close()
  })

  it('are told before a node leaves, however many', async () => {
    const location = await postgres.createDatabase()
    const [leaving, staying] = [
      await openIdentityChanges(location, 60_000, silent),
      await openIdentityChanges(location, 60_000, silent),
    ]
    const heard: string[] = []
    staying.changes.subscribe(({ id }) => heard.push(id))
    const ids = Array.from({ length: 20 }, (_, index) => `user-${index}`)
    for (const id of ids) leaving.changes.publish(change(id))
    await leaving.close()
    await vi.waitFor(() => expect(heard).toEqual(ids))
    await staying.close()
  })

  it('are heard again after the connection broke', async () => {
    const location = await postgres.createDatabase()
    const listener = await openIdentityChanges(location, 60_000, silent)
    const heard: string[] = []
    listener.changes.subscribe(({ id }) => heard.push(id))
    const admin = new pg.Client({ connectionString: location })
    await admin.connect()
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    )
    let attempt = 0
    while (heard.length === 0) {
      await admin.query("select pg_notify('understudy_identity_changes', $1)", [
        JSON.stringify(change(`after-${attempt++}`)),
      ])
      await delay(100)
    }
    await admin.end()
    await listener.close()
  })
})

describe('a node that cannot hear the others', () => {
  it('says so after a time, once, and that it may have missed something when it hears again', {
    timeout: 60_000,
  }, async () => {
    const way = await openWay(await postgres.createDatabase())
    const warnings: unknown[] = []
    const log = { warn: (...warning: unknown[]) => void warnings.push(warning) }
    const node = await openIdentityChanges(way.location, 1_500, log)
    const losses: string[] = []
    const heard: string[] = []
    node.changes.subscribeToHearing((loss) => losses.push(loss))
    node.changes.subscribe(({ id }) => heard.push(id))
    await delay(2_500)
    expect(losses).toEqual([])
    way.hold(true)
    await until(() => losses.length > 0)
    expect(losses).toEqual(['deaf'])
    await delay(2_000)
    expect(losses).toEqual(['deaf'])
    way.hold(false)
    await until(() => losses.length > 1)
    expect(losses).toEqual(['deaf', 'missed'])
    expect(warnings).toHaveLength(2)
    node.changes.publish(change('a'))
    await until(() => heard.filter((id) => id === 'a').length === 2)
    await node.close()
    way.close()
  })

  it('keeps no connection of an attempt to listen again that failed', { timeout: 60_000 }, async () => {
    const way = await openWay(await postgres.createDatabase())
    const node = await openIdentityChanges(way.location, 60_000, silent)
    way.hold((bytes) => bytes.includes('listen '))
    way.breakOff()
    await until(() => way.accepted() === 4)
    expect(way.open()).toBe(1)
    await node.close()
    await vi.waitFor(() => expect(way.open()).toBe(0))
    way.close()
  })

  it.each<[string, true | ((bytes: Buffer) => boolean)]>([
    ['tries to listen again', (bytes) => bytes.includes('listen ')],
    ['tries to connect again', true],
  ])('leaves at once while it %s, and hears no more', { timeout: 60_000 }, async (_what, which) => {
    const way = await openWay(await postgres.createDatabase())
    const node = await openIdentityChanges(way.location, 60_000, silent)
    const losses: string[] = []
    node.changes.subscribeToHearing((loss) => losses.push(loss))
    way.hold(which)
    way.breakOff()
    await until(() => way.accepted() === 2)
    await delay(200)
    const begun = Date.now()
    await node.close()
    expect(Date.now() - begun).toBeLessThan(1_000)
    way.hold(false)
    await delay(700)
    expect(losses).toEqual([])
    expect(way.open()).toBe(0)
    way.close()
  })

  it('leaves a network that is gone', { timeout: 60_000 }, async () => {
    const way = await openWay(await postgres.createDatabase())
    const node = await openIdentityChanges(way.location, 60_000, silent)
    way.hold(true)
    await node.close()
    await vi.waitFor(() => {
      way.touch()
      expect(way.open()).toBe(0)
    })
    way.close()
  })
})

describe('notifications that no node sends', () => {
  it('are logged, and those that follow are heard', async () => {
    const location = await postgres.createDatabase()
    const warnings: unknown[] = []
    const node = await openIdentityChanges(location, 60_000, {
      warn: (...warning: unknown[]) => void warnings.push(warning),
    })
    const heard: unknown[] = []
    node.changes.subscribe((each) => heard.push(each))
    const stranger = new pg.Client({ connectionString: location })
    await stranger.connect()
    const malformed = ['', '{', 'null', '[]', '{"tenantId":"t","kind":"user"}', '{"tenantId":"t","kind":"x","id":"a"}']
    for (const message of [...malformed, JSON.stringify(change('a'))])
      await stranger.query("select pg_notify('understudy_identity_changes', $1)", [message])
    await until(() => heard.length > 0)
    expect(heard).toEqual([change('a')])
    expect(warnings).toHaveLength(malformed.length)
    await stranger.end()
    await node.close()
  })
})

describe('identity changes on libSQL', () => {
  it('stay in the process, and end with the subscription', async () => {
    const { changes, close } = await openIdentityChanges('/nowhere/tenant.db', 60_000, silent)
    const heard: string[] = []
    const end = changes.subscribe(({ id }) => heard.push(id))
    changes.publish(change('a'))
    end()
    changes.publish(change('b'))
    expect(heard).toEqual(['a'])
    await close()
  })
})
