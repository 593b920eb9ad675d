import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSnapshot, reloadApp, type SessionData } from '@understudy/engine'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { StoredApp } from '../engine-host.js'
import { createServedData, type ServedData } from './served-data.js'

vi.mock('@understudy/engine', { spy: true })

let home: string
let app: StoredApp
let data: ServedData
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  home = await mkdtemp(join(tmpdir(), 'served-'))
  app = { tenantId: 't', appId: 'a', folder: join(home, 'app'), snapshotDir: join(home, 'snapshots') }
  await mkdir(app.folder)
  await define('Whole')
  await reload()
  data = createServedData({ home })
  vi.mocked(openSnapshot).mockClear()
})
afterEach(async () => {
  vi.useRealTimers()
  await data.close()
  await rm(home, { recursive: true, force: true })
})

const define = (name: string) =>
  writeFile(join(app.folder, 'app.json'), name === '' ? '{' : JSON.stringify({ id: 'a', name, sources: {} }))
const reload = () =>
  reloadApp({
    appFolder: app.folder,
    script: 'CREATE TABLE t AS SELECT 1 AS a',
    sources: {},
    snapshotDir: app.snapshotDir,
    threads: 1,
  })
const principal = { tenantId: 't', userId: 'x', subject: 'x', groups: [] }
const open = (): Promise<SessionData> => data.open({ principal, appId: 'a', place: { kind: 'stored', app } })
const query = ({ view }: SessionData) => view.snapshot.runner.run({ sql: 'SELECT 1', values: [] })

it('leaves nothing open of an app whose definition cannot be read', async () => {
  await define('')
  await expect(open()).rejects.toThrow()
  expect(openSnapshot).not.toHaveBeenCalled()
  await define('Whole')
  await query(await open())
})

it('keeps what sessions have while a newer version cannot be opened, and closes it with its successor', async () => {
  const first = await open()
  await reload()
  await define('')
  for (const _ of [1, 2]) await expect(open()).rejects.toThrow()
  vi.advanceTimersByTime(60_000)
  await query(first)
  await define('Whole again')
  const second = await open()
  expect(second.app.name).toBe('Whole again')
  vi.advanceTimersByTime(60_000)
  await query(second)
  await expect(query(first)).rejects.toThrow()
})

it('closes what sessions had of a deleted app whose newer version could not be opened', async () => {
  const first = await open()
  await reload()
  await define('')
  await expect(open()).rejects.toThrow()
  data.forget(app)
  await query(first)
  vi.advanceTimersByTime(60_000)
  await expect(query(first)).rejects.toThrow()
})
