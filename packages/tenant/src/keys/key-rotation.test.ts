import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openAuditJournal } from '../audit/journal.js'
import { journalKey } from '../audit/journal-key.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/schema.js'
import { createTenant } from '../tenants/create-tenant.js'
import { lookAfterTenants } from '../tenants/tenant-upkeep.js'
import { describeOnBothStores } from '../testing/stores.js'
import { createFirstKeys, type KeyMaking } from './create-signing-key.js'
import { keepKeys } from './keep-keys.js'
import { publicationLead, publishedAfterwards } from './key-life.js'
import type { MasterKey } from './master-key.js'
import { revokeSigningKey } from './revoke-signing-key.js'
import { rotateSigningKey } from './rotate-signing-key.js'
import { loadSigningKeys, type SigningKeys } from './signing-keys.js'
import { readStoredKeys } from './stored-keys.js'

const day = 86_400_000
const interval = 90 * day
const start = Date.UTC(2030, 0, 1)
const tenantId = 't'

describeOnBothStores('signing keys', (newLocation) => {
  let store: Store
  let now: number
  let making: KeyMaking
  let keys: SigningKeys
  beforeEach(async () => {
    now = start
    making = { masterKey: randomBytes(32) as MasterKey, bytes: randomBytes, clock: () => now }
    store = await openStore(await newLocation())
    await store.transaction().execute(async (transaction) => {
      const createdAt = new Date(now).toISOString()
      await createTenant(transaction, { id: tenantId, name: 'T', origin: null, hostnames: [], createdAt })
      await createFirstKeys(transaction, tenantId, making)
    })
    keys = await loadSigningKeys({ store, ...making })
  })
  afterEach(() => store.destroy())

  const keeping = (changes: Partial<KeyMaking> = {}) => ({
    store,
    audit: openAuditJournal({ store, nodeId: 'n', key: journalKey(making.masterKey), clock: making.clock }),
    clock: making.clock,
    randomness: { uuid: randomUUID },
    making: { ...making, ...changes },
    rotationInterval: interval / 1000,
  })
  const keep = (changes?: Partial<KeyMaking>) => keepKeys(keeping(changes), tenantId)
  const inTransaction = (change: (transaction: Parameters<typeof rotateSigningKey>[0]) => Promise<unknown>) =>
    store.transaction().execute(change)
  const rotate = () => inTransaction((transaction) => rotateSigningKey(transaction, tenantId, making, now))
  const revoke = (kid: string) =>
    inTransaction((transaction) => revokeSigningKey(transaction, tenantId, kid, making, now))
  const published = () => keys.published(tenantId).map(({ kid }) => kid)
  const rows = () => store.selectFrom('signing_keys').selectAll().execute()
  const states = async () => (await readStoredKeys(store, tenantId, now)).map(({ state }) => state).sort()

  it('are published before they sign, sign for the interval, and stay until their last token ended', async () => {
    const [first, second] = published()
    expect(keys.current(tenantId).kid).toBe(first)

    now = start + interval - 1
    expect(await keep()).toBe(false)
    now = start + interval
    expect(await keep()).toBe(true)
    await keys.reload()
    expect(keys.current(tenantId).kid).toBe(second)
    expect(published()).toEqual([second, expect.any(String), first])

    now = start + interval + publishedAfterwards - 1
    expect(await keep()).toBe(false)
    expect(keys.verifying(tenantId, first ?? '')).toBeDefined()
    now = start + interval + publishedAfterwards
    expect(keys.verifying(tenantId, first ?? '')).toBeUndefined()
    expect(published()).not.toContain(first)
  })

  it('lose their private halves when they end, and keep their ids', async () => {
    const { kid } = keys.current(tenantId)
    now = start + interval
    await keep()
    now += publishedAfterwards
    await keep()
    const ended = (await rows()).find((row) => row.kid === kid)
    expect(ended?.private_key_encrypted).toBe('')
    expect(await states()).toEqual(['current', 'ended', 'next'])
  })

  it('never have an id twice', async () => {
    const seen = new Set(published())
    for (let turn = 1; turn <= 20; turn += 1) {
      now += interval + day
      await keep()
    }
    for (const { kid } of await rows()) seen.add(kid)
    expect(seen.size).toBe(22)
  })

  it('are looked after although the files of a purged tenant cannot be deleted', async () => {
    now = start + interval
    const failure = new Error('busy')
    const log = { error: vi.fn() }
    const changed: string[] = []
    const upkeep = await lookAfterTenants({
      ...keeping(),
      purge: async () => ['gone'],
      sweep: () => Promise.reject(failure),
      onChange: (id) => changed.push(id),
      log,
    })
    await upkeep.close()
    expect(changed).toEqual(['gone', tenantId])
    expect(await states()).toEqual(['current', 'next', 'retired'])
    expect(log.error).toHaveBeenCalledExactlyOnceWith({ err: failure }, expect.any(String))
  })

  it('are not changed twice by nodes that find a rotation due together', async () => {
    now = start + interval
    await Promise.all([keep(), keep(), keep()])
    expect(await states()).toEqual(['current', 'next', 'retired'])
  })

  it('wait for the caches when the next one is young, and the rotation under way is told again', async () => {
    const { kid: first } = keys.current(tenantId)
    const [, second] = published()
    await rotate()
    await rotate()
    await keys.reload()
    expect(await states()).toEqual(['current', 'next', 'next'])
    now = start + publicationLead - 1
    expect(keys.current(tenantId).kid).toBe(first)
    now = start + publicationLead
    expect(keys.current(tenantId).kid).toBe(second)
    expect(keys.verifying(tenantId, first)).toBeDefined()
  })

  it('are as before when a node dies while it changes them', async () => {
    now = start + interval
    const before = await rows()
    for (const dying of [1, 2]) {
      let calls = 0
      const bytes = (count: number): Buffer => {
        calls += 1
        if (calls === dying) throw new Error('The node died.')
        return randomBytes(count)
      }
      await expect(keep({ bytes })).rejects.toThrow('died')
      expect(await rows()).toEqual(before)
    }
    expect(await keep()).toBe(true)
    expect(await states()).toEqual(['current', 'next', 'retired'])
  })

  it('are of no use at once when given up, and the next one signs', async () => {
    const [first, second] = published()
    const lost: string[] = []
    const node = await loadSigningKeys({ store, ...making, onGivenUp: (id) => lost.push(id) })
    await revoke(first ?? '')
    await node.reload()
    expect(lost).toEqual([tenantId])
    expect(node.verifying(tenantId, first ?? '')).toBeUndefined()
    expect(node.current(tenantId).kid).toBe(second)
    now -= 30_000
    expect(node.current(tenantId).kid).toBe(second)
    expect((await rows()).find(({ kid }) => kid === first)?.private_key_encrypted).toBe('')
    await expect(revoke(first ?? '')).rejects.toMatchObject({ code: 'KEYS-NOT-FOUND' })
    await expect(revoke('unknown')).rejects.toMatchObject({ code: 'KEYS-NOT-FOUND' })
  })

  it('go on signing when the one that was to follow is given up', async () => {
    const [first, second] = published()
    await rotate()
    await revoke(second ?? '')
    await keys.reload()
    now += interval
    expect(keys.current(tenantId).kid).toBe(first)
    expect(await states()).toEqual(['current', 'next', 'revoked'])
  })

  it('are read again for an unknown id, but once in a second only', async () => {
    now = start + interval
    await keep()
    const [newest] = (await readStoredKeys(store, tenantId, now)).filter(({ state }) => state === 'next')
    expect(keys.verifying(tenantId, newest?.kid ?? '')).toBeUndefined()
    expect(await keys.learn(tenantId, newest?.kid ?? '')).toBeDefined()

    await store
      .updateTable('signing_keys')
      .set({ kid: 'renamed' })
      .where('kid', '=', newest?.kid ?? '')
      .execute()
    now += 999
    expect(await keys.learn(tenantId, 'renamed')).toBeUndefined()
    now += 1
    await expect(keys.learn(tenantId, 'renamed')).rejects.toMatchObject({ code: 'MASTER-KEY-WRONG' })
  })
})
