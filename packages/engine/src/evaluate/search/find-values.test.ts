import { afterEach, expect, test, vi } from 'vitest'
import { mostAlike } from './find-values.js'

const words = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index).repeat(60)).join(' ')
const valueAt = (position: number) => ({ num: null, text: `${words} ${position}` })
const positions = Array.from({ length: 1_000 }, (_, index) => index)
const wanted = 'abcdefghij'.repeat(6)

afterEach(() => vi.restoreAllMocks())

test('to look for values that are alike holds nobody up, however long these are', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  let held = 0
  let longest = 0
  const slowly = (position: number) => {
    now += 5
    held += 1
    longest = Math.max(longest, held)
    return valueAt(position)
  }
  let next = setImmediate(function turn() {
    held = 0
    next = setImmediate(turn)
  })
  await mostAlike(wanted, positions, slowly)
  // The turn that has begun by this clock ends by it.
  await new Promise(setImmediate)
  clearImmediate(next)
  expect(longest).toBeLessThanOrEqual(3)
})

test('nobody looks on for values that are alike when nobody waits for them', async () => {
  const leaving = new AbortController()
  const found = mostAlike(wanted, positions, valueAt, leaving.signal)
  setImmediate(() => leaving.abort(new Error('left')))
  await expect(found).rejects.toThrow('left')
})
