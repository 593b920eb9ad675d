import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JournalKey } from '../audit/hash-chain.js'
import { openAuditJournal } from '../audit/journal.js'
import { served } from '../cli/served.js'
import { purgeTenants } from '../tenants/purge-tenants.js'
import { deactivateTenant, reactivateTenant } from '../tenants/tenant-status.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { furnishTenant, send } from './testing/furnished-tenant.js'
import { operationsOf } from './testing/operations.js'
import { dumpTenant, tenantTables } from './testing/tenant-dump.js'

const day = 86_400_000

let started: StartedTenant
beforeAll(async () => {
  started = await startTenant({
    ...served,
    tenants: [{ hostnames: ['gone.example.com'] }, { hostnames: ['stays.example.com'] }],
    config: { trustProxy: true },
  })
})
afterAll(() => started?.close())

const asked = { actor: { type: 'operator', id: 'test' } } as const

it('deletes every row of a deactivated tenant when its time is over, and nothing of another', async () => {
  const [gone, stays] = started.contexts
  if (gone === undefined || stays === undefined) throw new Error('There must be two tenants.')
  const { store } = started.dependencies
  const operations = operationsOf((await send(started, 'gone.example.com', 'GET', '/openapi.json')).body)
  await furnishTenant(started, gone, operations, 'gone')
  await furnishTenant(started, stays, operations, 'stays')
  const { id } = gone.tenant

  let now = Date.now()
  const clock = (): number => now
  const purging = {
    store,
    clock,
    randomness: { uuid: randomUUID },
    audit: openAuditJournal({ store, nodeId: 'purging', key: Buffer.alloc(32) as JournalKey, clock }),
  }
  await deactivateTenant(purging, id, asked, 30)
  const before = await dumpTenant(store, stays.tenant.id)
  now += 30 * day - 1
  expect(await purgeTenants(purging)).toEqual([])
  await reactivateTenant(purging, id, asked)
  now += day
  expect(await purgeTenants(purging)).toEqual([])

  await deactivateTenant(purging, id, asked, 1)
  now += day
  expect(await purgeTenants(purging)).toEqual([id])
  const left: string[] = []
  for (const table of await tenantTables(store)) {
    const { rows } = await sql`select 1 from ${sql.table(table)} where tenant_id = ${id}`.execute(store)
    if (rows.length > 0) left.push(table)
  }
  // The journal stays, with what its records are found by, which follows it a moment later.
  expect(left.filter((table) => !['audit_entered', 'audit_parties'].includes(table))).toEqual([
    'audit_chains',
    'audit_journal',
  ])
  expect(await dumpTenant(store, stays.tenant.id)).toEqual(before)
})

it('leaves a tenant alone that is reactivated while another one is purged', async () => {
  const tenants = [{ hostnames: ['one.example.com'] }, { hostnames: ['two.example.com'] }]
  const both = await startTenant({ tenants })
  try {
    const { store } = both.dependencies
    let now = Date.now()
    const clock = (): number => now
    const audit = openAuditJournal({ store, nodeId: 'purging', key: Buffer.alloc(32) as JournalKey, clock })
    const purging = { store, clock, randomness: { uuid: randomUUID }, audit }
    for (const { tenant } of both.contexts) await deactivateTenant(purging, tenant.id, asked, 1)
    now += day

    const saved: string[] = []
    const moveFromOutbox: typeof audit.moveFromOutbox = async (purged, ids) => {
      await audit.moveFromOutbox(purged, ids)
      const other = both.contexts.find(({ tenant }) => tenant.id !== purged)
      if (other === undefined || saved.length > 0) return
      saved.push(other.tenant.id)
      await reactivateTenant(purging, other.tenant.id, asked)
    }
    expect(await purgeTenants({ ...purging, audit: { ...audit, moveFromOutbox } })).toHaveLength(1)
    const rows = await store.selectFrom('tenants').select(['tenant_id', 'status']).execute()
    expect(rows).toMatchObject([{ tenant_id: saved[0], status: 'active' }])
  } finally {
    await both.close()
  }
})
