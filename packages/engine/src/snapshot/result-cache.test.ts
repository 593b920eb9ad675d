import { expect, test } from 'vitest'
import { createResultCache } from './result-cache.js'

const counting = () => {
  let computed = 0
  return { compute: async () => ++computed, count: () => computed }
}

test('a result is computed once, also by callers at the same time', async () => {
  const cache = createResultCache(1_000)
  const { compute, count } = counting()
  const results = await Promise.all([1, 2, 3].map(() => cache.get('key', compute, () => 1)))
  expect(results).toEqual([1, 1, 1])
  await cache.get('key', compute, () => 1)
  expect(count()).toBe(1)
})

test('the least recently used results leave once the bound is exceeded', async () => {
  const cache = createResultCache(100)
  const first = counting()
  const second = counting()
  await cache.get('a', first.compute, () => 40)
  await cache.get('b', second.compute, () => 40)
  await cache.get('a', first.compute, () => 40)
  await cache.get('c', counting().compute, () => 40)
  await cache.get('a', first.compute, () => 40)
  expect(first.count()).toBe(1)
  await cache.get('b', second.compute, () => 40)
  expect(second.count()).toBe(2)
})

test('a result beyond the bound is answered and not kept', async () => {
  const cache = createResultCache(10)
  const { compute, count } = counting()
  await cache.get('key', compute, () => 11)
  await cache.get('key', compute, () => 11)
  expect(count()).toBe(2)
})

test('whoever still waits computes again when the first caller was cancelled', async () => {
  const cache = createResultCache(100)
  const abort = new AbortController()
  const cancelled = cache.get(
    'key',
    () => Promise.reject(new Error('cancelled')),
    () => 1,
    abort.signal,
  )
  const waiting = cache.get(
    'key',
    async () => 'computed',
    () => 1,
  )
  abort.abort()
  await expect(cancelled).rejects.toThrow('cancelled')
  expect(await waiting).toBe('computed')
})
