import { expect, test } from 'vitest'
import { turnsDuring } from '../testing/turns-during.js'
import { orderedElements } from './list-order.js'

const list = (count: number, stateOf: () => 'O' = () => 'O') => ({
  elements: Array.from({ length: count }, (_, element) => element),
  keys: {
    symbols: { nums: [], texts: [], textRanks: [] },
    stateOf,
    elementOf: (element: number) => element,
    frequencies: new Map(),
    expressionValues: new Map(
      Array.from(
        { length: count },
        (_, element) => [element, element % 5 === 0 ? null : (element * 7_919) % 101] as const,
      ),
    ),
  },
})

test('many elements are in the order of an expression, those without a value last, ties in load order', async () => {
  const { elements, keys } = list(3_000)
  const at = (element: number) => keys.expressionValues.get(element) ?? -1
  for (const direction of [1, -1] as const) {
    const missing = elements.filter((element) => element % 5 === 0)
    const present = elements.filter((element) => element % 5 !== 0)
    const sorted = await orderedElements(elements, { byExpression: { expression: 'x', direction } }, keys)
    expect(sorted).toEqual([...present.sort((a, b) => direction * (at(a) - at(b)) || a - b), ...missing])
  }
})

test('a key is made once for each element, and others have their turn meanwhile', async () => {
  let made = 0
  const { elements, keys } = list(5_120, () => {
    made += 1
    const until = performance.now() + 0.04
    while (performance.now() < until);
    return 'O'
  })
  const turns = await turnsDuring(() => orderedElements(elements, { byState: 1 }, keys))
  expect(made).toBe(5_120)
  expect(turns).toBeGreaterThan(3)
})
