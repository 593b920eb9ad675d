import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../store/open-store.js'
import type { Store } from '../../store/schema.js'
import { describeOnBothStores } from '../../testing/stores.js'
import type { JournalKey } from '../hash-chain.js'
import { openAuditJournal } from '../journal.js'
import { verifyChains } from '../verify-chains.js'
import { takeCheckpoint } from './checkpoint.js'
import { checkpointText, readCheckpointFile, writeCheckpointFile } from './checkpoint-file.js'
import { compareCheckpoint } from './compare-checkpoint.js'
import { keepCheckpoint } from './keep-checkpoint.js'
import { openCheckpoint } from './open-checkpoint.js'

const key = randomBytes(32) as JournalKey
const time = '2026-01-01T00:00:00.000Z'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-checkpoint-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = async (store: Store, tenantId: string, count: number, text = 'u', nodeId = 'node') => {
  const journal = openAuditJournal({ store, nodeId, key, clock: () => 0 })
  for (let index = 0; index < count; index++) {
    await journal.append(tenantId, { event: 'user.created', outcome: 'success', subject: `${text}${index}` })
  }
}

/** Puts the journal back to an earlier state of itself, the authentic end of that time included. */
const putBack = async (store: Store, tenantId: string, to: number, earlier: { hash: string; mac: string | null }) => {
  await store.deleteFrom('audit_journal').where('tenant_id', '=', tenantId).where('seq', '>', to).execute()
  await store
    .updateTable('audit_chains')
    .set({ seq: to, ...earlier })
    .where('tenant_id', '=', tenantId)
    .execute()
}
const endOf = (store: Store, tenantId: string) =>
  store.selectFrom('audit_chains').select(['hash', 'mac']).where('tenant_id', '=', tenantId).executeTakeFirstOrThrow()

describeOnBothStores('a checkpoint that is kept elsewhere', (newLocation) => {
  const withStore = async (use: (store: Store) => Promise<void>) => {
    const store = await openStore(await newLocation())
    try {
      await use(store)
    } finally {
      await store.destroy()
    }
  }
  const kept = async (store: Store, tenantId?: string) => {
    const text = checkpointText(await takeCheckpoint(store, key, time, tenantId))
    return openCheckpoint(key, text)
  }

  it('notices newest records that were cut off with the end that was authentic then', () =>
    withStore(async (store) => {
      await write(store, 't', 3)
      await write(store, 'other', 2)
      const earlier = await endOf(store, 't')
      await write(store, 't', 2, 'later')
      const checkpoint = await kept(store)
      expect(await compareCheckpoint(store, checkpoint)).toEqual([])

      await putBack(store, 't', 3, earlier)
      expect(await verifyChains(store, key)).toEqual([
        expect.objectContaining({ intact: true }),
        expect.objectContaining({ intact: true }),
      ])
      const lost = { tenantId: 't', nodeId: 'node', seq: 5, hash: expect.any(String) }
      expect(await compareCheckpoint(store, checkpoint)).toEqual([{ ...lost, reason: 'record missing' }])
      await write(store, 't', 4, 'instead')
      expect(await compareCheckpoint(store, checkpoint)).toEqual([{ ...lost, reason: 'another record' }])
    }))

  it('vouches for what was there, and lets the journal go on', () =>
    withStore(async (store) => {
      await write(store, 't', 2)
      await write(store, 't', 1, 'u', 'second')
      await write(store, 'other', 1)
      const checkpoint = await kept(store, 't')
      expect(checkpoint).toMatchObject({
        takenAt: time,
        chains: [
          { tenantId: 't', nodeId: 'node', seq: 2 },
          { tenantId: 't', nodeId: 'second', seq: 1 },
        ],
      })
      await write(store, 't', 5)
      expect(await compareCheckpoint(store, checkpoint)).toEqual([])
    }))

  it('is not taken of an end that nobody with the key wrote', () =>
    withStore(async (store) => {
      await write(store, 't', 2)
      await store.updateTable('audit_chains').set({ seq: 1 }).execute()
      await expect(takeCheckpoint(store, key, time)).rejects.toMatchObject({ code: 'AUDIT-JOURNAL-BROKEN' })
    }))

  it('is written by a server, and stays as it is once the store lacks what it vouches for', () =>
    withStore(async (store) => {
      const file = join(folder, `${Math.random()}.json`)
      const errors: unknown[] = []
      const keep = () =>
        keepCheckpoint({
          store,
          key,
          file,
          clock: () => Date.parse(time),
          log: { error: (said: unknown) => errors.push(said) },
        })
      await write(store, 't', 1)
      const earlier = await endOf(store, 't')
      const keeping = await keep()
      expect(openCheckpoint(key, readFileSync(file, 'utf8')).chains).toMatchObject([{ seq: 1 }])
      await write(store, 't', 2)
      await keeping.close()
      const text = readFileSync(file, 'utf8')
      expect(openCheckpoint(key, text).chains).toMatchObject([{ seq: 3 }])
      expect([keeping.lost(), errors]).toEqual([[], []])

      await putBack(store, 't', 1, earlier)
      const after = await keep()
      expect(after.lost()).toMatchObject([{ tenantId: 't', seq: 3, reason: 'record missing' }])
      await write(store, 't', 9, 'instead')
      await after.close()
      expect(after.lost()).toMatchObject([{ tenantId: 't', seq: 3, reason: 'another record' }])
      expect(errors).toEqual([expect.objectContaining({ file, lost: [expect.objectContaining({ seq: 3 })] })])
      expect(readFileSync(file, 'utf8')).toBe(text)
      expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
    }))
})

describe('the text of a checkpoint', () => {
  const sealed = async () => {
    const store = await openStore(join(folder, `${Math.random()}.db`))
    await write(store, 't', 2)
    const made = await takeCheckpoint(store, key, time)
    await store.destroy()
    return made
  }

  it('may be set in other white space, and in nothing else', async () => {
    const { checkpoint, mac } = await sealed()
    expect(openCheckpoint(key, JSON.stringify({ checkpoint, mac }, null, 2))).toEqual(checkpoint)
    const [chain] = checkpoint.chains
    for (const changed of [
      { checkpoint: { ...checkpoint, chains: [] }, mac },
      { checkpoint: { ...checkpoint, chains: [{ ...chain, seq: 1 }] }, mac },
      { checkpoint: { ...checkpoint, takenAt: '2027-01-01T00:00:00.000Z' }, mac },
      { checkpoint, mac: `${mac.slice(0, -1)}_` },
      { checkpoint, mac: '' },
      { checkpoint },
      { mac },
      null,
    ]) {
      expect(() => openCheckpoint(key, JSON.stringify(changed))).toThrow(
        expect.objectContaining({ code: 'AUDIT-CHECKPOINT-INVALID' }),
      )
    }
    for (const [by, text] of [
      [key, '{'],
      [randomBytes(32) as JournalKey, JSON.stringify({ checkpoint, mac })],
    ] as const) {
      expect(() => openCheckpoint(by, text)).toThrow(expect.objectContaining({ code: 'AUDIT-CHECKPOINT-INVALID' }))
    }
  })

  it('is whole, however many nodes write it at once', async () => {
    const made = await sealed()
    const file = join(folder, 'shared.json')
    for (let round = 0; round < 30; round++) {
      await Promise.all([writeCheckpointFile(file, made), writeCheckpointFile(file, made)])
      expect(await readCheckpointFile(key, file)).toEqual(made.checkpoint)
    }
  })

  it('is not overwritten where a server finds something else in its place', async () => {
    const file = join(folder, 'notes.json')
    writeFileSync(file, 'my notes')
    const store = await openStore(join(folder, 'kept.db'))
    const keeping = keepCheckpoint({ store, key, file, clock: Date.now, log: { error: () => undefined } })
    await expect(keeping).rejects.toMatchObject({ code: 'AUDIT-CHECKPOINT-INVALID' })
    await store.destroy()
    expect(readFileSync(file, 'utf8')).toBe('my notes')
  })
})
