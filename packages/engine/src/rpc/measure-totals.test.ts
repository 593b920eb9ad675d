import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, measure } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** Averages by city: Oslo 20, Bergen 10, Paris 20, Lyon 60; of all nine sales 200 / 9. */
const totalsOf = async (definition: object, more: object = {}): Promise<(string | number)[]> => {
  const client = await openedClient(await openShopSession(shop))
  const average = measure('Avg([Amount])', definition)
  const chart = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [average], ...more }))
  const { qHyperCube } = await client.layout(chart)
  return qHyperCube.qGrandTotalRow.flatMap(({ qText, qNum }: CellLayout) => [qText, qNum])
}

describe('the total of a measure', () => {
  it.each([
    ['Expr', '22.222222222222', 200 / 9],
    ['', '22.222222222222', 200 / 9],
    ['None', '', 'NaN'],
    ['Sum', '110', 110],
    ['Avg', '27.5', 27.5],
    ['Min', '10', 10],
    ['Max', '60', 60],
    ['Count', '4', 4],
  ])('is made by %s (qAggrFunc)', async (qAggrFunc, text, number) => {
    expect(await totalsOf({ qAggrFunc })).toEqual([text, number])
  })

  it('is the sum of the rows where it is told so (qBrutalSum)', async () => {
    expect(await totalsOf({ qBrutalSum: true })).toEqual(['110', 110])
  })

  it('is of rows with a value, and of none there is none but their count', async () => {
    const some = { qDef: "If(Only(City) = 'Lyon', Null(), Avg(Amount))" }
    expect(await totalsOf({ ...some, qAggrFunc: 'Count' })).toEqual(['3', 3])
    expect(await totalsOf({ ...some, qAggrFunc: 'Avg' })).toEqual(['16.666666666667', 50 / 3])
    for (const qAggrFunc of ['Sum', 'Avg', 'Min', 'Max'])
      expect(await totalsOf({ qDef: 'Null()', qAggrFunc })).toEqual(['-', 'NaN'])
    expect(await totalsOf({ qDef: 'Null()', qAggrFunc: 'Count' })).toEqual(['0', 0])
  })

  it('is left out with all others where the cube says so', async () => {
    expect(await totalsOf({}, { qSuppressMeasureTotals: true })).toEqual([])
  })
})
