import { expect, test } from 'vitest'
import { longestTurn, toldByThread } from '../../testing/longest-turn.js'
import { mostAlike } from './find-values.js'

const words = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index).repeat(60)).join(' ')
const valueAt = (position: number) => ({ num: null, text: `${words} ${position}` })
const positions = Array.from({ length: 1_000 }, (_, index) => index)
const wanted = 'abcdefghij'.repeat(6)

test.skipIf(!toldByThread)('to look for values that are alike holds nobody up, however long these are', async () => {
  expect(await longestTurn(() => mostAlike(wanted, positions, valueAt))).toBeLessThan(100)
})

test('nobody looks on for values that are alike when nobody waits for them', async () => {
  const leaving = new AbortController()
  const found = mostAlike(wanted, positions, valueAt, leaving.signal)
  setImmediate(() => leaving.abort(new Error('left')))
  await expect(found).rejects.toThrow('left')
})
