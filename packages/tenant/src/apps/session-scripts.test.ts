import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSnapshot } from '@understudy/engine'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSessionScripts } from './session-scripts.js'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-session-apps-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const watched = { signal: new AbortController().signal, onProgress: () => undefined }
const many =
  'CREATE TABLE t AS SELECT range AS n, hash(range)::VARCHAR || hash(range + 1)::VARCHAR AS s FROM range(200000000)'

it('a script may fill so much of the disk and no more, and leaves nothing behind', async () => {
  const scripts = createSessionScripts(join(home, 'work'), 5_000_000)
  const load = (sql: string) => scripts.load({ sql, appFolder: home, sources: {} }, watched)
  await expect(load(many)).rejects.toMatchObject({ code: 'ENGINE-RELOAD-SIZE' })
  expect(await readdir(join(home, 'work'))).toEqual([])
  const small = await openSnapshot(await load('CREATE TABLE t AS SELECT 1 AS n'))
  expect(small.document.model.tables).toMatchObject([{ rowCount: 1 }])
  small.close()
})

it('runs two scripts at once and refuses a third', async () => {
  const scripts = createSessionScripts(join(home, 'work'))
  const stop = new AbortController()
  const load = () => scripts.load({ sql: many, appFolder: home, sources: {} }, { ...watched, signal: stop.signal })
  const running = Promise.allSettled([load(), load()])
  await expect(load()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-BUSY' })
  stop.abort()
  expect(await running).toMatchObject([
    { reason: { code: 'ENGINE-RELOAD-STOPPED' } },
    { reason: { code: 'ENGINE-RELOAD-STOPPED' } },
  ])
})
