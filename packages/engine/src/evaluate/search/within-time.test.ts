import { expect, test } from 'vitest'
import { inTurns } from '../../turns.js'
import { withinTime } from './within-time.js'

const endless = (signal: AbortSignal) => inTurns(Number.POSITIVE_INFINITY, () => {}, signal)

test('work in turns that takes too long ends, as does what nobody waits for', async () => {
  await expect(withinTime(endless, undefined, 20)).rejects.toMatchObject({
    code: 'ENGINE-QUERY-TIMEOUT',
    detail: 'it searched for 20 ms',
  })
  const leaving = new AbortController()
  setTimeout(() => leaving.abort(new Error('left')), 20)
  await expect(withinTime(endless, leaving.signal, 60_000)).rejects.toThrow('left')
  expect(await withinTime(async () => 7, undefined)).toBe(7)
})
