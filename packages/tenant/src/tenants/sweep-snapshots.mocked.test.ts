import { existsSync, mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { auditedChange } from '../audit/audited-change.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { sweepSnapshots } from './sweep-snapshots.js'

vi.mock('node:fs/promises', { spy: true })

let tenant: StartedTenant
beforeEach(async () => {
  tenant = await startTenant()
})
afterEach(() => tenant.close())

it('a folder that cannot be deleted keeps no other one', async () => {
  const { context, dataDir } = tenant
  const apps = join(dataDir, 'apps')
  const left = () => ['first', 'second'].filter((id) => existsSync(join(apps, id)))
  for (const id of ['first', 'second']) {
    mkdirSync(join(apps, id), { recursive: true })
    // What stays of a purged tenant.
    await auditedChange({ ...context, tenant: { id } }, async (_, note) =>
      note({ event: 'tenant.purged', outcome: 'success' }),
    )
  }
  vi.mocked(rm).mockRejectedValueOnce(new Error('busy'))
  await expect(sweepSnapshots(context.store, apps)).rejects.toMatchObject({ errors: [{ message: 'busy' }] })
  expect(left()).toHaveLength(1)
  await sweepSnapshots(context.store, apps)
  expect(left()).toEqual([])
})
