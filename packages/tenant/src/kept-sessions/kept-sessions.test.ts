import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMetrics } from '../operations/metrics.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/schema.js'
import { describeOnBothStores } from '../testing/stores.js'
import type { KeptSessionOwner } from './kept-session-rows.js'
import { createKeptSessions, type KeptSessions, type StoredSession } from './kept-sessions.js'

const owner: KeptSessionOwner = { tenantId: 't', userId: 'u', clientId: 'c', appId: 'a', identity: '' }
const changes = (timeline: string, more: Record<string, number> = {}) =>
  new Map<string, Uint8Array>([
    ['timeline', Buffer.from(timeline)],
    ...Object.entries(more).map(([key, length]) => [key, Buffer.alloc(length)] as const),
  ])
const timelineOf = ({ stored }: StoredSession): string | undefined => {
  const bytes = stored?.get('timeline')
  return bytes && Buffer.from(bytes).toString()
}

describeOnBothStores('sessions in the store', (newLocation) => {
  let store: Store
  let nodes: KeptSessions[]
  const key = randomBytes(32)

  const node = (of = store, bytes = randomBytes): KeptSessions => {
    const made = createKeptSessions({
      store: of,
      key,
      bytes,
      metrics: createMetrics(),
      log: pino({ enabled: false }),
      clock: Date.now,
      uuid: randomUUID,
      lifetime: 1_800_000,
    })
    nodes.push(made)
    return made
  }
  beforeEach(async () => {
    nodes = []
    store = await openStore(await newLocation())
    await store.insertInto('tenants').values({ tenant_id: 't', name: 'T', origin: null, created_at: '' }).execute()
  })
  afterEach(async () => {
    await Promise.all(nodes.map((each) => each.close()))
    await store.destroy()
  })

  /** A session that is new, of which the first changes are not written. */
  const taken = async (kept: KeptSessions, of = owner): Promise<StoredSession> => {
    const session = await kept.take(of)
    if (session.stored === undefined) session.keep(changes('begun'))
    return session
  }
  const rows = () => store.selectFrom('kept_sessions').selectAll().execute()
  /** What the next node finds. */
  const found = async () => timelineOf(await node().take(owner))
  /** Waits until something is written. */
  const written = async (): Promise<void> => {
    const before = await hash()
    await expect.poll(hash, { timeout: 10_000 }).not.toBe(before)
  }
  const hash = async (): Promise<string | undefined> => {
    const [row] = await rows()
    return row && createHash('sha256').update(row.state).digest('hex')
  }

  it('are of the node that came last, also where nothing was stored when it came', async () => {
    const [a, b] = [await taken(node()), node()]
    a.keep(changes('of A'))
    const later = await taken(b)
    expect(later.stored).toBe(undefined)
    later.keep(changes('of B'))
    await written()
    await setTimeout(300)
    expect(await found()).toBe('of B')
  })

  it('are kept by the node that came last when the session of the one before ends', async () => {
    const first = await taken(node())
    const second = await taken(node())
    first.end()
    await setTimeout(100)
    expect(await rows()).toHaveLength(1)
    second.keep(changes('of B'))
    await written()
    expect(await found()).toBe('of B')
  })

  it('are kept again by a node that was left once the other session is over', async () => {
    const a = node()
    const first = await taken(a)
    const second = await taken(node())
    first.keep(changes('of A'))
    expect(await a.wentOn(owner)).toBe(true)
    await setTimeout(1_500)
    second.end()
    await expect.poll(rows).toEqual([])
    expect(await a.wentOn(owner)).toBe(false)
    first.keep(changes('of A again'))
    await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(1)
    expect(await found()).toBe('of A again')
  })

  it('are the state that is there when they are taken', async () => {
    const a = await taken(node())
    a.keep(changes('first'))
    await written()
    const next = await node().take(owner)
    expect(timelineOf(next)).toBe('first')
    a.keep(changes('too late'))
    await setTimeout(1_500)
    expect(await found()).toBe('first')
  })

  it('are nothing of a session in which nobody did anything, when its node or itself ends', async () => {
    const a = node()
    await taken(a)
    expect(await rows()).toMatchObject([{ state: expect.toSatisfy((state: Uint8Array) => state.length === 0) }])
    await a.close()
    expect(await rows()).toEqual([])
    const session = await taken(node())
    session.leave()
    await expect.poll(rows).toEqual([])
  })

  it('stay as they are stored when they are left', async () => {
    const a = await taken(node())
    a.keep(changes('kept'))
    await written()
    const b = await node().take(owner)
    b.leave()
    b.keep(changes('lost'))
    await setTimeout(1_500)
    expect(await found()).toBe('kept')
  })

  it('are kept on by the node before where the one that took them left them', async () => {
    const [a, b] = [node(), node()]
    const before = await taken(a)
    before.keep(changes('of A'))
    await written()
    const after = await b.take(owner)
    expect(await a.wentOn(owner)).toBe(true)
    after.leave()
    await expect.poll(() => a.wentOn(owner)).toBe(false)
    before.keep(changes('of A again'))
    await written()
    expect(await found()).toBe('of A again')
  })

  it('are written with those of others, each on its own row', async () => {
    const kept = node()
    const owners = Array.from({ length: 70 }, (_, index) => ({ ...owner, identity: `page ${index}` }))
    for (const each of owners) (await taken(kept, each)).keep(changes(each.identity))
    await kept.close()
    const again = node()
    for (const each of owners) expect(timelineOf(await again.take(each))).toBe(each.identity)
  })

  it('are written also with one whose tenant is gone', async () => {
    await store.insertInto('tenants').values({ tenant_id: 'gone', name: 'G', origin: null, created_at: '' }).execute()
    const kept = node()
    const gone = await taken(kept, { ...owner, tenantId: 'gone' })
    const here = await taken(kept)
    gone.keep(changes('gone'))
    here.keep(changes('here'))
    await store.deleteFrom('tenants').where('tenant_id', '=', 'gone').execute()
    await kept.close()
    expect(await found()).toBe('here')
  })

  it('are only what is selected, of one that holds more than 2 MB', async () => {
    const kept = node()
    const session = await taken(kept)
    session.keep(changes('selected', { stateNames: 9, 'objects large': 2 * 1024 * 1024 }))
    await kept.close()
    const { stored } = await node().take(owner)
    expect([...(stored?.keys() ?? [])]).toEqual(['timeline'])
  })

  it('are written less often where they hold much', async () => {
    const kept = node()
    const large = await taken(kept)
    large.keep(changes('large', { 'objects large': 300 * 1024 }))
    const small = await taken(kept, { ...owner, identity: 'small' })
    small.keep(changes('small'))
    const sizes = async () => (await rows()).map(({ state }) => state.length > 0).sort()
    await expect.poll(sizes, { timeout: 10_000 }).toEqual([false, true])
    await setTimeout(1_500)
    expect(await sizes()).toEqual([false, true])
    await kept.close()
    expect(await found()).toBe('large')
  })

  it('are as a whole up to 2 MB', async () => {
    const kept = node()
    const session = await taken(kept)
    session.keep(changes('selected', { stateNames: 9, 'objects large': 2 * 1024 * 1024 - 100 }))
    await kept.close()
    const { stored } = await node().take(owner)
    expect([...(stored?.keys() ?? [])]).toEqual(['timeline', 'stateNames', 'objects large'])
  })

  it('are sealed by keys of their own', async () => {
    const kept = node(store, (count) => Buffer.alloc(count))
    for (const identity of ['one', 'other']) (await taken(kept, { ...owner, identity })).keep(changes('same'))
    await kept.close()
    const [one, other] = await rows()
    expect(Buffer.from(one?.state ?? []).subarray(0, -16)).not.toEqual(Buffer.from(other?.state ?? []).subarray(0, -16))
  })
})
