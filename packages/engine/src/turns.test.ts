import { expect, test } from 'vitest'
import { turnsDuring } from './testing/turns-during.js'
import {
  countInTurns,
  eachInTurns,
  filterInTurns,
  inTurns,
  mapInTurns,
  mapOneByOne,
  nextTurn,
  sortInTurns,
} from './turns.js'

/** Work that takes so long for each item. */
const spend = (milliseconds: number): void => {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test('what is done in turns is what would be done at once', async () => {
  for (const count of [0, 1, 511, 512, 513, 1_024, 1_025, 5_000]) {
    const items = Array.from({ length: count }, (_, index) => (index * 7_919) % 1_009)
    expect(await countInTurns(count)).toEqual([...items.keys()])
    expect(await mapInTurns(items, (item, position) => item + position)).toEqual(items.map((item, at) => item + at))
    expect(await filterInTurns(items, (item) => item % 2 === 0)).toEqual(items.filter((item) => item % 2 === 0))
    const seen: number[] = []
    await eachInTurns(items, (item) => seen.push(item))
    expect(seen).toEqual(items)
  }
})

test('sorting keeps the order of what is equal', async () => {
  for (const count of [0, 1, 512, 513, 1_537, 10_000]) {
    const pairs = Array.from({ length: count }, (_, place) => ({ key: (place * 7_919) % 97, place }))
    const sorted = await sortInTurns(pairs, (a, b) => a.key - b.key)
    expect(sorted).toEqual([...pairs].sort((a, b) => a.key - b.key || a.place - b.place))
  }
})

test('others have their turn while long work goes on, however many do such work', async () => {
  const long = () => inTurns(512 * 20, () => spend(4))
  // 60 batches of 4 ms: at most three of them in a turn.
  expect(await turnsDuring(() => Promise.all([long(), long(), long()]))).toBeGreaterThanOrEqual(20)
})

test('others have their turn while many short pieces of work follow each other', async () => {
  const pieces = async () => {
    for (let piece = 0; piece < 60; piece++) await inTurns(1, () => spend(4))
  }
  expect(await turnsDuring(pieces)).toBeGreaterThanOrEqual(20)
})

test('others have their turn while long lists are sorted', async () => {
  const items = Array.from({ length: 4_096 }, (_, index) => (index * 7_919) % 4_099)
  const slow = (a: number, b: number) => {
    spend(0.004)
    return a - b
  }
  // 30,000 comparisons are 120 ms and more; what is sorted at once lets nobody in.
  expect(await turnsDuring(() => sortInTurns(items, slow))).toBeGreaterThanOrEqual(5)
})

test('work ends between two turns when nobody needs it any more', async () => {
  const abort = new AbortController()
  let done = 0
  const work = inTurns(
    512 * 1_000,
    () => {
      done += 1
      spend(4)
    },
    abort.signal,
  )
  await nextTurn()
  abort.abort(new Error('not needed'))
  await expect(work).rejects.toThrow('not needed')
  expect(done).toBeLessThan(10)
})

test('what takes long for each item is done one after another, and others have their turn', async () => {
  let running = 0
  const made = await mapOneByOne(['a', 'b', 'c'], async (item, position) => {
    running += 1
    await nextTurn()
    const together = running
    running -= 1
    return [item, position, together]
  })
  expect(made).toEqual([
    ['a', 0, 1],
    ['b', 1, 1],
    ['c', 2, 1],
  ])
  // Twenty items of 4 ms: at most three of them in a turn.
  expect(await turnsDuring(() => mapOneByOne([...Array(20)], () => spend(4)))).toBeGreaterThanOrEqual(5)
  const stopped = mapOneByOne([...Array(20)], () => spend(4), AbortSignal.abort(new Error('stopped')))
  await expect(stopped).rejects.toThrow('stopped')
})
