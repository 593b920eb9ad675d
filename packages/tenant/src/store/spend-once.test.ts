import { afterEach, expect, it } from 'vitest'
import { describeOnBothStores } from '../testing/stores.js'
import { openStore } from './open-store.js'
import type { Store } from './schema.js'
import { type SpentIdentifier, spendOnce } from './spend-once.js'

const now = Date.parse('2026-01-01T00:00:00Z')

const identifier: SpentIdentifier = {
  tenantId: 'a',
  use: 'client-assertion',
  issuer: 'client',
  id: 'jti',
  expiresAt: now + 60_000,
}

describeOnBothStores('spendOnce', (newLocation) => {
  const opened: Store[] = []
  const open = async (location: string): Promise<Store> => {
    const store = await openStore(location)
    opened.push(store)
    return store
  }
  const withTenants = async (): Promise<Store> => {
    const store = await open(await newLocation())
    for (const id of ['a', 'b'])
      await store.insertInto('tenants').values({ tenant_id: id, name: id, created_at: '2026-01-01' }).execute()
    return store
  }
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.destroy()
  })

  it('lets one of many presentations at once pass', async () => {
    const store = await withTenants()
    const answers = await Promise.all(Array.from({ length: 20 }, () => spendOnce(store, identifier, now)))
    expect(answers.filter((first) => first)).toHaveLength(1)
    expect(await spendOnce(store, identifier, now + 59_000)).toBe(false)
  })

  it.each<[string, Partial<SpentIdentifier>]>([
    ['tenant', { tenantId: 'b' }],
    ['use', { use: 'jwt-login' }],
    ['issuer', { issuer: 'other client' }],
    ['identifier', { id: 'JTI' }],
  ])('tells another %s apart', async (_what, other) => {
    const store = await withTenants()
    expect(await spendOnce(store, identifier, now)).toBe(true)
    expect(await spendOnce(store, { ...identifier, ...other }, now)).toBe(true)
  })

  it('keeps nothing that would be refused for its age', async () => {
    const store = await withTenants()
    await spendOnce(store, identifier, now)
    await spendOnce(store, { ...identifier, id: 'later', expiresAt: now + 120_000 }, now + 61_000)
    expect(await store.selectFrom('spent_identifiers').select('expires_at').execute()).toEqual([
      { expires_at: now + 120_000 },
    ])
  })
})
