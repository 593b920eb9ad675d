import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalised, type Reduction, type SecurityPredicate, unrestricted, viewHash } from './security-predicate.js'

const fields = [0, 1, 2]
const elements = [0, 1, 2]

const reduction: fc.Arbitrary<Reduction> = fc
  .array(fc.tuple(fc.constantFrom(...fields), fc.array(fc.constantFrom(...elements), { maxLength: 3 })), {
    maxLength: 3,
  })
  .map((entries) => new Map(entries))
const predicate = fc.array(reduction, { maxLength: 6 })

const allows = (rules: SecurityPredicate, values: readonly number[]) =>
  rules.some((rule) => [...rule].every(([field, allowed]) => allowed.includes(values[field] ?? -1)))

const everyCombination = elements.flatMap((a) => elements.flatMap((b) => elements.map((c) => [a, b, c])))

test('the canonical form allows exactly what the predicate allows', () => {
  fc.assert(
    fc.property(predicate, (rules) => {
      const canonical = normalised(rules)
      for (const values of everyCombination) expect(allows(canonical, values)).toBe(allows(rules, values))
    }),
    { numRuns: 2_000 },
  )
})

test('equal hashes mean equal data; order and repetition do not matter', () => {
  fc.assert(
    fc.property(predicate, predicate, (a, b) => {
      const shuffled = [...a, ...a].reverse()
      expect(viewHash(normalised(shuffled), [])).toBe(viewHash(normalised(a), []))
      if (viewHash(normalised(a), []) !== viewHash(normalised(b), [])) return
      for (const values of everyCombination) expect(allows(a, values)).toBe(allows(b, values))
    }),
    { numRuns: 2_000 },
  )
})

test('nothing allowed and everything allowed are far apart', () => {
  expect(normalised([])).toEqual([])
  expect(normalised([new Map([[0, []]])])).toEqual([])
  expect(normalised([new Map([[0, [1]]]), ...unrestricted])).toEqual(unrestricted)
  expect(viewHash([], [])).not.toBe(viewHash(unrestricted, []))
})

test('rows that differ in one field become one reduction', () => {
  const rows = [3, 1, 2].map((element) => new Map([[0, [element]]]))
  expect(normalised(rows)).toEqual([new Map([[0, [1, 2, 3]]])])
  const many = Array.from({ length: 20_000 }, (_, element) => new Map([[0, [element]]]))
  expect(normalised(many)[0]?.get(0)).toHaveLength(20_000)
})

test('an omitted field makes another view of the same data', () => {
  expect(viewHash(unrestricted, [0, 1])).not.toBe(viewHash(unrestricted, [0]))
})
