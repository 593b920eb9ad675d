import { hash, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/schema.js'
import { describeOnBothStores } from '../testing/stores.js'
import { endMac, extendChain, type JournalKey } from './hash-chain.js'
import { type AuditJournal, openAuditJournal } from './journal.js'
import { verifyChains } from './verify-chains.js'
import { verifyRegister } from './verify-register.js'

const key = randomBytes(32) as JournalKey
const otherKey = randomBytes(32) as JournalKey
const time = '1970-01-01T00:00:00.000Z'

const opened: Store[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.destroy()
})
const journalOf = (store: Store, nodeId = 'node'): AuditJournal =>
  openAuditJournal({ store, nodeId, key, clock: () => 0 })
const write = async (store: Store, tenantId: string, count: number, nodeId = 'node') => {
  const journal = journalOf(store, nodeId)
  for (let index = 0; index < count; index++) {
    await journal.append(tenantId, { event: 'user.created', outcome: 'success', subject: `u${index}` })
  }
}
const verdictOf = async (store: Store, tenantId = 't') =>
  (await verifyChains(store, key)).find((chain) => chain.tenantId === tenantId)

/** Rewrites a record and every hash after it, and the end, as somebody would who has the store and some key. */
const rewrite = async (store: Store, tenantId: string, from: number, by: JournalKey) => {
  const rows = await store
    .selectFrom('audit_journal')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('seq')
    .execute()
  const name = { tenantId, nodeId: 'node' }
  let head = { seq: from - 1, hash: rows[from - 2]?.hash ?? '', keyedFrom: 1, position: 1 }
  for (const row of rows.slice(from - 1)) {
    const record = row.seq === from ? '{"subject":"forged"}' : row.record
    head = extendChain(by, head, record)
    const changed = { record, hash: head.hash }
    await store.updateTable('audit_journal').set(changed).where('seq', '=', row.seq).execute()
  }
  const end = { seq: head.seq, hash: head.hash, mac: endMac(by, name, head) }
  await store.updateTable('audit_chains').set(end).where('tenant_id', '=', tenantId).execute()
}

describeOnBothStores('whoever can write the store but lacks the key', (newLocation) => {
  const open = async (): Promise<Store> => {
    const store = await openStore(await newLocation())
    opened.push(store)
    return store
  }
  const addTenant = (store: Store, id: string) =>
    store.insertInto('tenants').values({ tenant_id: id, name: id, created_at: time }).execute()

  it('cannot rewrite a record and all hashes after it', async () => {
    const store = await open()
    await write(store, 't', 5)
    await rewrite(store, 't', 3, otherKey)
    expect(await verdictOf(store)).toMatchObject({ intact: false, brokenAt: 3, reason: 'record changed' })
    const plain = await store.selectFrom('audit_journal').select(['seq', 'hash', 'record']).orderBy('seq').execute()
    let before = plain[1]?.hash
    for (const { seq, record } of plain.slice(2)) {
      before = hash('sha256', `${before}\n${record}`, 'base64url')
      await store.updateTable('audit_journal').set({ hash: before }).where('seq', '=', seq).execute()
    }
    await store
      .updateTable('audit_chains')
      .set({ hash: before ?? '' })
      .execute()
    expect(await verdictOf(store)).toMatchObject({ intact: false, brokenAt: 3, reason: 'record changed' })
  })

  it('cannot cut off the last records, also not by an earlier end', async () => {
    const store = await open()
    await write(store, 't', 5)
    const third = await store.selectFrom('audit_journal').select('hash').where('seq', '=', 3).executeTakeFirstOrThrow()
    await store.deleteFrom('audit_journal').where('seq', '>', 3).execute()
    await store.updateTable('audit_chains').set({ seq: 3, hash: third.hash }).execute()
    expect(await verdictOf(store)).toMatchObject({ intact: false, brokenAt: 4, reason: 'end not authentic' })
    // An end without its code is no older one.
    const { mac } = await store.selectFrom('audit_chains').select('mac').executeTakeFirstOrThrow()
    await store.updateTable('audit_chains').set({ mac: null }).execute()
    expect(await verdictOf(store)).toMatchObject({ intact: false, brokenAt: 4, reason: 'end not authentic' })
    await store.updateTable('audit_chains').set({ mac }).execute()
    // Going on does not make it whole.
    await write(store, 't', 2)
    expect(await verdictOf(store)).toMatchObject({ intact: false, brokenAt: 4, reason: 'record changed' })
  })

  it('cannot take a chain away as a whole', async () => {
    const store = await open()
    for (const tenant of ['t1', 't2', 't3']) {
      await addTenant(store, tenant)
      await write(store, tenant, 2)
    }
    expect(await verifyRegister(store, key)).toEqual({ intact: true, chains: 3, adoptedAt: null })
    for (const table of ['audit_journal', 'audit_chains', 'tenants'] as const) {
      await store.deleteFrom(table).where('tenant_id', '=', 't2').execute()
    }
    const missing = { intact: false, reason: 'chain missing', detail: expect.stringContaining('Chain 2 of 3') }
    expect(await verifyRegister(store, key)).toMatchObject(missing)
    // Neither beginning other chains nor counting anew hides it.
    await write(store, 't4', 1)
    expect(await verifyRegister(store, key)).toMatchObject({ intact: false, reason: 'chain missing' })
    await store.updateTable('audit_chains').set({ position: 2 }).where('tenant_id', '=', 't3').execute()
    await store.updateTable('audit_chains').set({ position: 3 }).where('tenant_id', '=', 't4').execute()
    await store.updateTable('audit_registers').set({ chains: 3 }).execute()
    expect(await verifyRegister(store, key)).toMatchObject({ intact: false, reason: 'register changed' })
  })

  it('cannot take the last chain away, nor the register', async () => {
    const store = await open()
    await write(store, 't1', 1)
    await write(store, 't2', 1)
    await store.deleteFrom('audit_journal').where('tenant_id', '=', 't2').execute()
    await store.deleteFrom('audit_chains').where('tenant_id', '=', 't2').execute()
    expect(await verifyRegister(store, key)).toMatchObject({ intact: false, reason: 'chain missing' })
    await store.updateTable('audit_registers').set({ chains: 1 }).execute()
    expect(await verifyRegister(store, key)).toMatchObject({ intact: false, reason: 'register changed' })
    await store.deleteFrom('audit_registers').execute()
    expect(await verifyRegister(store, key)).toMatchObject({ intact: false, reason: 'register missing' })
    await write(store, 't3', 1)
    expect((await verifyRegister(store, key)).intact).toBe(false)
  })

  it('cannot silence a tenant from its beginning', async () => {
    const store = await open()
    await addTenant(store, 't1')
    await write(store, 't1', 1)
    await addTenant(store, 'silent')
    const silent = { reason: 'tenant without chain', detail: expect.stringContaining('tenant silent') }
    expect(await verifyRegister(store, key)).toMatchObject(silent)
  })

  it('cannot pass what is keyed for older than the key', async () => {
    const store = await open()
    await write(store, 't', 3)
    await store.updateTable('audit_chains').set({ keyed_from: 4 }).execute()
    expect((await verdictOf(store))?.intact).toBe(false)
    await store.updateTable('audit_chains').set({ keyed_from: null, mac: null, position: null }).execute()
    expect((await verdictOf(store))?.intact).toBe(false)
    expect((await verifyRegister(store, key)).intact).toBe(false)
  })

  it('has another key, and another journal by it', async () => {
    const store = await open()
    await write(store, 't', 2)
    expect(await verifyChains(store, otherKey)).toMatchObject([{ intact: false, brokenAt: 1 }])
    expect(await verifyRegister(store, otherKey)).toMatchObject({ intact: false, reason: 'register changed' })
  })
})

describeOnBothStores('a journal that is older than its key', (newLocation) => {
  const records = ['{"subject":"one"}', '{"subject":"two"}', '{"subject":"three"}']

  /** As it was written before: plain hashes, and ends that nothing authenticates. */
  const older = async (tenants: readonly string[]): Promise<Store> => {
    const store = await openStore(await newLocation())
    opened.push(store)
    for (const tenant of tenants) {
      let last = hash('sha256', JSON.stringify(['understudy-audit', tenant, 'node']), 'base64url')
      for (const [index, record] of records.entries()) {
        last = hash('sha256', `${last}\n${record}`, 'base64url')
        const row = { tenant_id: tenant, node_id: 'node', seq: index + 1, record, hash: last }
        await store.insertInto('audit_journal').values(row).execute()
      }
      const end = { tenant_id: tenant, node_id: 'node', seq: records.length, hash: last }
      await store.insertInto('audit_chains').values(end).execute()
    }
    return store
  }

  it('is verified as it is, and continued with the key', async () => {
    const store = await older(['t', 'u'])
    expect(await verdictOf(store)).toMatchObject({ intact: true, records: 3, unkeyedRecords: 3 })
    expect((await verifyRegister(store, key)).intact).toBe(true)
    await write(store, 't', 2)
    expect(await verdictOf(store)).toMatchObject({ intact: true, records: 5, unkeyedRecords: 3 })
    expect(await verdictOf(store, 'u')).toMatchObject({ intact: true, records: 3, unkeyedRecords: 3 })
    expect(await verifyRegister(store, key)).toEqual({ intact: true, chains: 2, adoptedAt: time })
    await store.deleteFrom('audit_journal').where('tenant_id', '=', 'u').execute()
    await store.deleteFrom('audit_chains').where('tenant_id', '=', 'u').execute()
    expect(await verifyRegister(store, key)).toMatchObject({ intact: false, reason: 'chain missing' })
  })

  it('cannot be rewritten once it is continued', async () => {
    const store = await older(['t'])
    await write(store, 't', 1)
    let last = hash('sha256', JSON.stringify(['understudy-audit', 't', 'node']), 'base64url')
    for (const [index, record] of ['{"subject":"forged"}', ...records.slice(1)].entries()) {
      last = hash('sha256', `${last}\n${record}`, 'base64url')
      await store
        .updateTable('audit_journal')
        .set({ record, hash: last })
        .where('seq', '=', index + 1)
        .execute()
    }
    expect(await verdictOf(store)).toMatchObject({ intact: false, brokenAt: 4, reason: 'record changed' })
  })
})

describe('the key of the journal', () => {
  it('makes codes that nobody makes without it', () => {
    const head = { seq: 1, hash: 'h', keyedFrom: 1, position: 1 }
    expect(extendChain(key, head, 'r').hash).not.toBe(extendChain(otherKey, head, 'r').hash)
  })
})
