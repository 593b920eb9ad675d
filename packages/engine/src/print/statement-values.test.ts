import { describe, expect, it } from 'vitest'
import { statementValues } from './statement-values.js'

describe('the values of a statement', () => {
  it('are bound once where they are the same of the same type', () => {
    const { add, added } = statementValues()
    const small = { elements: 'UTINYINT' } as const
    const places = [
      add([1, 2], small),
      add([1, 2], small),
      add([1, 2], { elements: 'USMALLINT' }),
      add([12], small),
      add('[1,2]', 'text'),
      add('[1,2]', 'text'),
      add(new Uint8Array([1, 2]), 'bits'),
      add(new Uint8Array([1, 2]), 'bits'),
      add(new Uint8Array([1, 3]), 'bits'),
    ]
    expect(places).toEqual([1, 1, 2, 3, 4, 4, 5, 5, 6])
    expect(added().map(({ value }) => value)).toHaveLength(6)
  })

  it('are never taken for others that are written alike', () => {
    const { add } = statementValues()
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map((each) => add(each, 'number'))).toEqual(
      [1, 2, 3],
    )
    const long = (last: number) => [...Array.from({ length: 1_000 }, (_, value) => value), last]
    expect(add(long(2_000), { elements: 'USMALLINT' })).not.toBe(add(long(2_001), { elements: 'USMALLINT' }))
  })

  it('keep their positions in a statement that continues another', () => {
    const before = statementValues()
    before.add('a', 'text')
    before.add('b', 'text')
    const { add, read, values } = statementValues(before.added())
    expect([add('b', 'text'), add('c', 'text')]).toEqual([2, 3])
    expect([read(3), read(2), read(3)]).toEqual([1, 2, 1])
    expect(values()).toEqual(['c', 'b'])
  })
})
