import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/schema.js'
import { describeOnBothStores } from '../../testing/stores.js'
import type { AuditEvent } from '../audit-event.js'
import type { JournalKey } from '../hash-chain.js'
import { openAuditJournal } from '../journal.js'
import type { AuditQuery } from './audit-query.js'
import { enterParties, unenteredChains } from './enter-parties.js'
import type { JournalPosition } from './journal-position.js'
import { keepParties } from './keep-parties.js'
import { readByParty } from './read-by-party.js'
import { readRecords } from './read-records.js'

const key = randomBytes(32) as JournalKey
const begin = Date.parse('2026-05-01T00:00:00.000Z')
const everything: AuditQuery = {
  from: new Date(begin - 1).toISOString(),
  to: new Date(begin + 1e9).toISOString(),
  events: undefined,
  userId: undefined,
  clientId: undefined,
  ids: undefined,
}

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T

/** Events of four users and three clients, each of a time of its own but for pairs, on two nodes. */
const told = Array.from({ length: 240 }, (_, at) => {
  const user = `u${(at * 7) % 4}`
  const client = `c${(at * 5) % 3}`
  const event: AuditEvent = pick<AuditEvent>(
    [
      { event: 'oauth-token.issued', outcome: 'success', actor: { type: 'client', id: client }, subject: user, client },
      { event: 'oauth-token.refused', outcome: 'refused', subject: user, client },
      { event: 'group.created', outcome: 'success', actor: { type: 'user', id: user }, subject: 'u1', client },
      { event: 'user.updated', outcome: 'success', actor: { type: 'operator', id: 'cli' }, subject: user },
      { event: 'user.created', outcome: 'success', actor: { type: 'client', id: client }, subject: user },
    ],
    at,
  )
  return { at, event, time: begin + Math.floor(at / 2) * 1000, nodeId: pick(['n1', 'n2'], at >> 1) }
})

/** Who took part, reasoned from what the kinds of events above say. */
const userOf = ({ at }: { at: number }) => (at % 5 === 0 || at % 5 === 2 ? `u${(at * 7) % 4}` : undefined)
const clientOf = ({ at }: { at: number }) => (at % 5 === 3 ? undefined : `c${(at * 5) % 3}`)

const write = async (store: Store, tenantId: string, events: typeof told) => {
  for (const { event, time, nodeId } of events) {
    await openAuditJournal({ store, nodeId, key, clock: () => time }).append(tenantId, event)
  }
}

const enterAll = async (store: Store, nodeId?: string) => {
  for (;;) {
    const chains = await unenteredChains(store, nodeId)
    if (chains.length === 0) return
    for (const chain of chains) await enterParties(store, chain)
  }
}

const all = async (store: Store, query: AuditQuery, descending: boolean, limit: number, read = readByParty) => {
  const found: string[] = []
  let after: JournalPosition | undefined
  do {
    const reading = await read(store, 't', query, { after, descending, limit })
    if (reading === undefined) throw new Error('not by party')
    found.push(...reading.records.map(({ eventTime, eventType, id }) => `${eventTime} ${eventType} ${id}`))
    after = reading.reached
  } while (after !== undefined)
  return found
}

describeOnBothStores('records by who took part', (newLocation) => {
  it.each([
    ['all entered', 240],
    ['the newest not entered yet', 150],
    ['nothing entered', 0],
  ])('are those that the journal has, with %s', async (_what, entered) => {
    const store = await openStore(await newLocation())
    await write(store, 't', told.slice(0, entered))
    await write(store, 'other', told.slice(0, 20))
    await enterAll(store)
    await write(store, 't', told.slice(entered))
    const queries: [Partial<AuditQuery>, (event: (typeof told)[number]) => boolean][] = [
      [{ userId: 'u1' }, (each) => userOf(each) === 'u1'],
      [{ clientId: 'c2' }, (each) => clientOf(each) === 'c2'],
      [{ userId: 'u2', clientId: 'c0' }, (each) => userOf(each) === 'u2' && clientOf(each) === 'c0'],
      [{ userId: 'u3', events: ['group.created'] }, (each) => userOf(each) === 'u3' && each.at % 5 === 2],
      [
        { clientId: 'c1', from: new Date(begin + 20_000).toISOString(), to: new Date(begin + 100_000).toISOString() },
        (each) => clientOf(each) === 'c1' && each.time >= begin + 20_000 && each.time <= begin + 100_000,
      ],
      [{ userId: 'cli' }, () => false],
      [{ userId: 'u' }, () => false],
      [{ clientId: 'u1' }, () => false],
    ]
    for (const [query, isMeant] of queries) {
      const expected = told.filter(isMeant).map(({ time }) => new Date(time).toISOString())
      for (const limit of [1, 7, 1000]) {
        const forth = await all(store, { ...everything, ...query }, false, limit)
        expect([query, forth.map((text) => text.slice(0, 24))]).toEqual([query, expected])
        expect(new Set(forth).size).toBe(forth.length)
        expect(await all(store, { ...everything, ...query }, true, limit)).toEqual(forth.toReversed())
      }
    }
    await store.destroy()
  })

  it('are entered by the node that wrote them, once, and of a dead one by another', async () => {
    const store = await openStore(await newLocation())
    await write(store, 't', told.slice(0, 40))
    const errors: unknown[] = []
    const keeping = keepParties({ store, nodeId: 'n1', log: { error: (said: unknown) => errors.push(said) } })
    for (let look = 0; (await unenteredChains(store)).length > 0; look++) {
      if (look === 200) throw new Error('nothing is entered')
      await delay(25)
    }
    await keeping.close()
    const before = await store.selectFrom('audit_parties').selectAll().execute()
    expect(before).toHaveLength(
      told.slice(0, 40).flatMap((each) => [userOf(each), clientOf(each)].filter(Boolean)).length,
    )
    await Promise.all(['n1', 'n2'].map((nodeId) => enterParties(store, { tenantId: 't', nodeId, entered: 0 })))
    expect(await store.selectFrom('audit_parties').selectAll().execute()).toHaveLength(before.length)
    await write(store, 't', told.slice(40, 44))
    await enterAll(store, 'n1')
    expect(await unenteredChains(store)).toEqual([{ tenantId: 't', nodeId: 'n2', entered: 20 }])
    expect(errors).toEqual([])
    await store.destroy()
  })

  it('are found whatever a refused caller called itself, and wherever the journal lost a record', async () => {
    const store = await openStore(await newLocation())
    const journal = openAuditJournal({ store, nodeId: 'n1', key, clock: () => begin })
    await journal.append('t', { event: 'oauth-token.refused', outcome: 'refused', client: 'x\0y' })
    for (let at = 0; at < 1_100; at++)
      await journal.append('t', { event: 'user.created', outcome: 'success', actor: { type: 'user', id: 'u9' } })
    await enterAll(store)
    expect(await all(store, { ...everything, clientId: 'x\0y' }, false, 10)).toHaveLength(1)
    await store.deleteFrom('audit_journal').where('seq', '=', 500).execute()
    expect(await all(store, { ...everything, userId: 'u9' }, false, 2_000)).toHaveLength(1_099)
    await store.destroy()
  })

  it('are looked for in the journal where nobody is named', async () => {
    const store = await openStore(await newLocation())
    await write(store, 't', told.slice(0, 10))
    expect(await readByParty(store, 't', everything, { after: undefined, descending: false, limit: 9 })).toBeUndefined()
    expect(await all(store, everything, false, 3, readRecords)).toHaveLength(10)
    await store.destroy()
  })
})
