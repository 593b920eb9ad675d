import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSameSet, type SymbolSet, symbolSet } from '../model/symbol-set.js'
import { bytesOf, valueOf } from './kept-values.js'

/** Few symbols, many, and some far apart. */
const symbols = fc.oneof(
  fc.uniqueArray(fc.nat(5_000), { maxLength: 40 }),
  fc
    .tuple(fc.nat(3_000), fc.integer({ min: 1_000, max: 4_000 }))
    .map(([first, count]) => Array.from({ length: count }, (_, at) => first + at)),
)

const json = fc.jsonValue({ maxDepth: 3 })

it('brings back sets of any size, in maps within maps, beside JSON that stays as it is', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), symbols), json, (fields, beside) => {
      const made = new Map(
        Object.entries(fields).map(([name, list]) => [name, { values: symbolSet(list), locked: true }]),
      )
      const value = { present: new Map([['$', made]]), beside, none: null }
      const back = valueOf(bytesOf(value)) as typeof value
      expect(back.beside).toEqual(beside)
      expect(back.none).toBeNull()
      const fieldsBack = back.present.get('$') ?? new Map<string, { values: SymbolSet; locked: boolean }>()
      expect([...fieldsBack.keys()]).toEqual([...made.keys()])
      for (const [name, { values, locked }] of fieldsBack) {
        expect(isSameSet(values, symbolSet(fields[name] ?? []))).toBe(true)
        expect(values.digest()).toBe(made.get(name)?.values.digest())
        expect(locked).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})

it('writes once what several steps share, so that a long history is short', () => {
  const shared = new Map([
    ['$', new Map([['Field', { values: symbolSet(Array.from({ length: 100_000 }, (_, at) => at)) }]])],
  ])
  const one = bytesOf([shared]).length
  const hundred = bytesOf(Array.from({ length: 100 }, () => new Map(shared)))
  expect(hundred.length).toBeLessThan(2 * one)
  const [first, second] = valueOf(hundred) as (typeof shared)[]
  expect(first?.get('$')).toBe(second?.get('$'))
})
