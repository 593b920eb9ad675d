import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { describeOnBothStores, startInstalledPostgres } from '../testing/stores.js'
import { advanceClientEpoch, advanceUserEpoch } from './epochs.js'
import { openStore } from './open-store.js'
import { prepareQuery } from './prepared-query.js'
import type { Store } from './schema.js'
import { isUniqueViolation } from './unique-violation.js'

const now = '2026-01-01T00:00:00.000Z'

const addTenant = (store: Store, tenantId: string) =>
  store.insertInto('tenants').values({ tenant_id: tenantId, name: tenantId, created_at: now }).execute()

const addUser = (store: Store, tenantId: string, id: string, subject: string) =>
  store
    .insertInto('users')
    .values({
      tenant_id: tenantId,
      id,
      subject,
      subject_folded: subject,
      name: subject,
      name_folded: subject,
      email_folded: '',
      status: 'active',
      created_at: now,
      updated_at: now,
    })
    .execute()

describeOnBothStores('openStore', (newLocation) => {
  const opened: Store[] = []
  const open = async (location: string): Promise<Store> => {
    const store = await openStore(location)
    opened.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.destroy()
  })

  it('keeps what was written when it is opened again', async () => {
    const location = await newLocation()
    const first = await openStore(location)
    await addTenant(first, 't')
    await first.destroy()
    const second = await open(location)
    expect(await second.selectFrom('tenants').select('name').execute()).toEqual([{ name: 't' }])
  })

  it('keeps the rows of tenants apart in every table', async () => {
    const store = await open(await newLocation())
    await addTenant(store, 'a')
    await addTenant(store, 'b')
    await addUser(store, 'a', 'same-id', 'same-subject')
    await addUser(store, 'b', 'same-id', 'same-subject')
    const tables = await store.introspection.getTables()
    // The register of the journal's chains is that of the whole store, and holds nothing of a tenant.
    const ofTenants = tables.filter(({ name }) => !name.startsWith('kysely_') && name !== 'audit_registers')
    for (const table of ofTenants) {
      expect(
        table.columns.map((column) => column.name),
        table.name,
      ).toContain('tenant_id')
    }
  })

  it('tells a duplicate from other failures', async () => {
    const store = await open(await newLocation())
    await addTenant(store, 't')
    await addUser(store, 't', 'one', 'subject')
    const duplicateId = await addUser(store, 't', 'one', 'other').catch((error: unknown) => error)
    const duplicateSubject = await addUser(store, 't', 'two', 'subject').catch((error: unknown) => error)
    const foreign = await addUser(store, 'nobody', 'one', 'subject').catch((error: unknown) => error)
    expect([duplicateId, duplicateSubject, foreign].map(isUniqueViolation)).toEqual([true, true, false])
  })

  it('rolls a failed transaction back and stays usable', async () => {
    const store = await open(await newLocation())
    const failing = store.transaction().execute(async (transaction) => {
      await transaction.insertInto('tenants').values({ tenant_id: 't', name: 't', created_at: now }).execute()
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await store.selectFrom('tenants').selectAll().execute()).toEqual([])
    await addTenant(store, 't')
  })

  it('does not show a transaction to others before it is committed', async () => {
    const store = await open(await newLocation())
    await store.transaction().execute(async (transaction) => {
      await transaction.insertInto('tenants').values({ tenant_id: 't', name: 't', created_at: now }).execute()
      expect(await store.selectFrom('tenants').selectAll().execute()).toEqual([])
    })
    expect(await store.selectFrom('tenants').select('name').execute()).toEqual([{ name: 't' }])
  })

  it('lets concurrent changes take turns', async () => {
    const store = await open(await newLocation())
    await addTenant(store, 't')
    await addUser(store, 't', 'u', 'subject')
    const advance = () => store.transaction().execute((transaction) => advanceUserEpoch(transaction, 't', 'u'))
    await Promise.all([
      ...Array.from({ length: 20 }, advance),
      ...Array.from({ length: 20 }, () => advanceUserEpoch(store, 't', 'u')),
    ])
    expect(await store.selectFrom('users').select('epoch').execute()).toEqual([{ epoch: 40 }])
  })

  it('advances the epoch of one identity of one tenant', async () => {
    const store = await open(await newLocation())
    for (const tenant of ['a', 'b']) {
      await addTenant(store, tenant)
      await addUser(store, tenant, 'u', 'subject')
      await addUser(store, tenant, 'v', 'other')
    }
    await advanceUserEpoch(store, 'a', 'u')
    await advanceClientEpoch(store, 'a', 'u')
    const advanced = await store.selectFrom('users').select(['tenant_id', 'id']).where('epoch', '>', 0).execute()
    expect(advanced).toEqual([{ tenant_id: 'a', id: 'u' }])
  })

  it('runs a prepared query with the values of each call, seeing every commit', async () => {
    const store = await open(await newLocation())
    const named = prepareQuery(['tenantId'], (db, { tenantId }) =>
      db.selectFrom('tenants').select(['name', 'origin']).where('tenant_id', '=', tenantId),
    )
    await addTenant(store, 'a')
    await addTenant(store, 'b')
    expect(await named(store, { tenantId: 'a' })).toEqual([{ name: 'a', origin: null }])
    expect(await named(store, { tenantId: 'b' })).toEqual([{ name: 'b', origin: null }])
    expect(await named(store, { tenantId: 'c' })).toEqual([])
    await store.updateTable('tenants').set({ name: 'changed' }).where('tenant_id', '=', 'a').execute()
    expect(await named(store, { tenantId: 'a' })).toEqual([{ name: 'changed', origin: null }])
    await store.transaction().execute(async (transaction) => {
      await transaction.updateTable('tenants').set({ name: 'again' }).where('tenant_id', '=', 'a').execute()
      expect(await named(store, { tenantId: 'a' })).toEqual([{ name: 'changed', origin: null }])
    })
    expect(await named(store, { tenantId: 'a' })).toEqual([{ name: 'again', origin: null }])
  })
})

describe('openStore on PostgreSQL', () => {
  it('migrates once when several nodes start at once', async () => {
    const cluster = await startInstalledPostgres()
    try {
      const location = await cluster.createDatabase()
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(location)))
      await Promise.all(stores.map((store, index) => addTenant(store, `t${index}`)))
      const [first] = stores
      expect((await first?.selectFrom('tenants').select('tenant_id').execute())?.length).toBe(4)
      await Promise.all(stores.map((store) => store.destroy()))
    } finally {
      await cluster.stop()
    }
  })
})

it('waits for another process that is about to leave the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-busy-'))
  const file = join(folder, 'tenant.db')
  const hold = `
    import Database from 'libsql'
    const database = new Database(process.argv[1])
    database.exec('CREATE TABLE theirs (n)')
    database.exec('BEGIN EXCLUSIVE')
    console.log('held')
    setTimeout(() => database.exec('COMMIT'), 700)
  `
  const other = spawn(process.execPath, ['--input-type=module', '-e', hold, file], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })
  try {
    await once(other.stdout, 'data')
    const store = await openStore(file)
    await store.destroy()
  } finally {
    other.kill()
    rmSync(folder, { recursive: true, force: true })
  }
})
