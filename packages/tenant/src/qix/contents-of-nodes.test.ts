import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { grantTypes } from '@understudy/contract'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { shareContents, shareUnshared, snapshotOf } from '../apps/contents/share-contents.js'
import { snapshotDir } from '../apps/snapshot-dir.js'
import { served } from '../cli/served.js'
import { type RestCaller, restCaller } from '../http/rest/testing/rest-caller.js'
import type { ServerDependencies } from '../tenants/tenant-context.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'

let postgres: PostgresServer
let started: StartedNodes
let folder: string
let token: string
let rest: readonly RestCaller[]

const appId = 'sales'

/** Two nodes with a store in common, and nothing else. */
beforeAll(async () => {
  postgres = await startInstalledPostgres()
})
afterAll(() => postgres?.stop())

beforeEach(async () => {
  started = await startNodes(
    await postgres.createDatabase(),
    2,
    [{ hostnames: ['localhost'], origin: 'https://t.example' }],
    served,
  )
  folder = mkdtempSync(join(tmpdir(), 'understudy-sales-'))
  const [tenant] = started.tenants
  const response = await fetch(`${url(0)}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: grantTypes.clientCredentials,
      client_id: tenant?.clientId,
      client_secret: tenant?.clientSecret,
    }),
  })
  token = ((await response.json()) as { access_token: string }).access_token
  rest = [0, 1].map((node) => restCaller({ url: url(node) }, token))
})
afterEach(async () => {
  await started.close()
  rmSync(folder, { recursive: true, force: true })
})

const url = (node: number): string => started.nodes[node]?.url ?? ''

/** Writes the app's folder with as many sales, and loads it by the command line beside the first node. */
const load = async (sales: number): Promise<void> => {
  writeFileSync(join(folder, 'app.json'), JSON.stringify({ id: appId, name: 'Sales', sources: {} }))
  writeFileSync(join(folder, 'data.sql'), `CREATE TABLE sales AS SELECT i AS "Sale" FROM range(${sales}) AS t(i);`)
  writeFileSync(
    join(folder, 'variables.json'),
    JSON.stringify([{ qInfo: { qId: 'v' }, qName: 'loaded', qDefinition: `${sales}` }]),
  )
  await started.command('app', 'add', folder)
  await started.command('app', 'reload', appId)
}

interface OpenApp {
  readonly socket: RawSocket
  readonly doc: number
}

const open = async (index: number): Promise<OpenApp> => {
  const socket = await openRawSocket(`${url(index)}/app/${appId}`, { authorization: `Bearer ${token}` })
  const ended = socket.closed.then(({ code, reason }) => ({ error: { code, message: reason } }))
  const answer = await Promise.race([socket.request(-1, 'OpenDoc', appId), ended])
  return { socket, doc: answer.result?.qReturn.qHandle }
}

const evaluated = async ({ socket, doc }: OpenApp, formula: string): Promise<string> =>
  (await socket.request(doc, 'Evaluate', formula)).result?.qReturn

const node = (index: number): ServerDependencies => {
  const found = started.nodes[index]
  if (found === undefined) throw new Error('There is no such node.')
  return found.dependencies
}

/** What the store keeps of the app's data. */
const snapshotBytes = async () => {
  const { store } = node(0)
  const { snapshot_digest } = await store.selectFrom('app_contents').selectAll().executeTakeFirstOrThrow()
  const digest = snapshot_digest ?? ''
  return {
    digest,
    parts: await store.selectFrom('app_content_parts').selectAll().where('digest', '=', digest).execute(),
  }
}

/** Asks until it is so, for at most two seconds. */
const soon = async (asked: () => Promise<string>, answer: string): Promise<void> => {
  for (let tries = 0; tries < 100 && (await asked()) !== answer; tries++) await delay(100)
  expect(await asked()).toBe(answer)
}

describe('an app of nodes that share a store and no files', () => {
  it('shows on each of them what was loaded beside one', async () => {
    await load(1_000)
    for (const index of [0, 1]) {
      const app = await open(index)
      expect(await evaluated(app, 'Count(Sale)')).toBe('1000')
      app.socket.close()
    }
  })

  it('goes over to newer data in sessions of all nodes, wherever it was loaded', async () => {
    await load(1_000)
    const apps = [await open(0), await open(1)]
    await load(20_000)
    for (const app of apps) await soon(() => evaluated(app, 'Count(Sale)'), '20000')
    writeFileSync(join(folder, 'data.sql'), 'CREATE TABLE sales AS SELECT 7 AS "Sale";')
    expect(await rest[1]?.('POST', '/reloads', { appId })).toMatchObject({ status: 201 })
    for (const app of apps) await soon(() => evaluated(app, 'Count(Sale)'), '1')
    for (const { socket } of apps) socket.close()
  })

  it('has its folder also where the operator’s is not', async () => {
    await load(3)
    rmSync(folder, { recursive: true })
    const app = await open(1)
    expect(await evaluated(app, '$(loaded)')).toBe('3')
    app.socket.close()
  })

  it('tells everybody who has access what there is, on both', async () => {
    await load(3)
    for (const call of rest) {
      const { body } = await call('GET', `/apps/${appId}/data/metadata`)
      expect(body.tables).toMatchObject([{ name: 'sales', no_of_rows: 3 }])
    }
  })

  it('of a user goes to the other node with its changes, and is gone from both', async () => {
    await load(5)
    const copied = await rest[0]?.('POST', `/apps/${appId}/copy`, { attributes: { name: 'Copy' } })
    const id = copied?.body.attributes.id
    expect(await rest[1]?.('PUT', `/apps/${id}`, { attributes: { name: 'Renamed' } })).toMatchObject({ status: 200 })
    for (const index of [0, 1]) {
      const socket = await openRawSocket(`${url(index)}/app/${id}`, { authorization: `Bearer ${token}` })
      const answer = await socket.request(-1, 'OpenDoc', id)
      const app = { socket, doc: answer.result.qReturn.qHandle }
      expect(await evaluated(app, 'Count(Sale)')).toBe('5')
      expect((await socket.request(app.doc, 'GetAppLayout')).result.qLayout.qTitle).toBe('Renamed')
      socket.close()
    }
    await rest[1]?.('DELETE', `/apps/${id}`)
    const left = await node(0).store.selectFrom('app_content_parts').select('digest').where('app_id', '=', id).execute()
    expect(left).toEqual([])
  })

  it('is not served where the store holds other bytes than were kept, though they be a snapshot', async () => {
    await load(5)
    const kept = await snapshotBytes()
    await load(6)
    const { digest } = await snapshotBytes()
    const { store } = node(0)
    await store.deleteFrom('app_content_parts').where('digest', '=', digest).execute()
    for (const part of kept.parts)
      await store
        .insertInto('app_content_parts')
        .values({ ...part, digest })
        .execute()
    const { socket } = await open(1)
    expect(await socket.closed).toMatchObject({ code: 4240 })
  })

  it('keeps a change of its files that was made while it was loaded', async () => {
    await load(5)
    const copied = await rest[0]?.('POST', `/apps/${appId}/copy`, { attributes: { name: 'Copy' } })
    const id = copied?.body.attributes.id
    const { store, config } = node(0)
    const before = await store.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    await rest[1]?.('PUT', `/apps/${id}`, { attributes: { name: 'Renamed' } })
    // What a reload does that began before.
    await shareContents({ store, config }, before, await snapshotOf(snapshotDir(config, before.tenant_id, id)))
    const after = await store.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const kept = await store.selectFrom('app_contents').selectAll().where('app_id', '=', id).executeTakeFirstOrThrow()
    expect(after.folder).not.toBe(before.folder)
    expect(kept.folder).toBe(after.folder)
  })

  it('comes with files of any name, and leaves no copy where it was deleted elsewhere', async () => {
    mkdirSync(join(folder, 'data'))
    for (const name of ['2024-01-01T10:00.csv', 'a.csv']) writeFileSync(join(folder, 'data', name), 'x\n1\n')
    await load(4)
    rmSync(folder, { recursive: true })
    const app = await open(1)
    expect(await evaluated(app, 'Count(Sale)')).toBe('4')
    const { config, store } = node(1)
    const { tenant_id } = await store.selectFrom('apps').selectAll().executeTakeFirstOrThrow()
    const copy = snapshotDir(config, tenant_id, appId)
    expect(readdirSync(join(copy, 'folder', 'data')).sort()).toEqual(['2024-01-01T10:00.csv', 'a.csv'])
    expect(await rest[0]?.('DELETE', `/apps/${appId}`)).toMatchObject({ status: 200 })
    await app.socket.closed
    await soon(async () => String(existsSync(copy)), 'false')
  })

  it('gives nobody anything of older data where the newest cannot be brought', async () => {
    await load(5)
    const { dataAccess, store } = node(1)
    const { tenant_id, id } = await store.selectFrom('users').selectAll().executeTakeFirstOrThrow()
    expect(await (await dataAccess.of(tenant_id, id))(appId)).toBe(true)
    await load(6)
    await store
      .updateTable('app_content_parts')
      .set({ bytes: Buffer.from('other bytes') })
      .execute()
    expect(await (await dataAccess.of(tenant_id, id))(appId)).toBe(false)
  })

  it('is given to the store by a node that served it before nodes did so', async () => {
    await load(5)
    const { store, config } = node(0)
    await store.deleteFrom('app_contents').execute()
    await store.deleteFrom('app_content_parts').execute()
    await shareUnshared({ store, config }, (error) => {
      throw error
    })
    const app = await open(1)
    expect(await evaluated(app, 'Count(Sale)')).toBe('5')
    app.socket.close()
  })

  it('keeps in the store what serves, and nothing of what served before', async () => {
    await load(5)
    await load(6)
    const { store } = node(0)
    const rows = await store.selectFrom('app_contents').selectAll().execute()
    const parts = await store.selectFrom('app_content_parts').select('digest').distinct().execute()
    expect(new Set(parts?.map(({ digest }) => digest))).toEqual(
      new Set(rows?.flatMap(({ folder_digest, snapshot_digest }) => [folder_digest, snapshot_digest])),
    )
  })
})
