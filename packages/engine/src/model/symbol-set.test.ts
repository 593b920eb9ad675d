import fc from 'fast-check'
import { expect, test } from 'vitest'
import { processorTime } from '../testing/processor-time.js'
import {
  countOfBoth,
  difference,
  everySymbol,
  intersection,
  isRange,
  isSameSet,
  noSymbols,
  symbolSet,
  symbolSetBuilder,
  symmetricDifference,
  union,
} from './symbol-set.js'

/** Few symbols, and so many that they have bits, at both ends of bytes and words. */
const symbols = fc.oneof(
  fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 20 }),
  fc
    .tuple(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1_000, max: 1_100 }), fc.integer({ min: 1, max: 3 }))
    .map(([from, count, step]) => Array.from({ length: count }, (_, index) => from + index * step)),
)

const ascending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b)

test('a set has what it was made of, ascending', () => {
  fc.assert(
    fc.property(symbols, (numbers) => {
      const set = symbolSet([...numbers, ...numbers].reverse())
      const sorted = ascending(numbers)
      expect([...set]).toEqual(sorted)
      expect([set.size, set.first, set.last]).toEqual([numbers.length, sorted[0] ?? -1, sorted.at(-1) ?? -1])
      const known = new Set(numbers)
      const asked = Array.from({ length: 3_400 }, (_, index) => index - 1)
      expect(asked.filter(set.has)).toEqual(asked.filter((symbol) => known.has(symbol)))
      const bits = set.bits()
      for (const symbol of numbers) expect((bits[symbol >> 3] ?? 0) & (0x80 >> (symbol & 7))).not.toBe(0)
      expect(isRange(set)).toBe(numbers.length > 0 && set.last - set.first + 1 === numbers.length)
      expect(countOfBoth(set, symbolSet(numbers))).toBe(numbers.length)
    }),
    { numRuns: 60 },
  )
})

test('operations are those of sets', () => {
  fc.assert(
    fc.property(symbols, symbols, (left, right) => {
      const [a, b] = [new Set(left), new Set(right)]
      const [setA, setB] = [symbolSet(left), symbolSet(right)]
      const both = left.filter((symbol) => b.has(symbol))
      const onlyA = left.filter((symbol) => !b.has(symbol))
      const onlyB = right.filter((symbol) => !a.has(symbol))
      expect([...union(setA, setB)]).toEqual(ascending(new Set([...left, ...right])))
      expect([...intersection(setA, setB)]).toEqual(ascending(both))
      expect([...difference(setA, setB)]).toEqual(ascending(onlyA))
      expect([...symmetricDifference(setA, setB)]).toEqual(ascending([...onlyA, ...onlyB]))
      expect(countOfBoth(setA, setB)).toBe(both.length)
      const same = onlyA.length + onlyB.length === 0
      expect(isSameSet(setA, setB)).toBe(same)
      expect(setA.digest() === setB.digest()).toBe(same)
    }),
    { numRuns: 200 },
  )
})

test('a digest tells sets apart, and not how they were made', () => {
  const digests = new Set<string>()
  const sizes = [...Array(40).keys(), 1_023, 1_024, 1_025, 5_000]
  for (const size of sizes) digests.add(everySymbol(size).digest())
  for (const size of sizes.slice(1)) digests.add(symbolSet([...everySymbol(size - 1), size]).digest())
  expect(digests.size).toBe(2 * sizes.length - 1)
  const half = symbolSet(Array.from({ length: 3_000 }, (_, index) => 2 * index))
  expect(difference(union(half, symbolSet([9_999])), symbolSet([9_999])).digest()).toBe(half.digest())
  expect(difference(everySymbol(5_000), everySymbol(4_990)).digest()).toBe(
    '4990,4991,4992,4993,4994,4995,4996,4997,4998,4999',
  )
  expect(JSON.stringify([noSymbols, symbolSet([3])])).toBe('["","3"]')
})

test('a set that is made of another leaves it as it is', () => {
  for (const from of [symbolSet([1, 5]), everySymbol(2_000)]) {
    const before = [...from]
    const builder = symbolSetBuilder(from)
    builder.add(2_500)
    expect([builder.has(1), builder.has(2_500), builder.has(2_499)]).toEqual([true, true, false])
    expect([...builder.build()]).toEqual([...before, 2_500])
    expect([...from]).toEqual(before)
  }
})

test('operations on millions take no more than some milliseconds', async () => {
  const every = everySymbol(10_000_000)
  const odd = symbolSet(Array.from({ length: 5_000_000 }, (_, index) => 2 * index + 1))
  const took = await processorTime(() => {
    const even = difference(every, odd)
    expect(even.size).toBe(5_000_000)
    expect(even.digest()).not.toBe(odd.digest())
    expect(isSameSet(symmetricDifference(every, even), odd)).toBe(true)
  })
  // About 15 ms alone; sets of objects take seconds.
  expect(took).toBeLessThan(1_000)
})

test('what numbers no value is in no set', () => {
  for (const symbol of [-1, 0.5, Number.NaN, 2 ** 31, 2 ** 32]) {
    expect(() => symbolSet([symbol])).toThrow(`${symbol} is no symbol`)
    expect([everySymbol(5_000).has(symbol), everySymbol(5).has(symbol)]).toEqual([false, false])
  }
})
