import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createWrites, type Written } from './pending-writes.js'

const some = (row: string, size = 1): Written => ({ row, bytes: () => size })

describe('what waits to be written', () => {
  it('is written in batches of which each has a turn of its own', async () => {
    let turn = 0
    let counting = true
    const count = async () => {
      while (counting) {
        await setImmediate()
        turn += 1
      }
    }
    const batches: { readonly rows: number; readonly turn: number }[] = []
    const writes = createWrites(async (batch) => {
      batches.push({ rows: batch.length, turn })
    })
    const counted = count()
    for (let row = 0; row < 100; row++) writes.add(some(String(row)), 60_000)
    await writes.close()
    counting = false
    await counted
    expect(batches.map(({ rows }) => rows)).toEqual([32, 32, 32, 4])
    expect(new Set(batches.map((batch) => batch.turn)).size).toBe(4)
  })

  it('is in smaller batches where it is much, and alone where it is too much for one', async () => {
    const batches: string[][] = []
    const writes = createWrites(async (batch) => {
      batches.push(batch.map(({ row }) => row))
    })
    const half = 512 * 1024
    for (const [row, size] of Object.entries({ a: half, b: half, c: 1, d: 4 * half, e: 1 }))
      writes.add(some(row, size), 60_000)
    await writes.close()
    expect(batches).toEqual([['a', 'b'], ['c'], ['d'], ['e']])
  })

  it('is in no batch twice', async () => {
    const batches: string[][] = []
    const writes = createWrites(async (batch) => {
      batches.push(batch.map(({ row }) => row))
    })
    for (const each of [some('a'), some('a'), some('b')]) writes.add(each, 60_000)
    await writes.close()
    expect(batches).toEqual([['a', 'b'], ['a']])
  })

  it('waits for what is later without holding up what is sooner', async () => {
    const written: string[] = []
    const writes = createWrites(async (batch) => {
      written.push(...batch.map(({ row }) => row))
    })
    const both = some('both')
    writes.add(some('late'), 60_000)
    writes.add(some('soon'), 10)
    writes.add(both, 60_000)
    writes.add(both, 10)
    await setTimeout(300)
    expect(written).toEqual(['soon', 'both'])
    await writes.close()
    expect(written).toEqual(['soon', 'both', 'late'])
    writes.add(some('never'), 0)
    await setTimeout(50)
    expect(written).toHaveLength(3)
  })

  it('is written again when it changed while it was being written, one after the other', async () => {
    const changing = some('a')
    let inside = 0
    let runs = 0
    const writes = createWrites(async () => {
      inside += 1
      expect(inside).toBe(1)
      if (runs++ === 0) writes.add(changing, 0)
      await setTimeout(150)
      inside -= 1
    })
    writes.add(changing, 0)
    await expect.poll(() => runs, { timeout: 5_000 }).toBe(2)
    await writes.close()
  })
})
