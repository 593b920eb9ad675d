import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'
import { longestTurn, retry, toldByThread } from '../testing/longest-turn.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(`CREATE TABLE persons AS
    SELECT 'Ann Bo Cy Di Ed ' || i AS "Name", if(i >= 49990, 'North', 'South') AS "Side" FROM range(50000) AS t(i);`)
})
afterAll(() => shop.close())

interface Match {
  readonly qText: string
}

const terms = ['ann', 'bo', 'cy', 'di', 'ed']

/** Fifty thousand names, of which the last ten are in the north. */
const open = async () => {
  const client = await openedClient(await openShopSession(shop, 'anna', { limits: { sessionObjects: 300 } }))
  const { call, doc } = client
  return {
    ...client,
    found: async (searched: readonly string[], options: object, page: object = {}) =>
      (await call(doc, 'SearchResults', options, searched, page)).qResult.qSearchGroupArray[0]?.qItems,
    selectNorth: async () => call(await client.field('Side'), 'SelectValues', [{ qText: 'North' }]),
    count: async () => (await call(doc, 'Evaluate', 'GetSelectedCount(Name)')).qReturn,
  }
}

const texts = (matches: readonly Match[]) => matches.map(({ qText }) => qText)

describe('a search in a field of many values', () => {
  it('finds the last of them, and how many there are', async () => {
    const { found, selectNorth } = await open()
    await selectNorth()
    const [north] = await found(['ann'], { qContext: 'CurrentSelections' })
    expect(north.qTotalNumberOfMatches).toBe(10)
    expect(texts(north.qItemMatches)).toEqual(
      Array.from({ length: 10 }, (_, index) => `Ann Bo Cy Di Ed ${49_990 + index}`),
    )
    const [all] = await found(['ann'], { qContext: 'Cleared' })
    expect([all.qTotalNumberOfMatches, all.qItemMatches.length]).toEqual([50_000, 1_000])
    const both = await found(['ann', 'north'], { qContext: 'Cleared' })
    expect(both.map((item: { qTotalNumberOfMatches: number }) => item.qTotalNumberOfMatches)).toEqual([10, 1])
  })

  it('tells the part that is asked for, in load order', async () => {
    const { found } = await open()
    const part = async (qOffset: number, qCount: number) => {
      const [item] = await found(['ann'], { qContext: 'Cleared' }, { qGroupItemOptions: [{ qOffset, qCount }] })
      return texts(item.qItemMatches)
    }
    expect(await part(0, 2)).toEqual(['Ann Bo Cy Di Ed 0', 'Ann Bo Cy Di Ed 1'])
    expect(await part(49_998, 5)).toEqual(['Ann Bo Cy Di Ed 49998', 'Ann Bo Cy Di Ed 49999'])
    expect(await part(0, -1)).toHaveLength(1_000)
    expect(await part(0, 5_000)).toHaveLength(1_000)
  })

  it('selects all that it finds', async () => {
    const { call, doc, selectNorth, count } = await open()
    await call(doc, 'SelectAssociations', { qContext: 'Cleared' }, ['ann'], 0)
    expect(await count()).toBe('50000')
    await call(doc, 'ClearAll')
    await selectNorth()
    await call(doc, 'SelectAssociations', { qContext: 'CurrentSelections' }, ['ann'], 0)
    expect(await count()).toBe('10')
  })
})

describe('an answer of a search', () => {
  it('tells ten thousand values in all, and a thousand of a field', async () => {
    const { call, doc } = await open()
    const { qResult } = await call(doc, 'SearchResults', {}, terms, {})
    expect(qResult.qTotalNumberOfGroups).toBe(31)
    const told = qResult.qSearchGroupArray.map(
      ({ qItems }: { qItems: { qItemMatches: Match[] }[] }) => qItems[0]?.qItemMatches.length,
    )
    expect(told).toEqual([...Array(10).fill(1_000), ...Array(21).fill(0)])
    const { qResults } = await call(doc, 'SearchAssociations', {}, terms, { qMaxNbrFieldMatches: -1 })
    const named = qResults.qSearchTermsMatched[0].map(
      ({ qFieldMatches }: { qFieldMatches: { qValues: number[] }[] }) => qFieldMatches[0]?.qValues.length,
    )
    expect(named).toEqual([...Array(10).fill(1_000), ...Array(21).fill(0)])
    for (const qMaxNbrFieldMatches of [-1, undefined, 2_000]) {
      const values = (await call(doc, 'SearchValues', {}, ['ann'], { qMaxNbrFieldMatches })).qResult
      expect(values.qFieldMatches[0].qValues).toHaveLength(1_000)
    }
    const few = (await call(doc, 'SearchValues', {}, ['ann'], { qMaxNbrFieldMatches: 3 })).qResult
    expect(few.qFieldMatches[0].qValues).toHaveLength(3)
  })

  it.runIf(toldByThread)('is made in turns', { retry }, async () => {
    const { call, doc, create } = await open()
    const results = () => call(doc, 'SearchResults', {}, terms, {})
    await results()
    expect(await longestTurn(results)).toBeLessThan(50)
    // In none of the words do terms stand at the beginning, so that all of them are looked at.
    const text = 'xann xbo xcy xdi xed '.repeat(470)
    for (let chart = 0; chart < 200; chart++)
      await create({ qInfo: { qType: 'kpi' }, title: text, subtitle: text, footnote: text })
    expect(await longestTurn(() => call(doc, 'SearchObjects', {}, terms, { qCount: 0 }))).toBeLessThan(50)
  })
})
