import { expect, test } from 'vitest'
import { limitConcurrency } from './limit-concurrency.js'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.js'

const context = { signInKey: Buffer.alloc(32, 1) }
const owner = { tenantId: 't', userId: 'u' }

test('a hash fits its password, owner and key only, in whatever form the characters come', async () => {
  const stored = await hashPassword(context, owner, 'un café tranquille')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  const decomposed = 'un café tranquille'.normalize('NFD')
  expect(await verifyPassword(context, owner, stored, decomposed)).toBe(true)
  expect(await verifyPassword(context, owner, stored, 'un cafe tranquille')).toBe(false)
  expect(await verifyPassword(context, { ...owner, userId: 'v' }, stored, decomposed)).toBe(false)
  expect(await verifyPassword(context, { ...owner, tenantId: 's' }, stored, decomposed)).toBe(false)
  expect(await verifyPassword({ signInKey: Buffer.alloc(32, 2) }, owner, stored, decomposed)).toBe(false)
  expect(await verifyPassword(context, owner, undefined, decomposed)).toBe(false)
})

test('without a hash the same work is done', async () => {
  const stored = await hashPassword(context, owner, 'seven green kettles')
  const time = async (hash: string | undefined): Promise<number> => {
    const begin = performance.now()
    await verifyPassword(context, owner, hash, 'seven green kettles')
    return performance.now() - begin
  }
  const without: number[] = []
  const withHash: number[] = []
  // In turns, so that other work on the machine slows both.
  for (let run = 0; run < 10; run++) {
    without.push(await time(undefined))
    withHash.push(await time(stored))
  }
  expect(Math.min(...without) / Math.min(...withHash)).toBeGreaterThan(0.5)
})

test('a hash of other parameters is outdated, and fits all the same', async () => {
  expect(isOutdated(await hashPassword(context, owner, 'seven green kettles'))).toBe(false)
  const cheap = { memoryCost: 1024, timeCost: 1, parallelism: 1, outputLen: 32 }
  const outdated = await hashPassword(context, owner, 'seven green kettles', cheap)
  expect(isOutdated(outdated)).toBe(true)
  expect(await verifyPassword(context, owner, outdated, 'seven green kettles')).toBe(true)
})

test('expensive work is done a few at a time, and refused when too much waits', async () => {
  const limited = limitConcurrency({ running: 2, waiting: 3 })
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    return 'done'
  }
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => limited(work)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  expect(results.filter((each) => each.status === 'rejected').map(({ reason }) => reason.code)).toEqual(
    Array(3).fill('LOGIN-BUSY'),
  )
  expect(most).toBe(2)
  await expect(limited(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await limited(work)).toBe('done')
})
