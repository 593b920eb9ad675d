import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apps } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appFiles, zipOf } from './testing/app-archive.js'
import { failure, type MakingTenant, startMakingTenant } from './testing/making-tenant.js'

let { tenant, maker } = {} as MakingTenant
beforeAll(async () => {
  ;({ tenant, maker } = await startMakingTenant(join(await mkdtemp(join(tmpdir(), 'understudy-store-')), 'tenant.db'), {
    userQuota: 5,
  }))
})
afterAll(() => tenant?.close())

/** Some gigabytes, were it let. */
const many =
  'CREATE TABLE t AS SELECT range AS n, hash(range)::VARCHAR || hash(range + 1)::VARCHAR AS s FROM range(200000000)'

it('the script of an app that a user makes fills no more of the disk than the user may, and leaves nothing behind', async () => {
  const ann = await maker()
  const large = apps.importApp({}, await zipOf(appFiles({ 'data.sql': many })), ann.options)
  expect(await failure(large)).toEqual([413, 'ENGINE-RELOAD-SIZE'])
  const home = join(tenant.dataDir, 'apps', tenant.context.tenant.id)
  const kept = await readdir(home).catch(() => [])
  expect(kept.filter((name) => !name.startsWith('.'))).toEqual([])
  expect((await apps.importApp({}, await zipOf(appFiles()), ann.options)).status).toBe(200)
})
