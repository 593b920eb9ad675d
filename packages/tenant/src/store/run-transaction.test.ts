import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditRecord } from '../audit/audit-event.js'
import { auditedChange } from '../audit/audited-change.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { runTransaction } from './run-transaction.js'
import type { StoreTransaction } from './schema.js'

describe('a transaction on PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startInstalledPostgres>>
  let tenant: StartedTenant

  beforeAll(async () => {
    server = await startInstalledPostgres()
    tenant = await startTenant({ config: { store: await server.createDatabase() } })
  })
  afterAll(async () => {
    await tenant?.close()
    await server?.stop()
  })

  const atOnce = async () => undefined
  const fail = (transaction: StoreTransaction, code: string) =>
    sql`do ${sql.raw(`$$ begin raise exception 'no' using errcode = '${code}'; end $$`)}`.execute(transaction)
  const rename = (transaction: StoreTransaction, id: string, name: string) =>
    transaction.updateTable('users').set({ name }).where('id', '=', id).execute()

  it('that meets another in a deadlock is done as if they had come one after the other', async () => {
    const { store } = tenant.dependencies
    const [one, other] = [await tenant.addUser(), await tenant.addUser()]
    let attempts = 0
    const bothHold = new AbortController()
    const renameBoth = (first: string, second: string, name: string) =>
      runTransaction(store, async (transaction) => {
        await rename(transaction, first, name)
        if (++attempts === 2) bothHold.abort()
        if (!bothHold.signal.aborted) await once(bothHold.signal, 'abort')
        await rename(transaction, second, name)
        return name
      })
    const names = await Promise.all([renameBoth(one, other, 'Ann'), renameBoth(other, one, 'Bob')])
    expect([names, attempts]).toEqual([['Ann', 'Bob'], 3])
    const rows = await store.selectFrom('users').select('name').where('id', 'in', [one, other]).execute()
    expect(new Set(rows.map(({ name }) => name)).size).toBe(1)
  })

  it.each([
    ['40P01', 5],
    ['40001', 5],
    ['23505', 1],
    ['25P02', 1],
  ])('that fails with %s every time is tried %i times', async (code, expected) => {
    let attempts = 0
    const failing = runTransaction(
      tenant.dependencies.store,
      (transaction) => {
        attempts++
        return fail(transaction, code)
      },
      atOnce,
    )
    await expect(failing).rejects.toMatchObject({ code })
    expect(attempts).toBe(expected)
  })

  it('of the journal that meets a node which drains the outbox fails none of its requests', async () => {
    const { context } = tenant
    const { store } = context
    const tenantId = context.tenant.id
    const record = auditRecord({ event: 'user.updated', outcome: 'success' }, 0)
    const rows = ['a', 'b'].map((outbox_id) => ({ tenant_id: tenantId, outbox_id, record }))
    await store.insertInto('audit_outbox').values(rows).execute()
    const drain = (transaction: StoreTransaction, id: string) =>
      transaction.deleteFrom('audit_outbox').where('outbox_id', '=', id).execute()
    const isWaiting = async () => {
      const { rows } = await sql`select 1 from pg_locks where not granted`.execute(store)
      expect(rows).toHaveLength(1)
    }
    const moved = await store.transaction().execute(async (other) => {
      await drain(other, 'b')
      const moving = context.audit.moveFromOutbox(tenantId, ['a', 'b'])
      await vi.waitFor(isWaiting, { interval: 10 })
      await drain(other, 'a')
      return [moving]
    })
    await Promise.all(moved)
    expect(await store.selectFrom('audit_outbox').selectAll().execute()).toEqual([])
  })

  it('that is done at the second attempt is told once, by the journal and to others', async () => {
    const { context } = tenant
    let attempts = 0
    let told = 0
    await auditedChange(
      context,
      async (transaction, note) => {
        note({ event: 'group.updated', outcome: 'success', subject: 'g' })
        if (++attempts === 1) await fail(transaction, '40P01')
      },
      () => told++,
    )
    expect([attempts, told]).toEqual([2, 1])
    const rows = await context.store.selectFrom('audit_journal').select('record').execute()
    expect(rows.filter(({ record }) => record.includes('"group.updated"'))).toHaveLength(1)
    expect(await context.store.selectFrom('audit_outbox').selectAll().execute()).toEqual([])
  })
})
