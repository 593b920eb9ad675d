import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/schema.js'
import { describeOnBothStores } from '../testing/stores.js'
import { type AuditEvent, auditRecord } from './audit-event.js'
import { auditedChange } from './audited-change.js'
import { extendChain, type JournalKey } from './hash-chain.js'
import { type AuditJournal, openAuditJournal } from './journal.js'
import { verifyChains } from './verify-chains.js'

const event = (subject: string): AuditEvent => ({ event: 'user.created', outcome: 'success', subject })

const key = randomBytes(32) as JournalKey

const opened: Store[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.destroy()
})
const open = async (location: string): Promise<Store> => {
  const store = await openStore(location)
  opened.push(store)
  return store
}
const journalOf = (store: Store, nodeId = 'node'): AuditJournal =>
  openAuditJournal({ store, nodeId, key, clock: () => 0 })

const subjects = async (store: Store): Promise<unknown[]> => {
  const rows = await store.selectFrom('audit_journal').select('record').orderBy('seq').execute()
  return rows.map(({ record }) => JSON.parse(record).subject)
}

describeOnBothStores('the audit journal', (newLocation) => {
  it('has every event that was appended, in order, in an intact chain', async () => {
    const store = await open(await newLocation())
    const journal = journalOf(store)
    const names = Array.from({ length: 450 }, (_, index) => `u${index}`)
    await Promise.all(names.map((name) => journal.append('t', event(name))))
    expect(await subjects(store)).toEqual(names)
    expect(await verifyChains(store, key)).toEqual([
      { tenantId: 't', nodeId: 'node', intact: true, records: 450, unkeyedRecords: 0 },
    ])
  })

  it('goes on where an earlier process ended', async () => {
    const store = await open(await newLocation())
    await journalOf(store).append('t', event('first'))
    await journalOf(store).append('t', event('second'))
    expect(await verifyChains(store, key)).toEqual([
      { tenantId: 't', nodeId: 'node', intact: true, records: 2, unkeyedRecords: 0 },
    ])
  })

  it('goes on when another process wrote to the same chain meanwhile', async () => {
    const store = await open(await newLocation())
    const server = journalOf(store)
    const command = journalOf(store)
    for (const name of ['a', 'b', 'c']) {
      await server.append('t', event(name))
      await command.append('t', event(name))
    }
    expect(await verifyChains(store, key)).toEqual([
      { tenantId: 't', nodeId: 'node', intact: true, records: 6, unkeyedRecords: 0 },
    ])
  })

  it('keeps one chain per tenant and node', async () => {
    const store = await open(await newLocation())
    const nodes = [journalOf(store, 'n1'), journalOf(store, 'n2')]
    await Promise.all(['t1', 't2'].flatMap((tenant) => nodes.map((node) => node.append(tenant, event('u')))))
    const verdicts = await verifyChains(store, key)
    expect(verdicts.map((chain) => [chain.tenantId, chain.nodeId, chain.intact]).sort()).toEqual([
      ['t1', 'n1', true],
      ['t1', 'n2', true],
      ['t2', 'n1', true],
      ['t2', 'n2', true],
    ])
  })

  it('rejects what it could not write, and works again when the store does', async () => {
    const store = await open(await newLocation())
    const journal = journalOf(store)
    await journal.append('t', event('before'))
    await store.schema.alterTable('audit_journal').renameTo('elsewhere').execute()
    await expect(journal.append('t', event('lost'))).rejects.toThrow()
    await store.schema.alterTable('elsewhere').renameTo('audit_journal').execute()
    await journal.append('t', event('after'))
    expect(await subjects(store)).toEqual(['before', 'after'])
    expect(await verifyChains(store, key)).toMatchObject([{ intact: true }])
  })

  const context = (store: Store) => {
    let count = 0
    return {
      store,
      audit: journalOf(store),
      tenant: { id: 't' },
      clock: () => 0,
      randomness: { uuid: () => `outbox-${count++}` },
    }
  }
  const addTenant = (name: string) => ({ tenant_id: name, name, created_at: '' })

  it('holds the record of a change when the change returns', async () => {
    const store = await open(await newLocation())
    const result = await auditedChange(context(store), async (transaction, note) => {
      await transaction.insertInto('tenants').values(addTenant('made')).execute()
      note(event('one'))
      note(event('two'))
      return 'done'
    })
    expect(result).toBe('done')
    expect(await subjects(store)).toEqual(['one', 'two'])
    expect(await store.selectFrom('audit_outbox').selectAll().execute()).toEqual([])
  })

  it('holds no record of a change that failed', async () => {
    const store = await open(await newLocation())
    const failing = auditedChange(context(store), async (transaction, note) => {
      note(event('never'))
      await transaction.insertInto('tenants').values(addTenant('made')).execute()
      await transaction.insertInto('tenants').values(addTenant('made')).execute()
    })
    await expect(failing).rejects.toThrow()
    expect(await subjects(store)).toEqual([])
    expect(await store.selectFrom('tenants').selectAll().execute()).toEqual([])
  })

  it('moves what a crash left in the outbox at the next start, once, whichever node starts', async () => {
    const store = await open(await newLocation())
    const crashed = {
      ...context(store),
      audit: { ...journalOf(store), moveFromOutbox: () => Promise.reject(new Error('crash')) },
    }
    const change = auditedChange(crashed, async (_transaction, note) => note(event('left')))
    await expect(change).rejects.toThrow('crash')
    expect(await subjects(store)).toEqual([])

    await Promise.all([journalOf(store, 'n1').drainOutbox(), journalOf(store, 'n2').drainOutbox()])
    expect(await subjects(store)).toEqual(['left'])
    for (const chain of await verifyChains(store, key)) expect(chain.intact).toBe(true)
  })
})

describeOnBothStores('verification', (newLocation) => {
  const written = async (): Promise<Store> => {
    const store = await open(await newLocation())
    const journal = journalOf(store)
    for (const name of ['one', 'two', 'three', 'four']) await journal.append('t', event(name))
    return store
  }
  const verdict = async (store: Store) => (await verifyChains(store, key))[0]

  it('names a changed record', async () => {
    const store = await written()
    await store
      .updateTable('audit_journal')
      .set({ record: '{"subject":"someone else"}' })
      .where('seq', '=', 3)
      .execute()
    expect(await verdict(store)).toMatchObject({ intact: false, brokenAt: 3, reason: 'record changed' })
  })

  it('names a changed record whose hash was made to fit', async () => {
    const store = await written()
    const previous = await store
      .selectFrom('audit_journal')
      .select(['seq', 'hash'])
      .where('seq', '=', 1)
      .executeTakeFirstOrThrow()
    const forged = extendChain(key, { ...previous, keyedFrom: 1, position: 1 }, '{"subject":"forged"}')
    await store
      .updateTable('audit_journal')
      .set({ record: '{"subject":"forged"}', hash: forged.hash })
      .where('seq', '=', 2)
      .execute()
    expect(await verdict(store)).toMatchObject({ intact: false, brokenAt: 3, reason: 'record changed' })
  })

  it.each([1, 2, 4])('names a removed record (number %i)', async (seq) => {
    const store = await written()
    await store.deleteFrom('audit_journal').where('seq', '=', seq).execute()
    expect(await verdict(store)).toMatchObject({ intact: false, brokenAt: seq, reason: 'record missing' })
  })

  it('notices that everything was removed', async () => {
    const store = await written()
    await store.deleteFrom('audit_journal').execute()
    expect(await verdict(store)).toMatchObject({ intact: false, brokenAt: 1, reason: 'record missing' })
  })

  it('names an added record', async () => {
    const store = await written()
    const last = await store
      .selectFrom('audit_journal')
      .select(['seq', 'hash'])
      .where('seq', '=', 4)
      .executeTakeFirstOrThrow()
    const { seq, hash } = extendChain(key, { ...last, keyedFrom: 1, position: 1 }, '{}')
    await store
      .insertInto('audit_journal')
      .values({ tenant_id: 't', node_id: 'node', record: '{}', seq, hash })
      .execute()
    expect(await verdict(store)).toMatchObject({ intact: false, brokenAt: 5, reason: 'record added' })
  })

  it('does not take the chain of one tenant for that of another', async () => {
    const store = await written()
    for (const table of ['audit_journal', 'audit_chains'] as const) {
      await store.updateTable(table).set({ tenant_id: 'other' }).execute()
    }
    expect(await verdict(store)).toMatchObject({ tenantId: 'other', intact: false, brokenAt: 1 })
  })
})

describe('records', () => {
  it('hold no member that the event does not have', async () => {
    expect(auditRecord({ event: 'oauth-token.refused', outcome: 'refused', origin: undefined }, 0)).toBe(
      '{"time":"1970-01-01T00:00:00.000Z","event":"oauth-token.refused","outcome":"refused"}',
    )
  })
})
