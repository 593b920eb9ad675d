import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngineDashboard, type Shown } from './by-engine.js'
import { handDashboard, shownByHand, symbolTexts } from './by-hand.js'
import { cases } from './cases.js'
import { openEngineClient } from './engine-client.js'
import { dashboard } from './objects.js'
import { openSales, type Sales } from './sales.js'

let sales: Sales
beforeAll(async () => {
  sales = await openSales(40_000)
})
afterAll(() => sales.close())

/** Rows in an order of their own: numbers of equal sums may differ in their last digits. */
const comparable = (rows: Shown): readonly string[] =>
  rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toPrecision(10) : cell)).join(' | ')).sort()

test.each(cases)('the dashboard shows the same through the engine and by hand: $name', async ({ viewer, selected }) => {
  const client = await openEngineClient(sales, viewer)
  try {
    const engine = await openEngineDashboard(client)
    const texts = await symbolTexts(sales.snapshot)
    const hand = handDashboard(sales.snapshot, texts)
    for (const round of [0, 1, 2]) {
      const ours = await engine.select(selected(round))
      const theirs = await hand.select(viewer, selected(round))
      dashboard.forEach((object, index) => {
        const byHand = shownByHand(texts, object, theirs[index] ?? { columns: [] })
        expect(comparable(ours[index] ?? [])).toEqual(comparable(byHand))
        expect(byHand.length, `object ${index}`).toBeGreaterThan(0)
      })
    }
  } finally {
    await client.close()
  }
})

test('each round of a case selects other values', () => {
  for (const { name, selected } of cases) {
    const rounds = Array.from({ length: 10 }, (_, round) =>
      JSON.stringify(Object.entries(selected(round)).map(([field, values]) => [field, [...values].sort()])),
    )
    expect(new Set(rounds).size, name).toBe(10)
  }
})
