import { describe, expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting, total } from '../testing/small-model.js'
import { watched } from '../testing/watched-statements.js'
import { evaluateListObject } from './evaluate-list-object.js'

interface Order {
  readonly customer: string | null
  readonly month: number
  readonly amount: number
}

/** Many orders of few customers: some have none, 5 and 6 have no row, nobody of 8 ordered anything, and 3 has no region. */
const orders = Array.from({ length: 420 }, (_, i): Order => {
  const customer = i % 11 === 0 ? null : `C${i % 7}`
  return { customer, month: 1 + (i % 12), amount: (i * 7) % 13 }
})
const regions = new Map([
  ['C0', 'North'],
  ['C1', 'South'],
  ['C2', 'North'],
  ['C3', null],
  ['C4', 'South'],
  ['C8', 'West'],
])

const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`)

const data = `
  CREATE TABLE orders AS SELECT * FROM (VALUES ${orders
    .map(({ customer, month, amount }) => `(${text(customer)}, ${month}, ${amount})`)
    .join(', ')}) t("Cust", "Month", "Amt");
  CREATE TABLE customers AS SELECT * FROM (VALUES ${[...regions]
    .map(([customer, region]) => `('${customer}', ${text(region)})`)
    .join(', ')}) t("Cust", "Region")`

const regionOf = ({ customer }: Order): string | null => (customer === null ? null : (regions.get(customer) ?? null))

const sum = (of: readonly Order[]) => of.reduce((all, { amount }) => all + amount, 0)

const customersOf = (of: readonly Order[]) => new Set(of.flatMap(({ customer }) => customer ?? [])).size

const expected = (kept: readonly Order[], names: readonly (string | null)[]) =>
  names.map((region) => {
    const own = kept.filter((order) => regionOf(order) === region)
    const highest = own.length === 0 ? null : Math.max(...own.map(({ amount }) => amount))
    return [region, sum(own), own.length === 0 ? null : sum(own) / own.length, highest, own.length, customersOf(own)]
  })

const measures = ['Sum(Amt)', 'Avg(Amt)', 'Max(Amt)', 'Count(Amt)', 'Count(DISTINCT Cust)'] as const

describe('groups of what is beyond a key', () => {
  test('are those of all rows that meet it, and of values that none meets', () =>
    withSnapshot(data, async (snapshot) => {
      const context = await contextOf(snapshot)
      const [north, south, west, none] = expected(orders, ['North', 'South', 'West', null])
      // Customers without orders are counted, too.
      expect(await rowsBy(context, ['Region'], ...measures)).toEqual([
        north,
        south,
        [...(west ?? []).slice(0, 5), 1],
        none,
      ])
      const some = await selecting(context, 'Month', '2', '3', '7')
      const kept = orders.filter(({ month }) => [2, 3, 7].includes(month))
      expect(await rowsBy(some, ['Region'], ...measures)).toEqual(expected(kept, ['North', 'South', null]))
    }))

  test('are within what is selected beyond it', () =>
    withSnapshot(data, async (snapshot) => {
      const context = await selecting(await contextOf(snapshot), 'Region', 'South', 'West')
      const kept = orders.filter((order) => regionOf(order) === 'South')
      const [south] = expected(kept, ['South'])
      expect(await rowsBy(context, ['Region'], ...measures)).toEqual([south, ['West', 0, null, null, 0, 1]])
      expect(await total(context, 'Count(DISTINCT Cust)')).toBe(3)
      const both = await selecting(context, 'Month', '5')
      const fewer = kept.filter(({ month }) => month === 5)
      expect(await rowsBy(both, ['Region'], ...measures)).toEqual(expected(fewer, ['South']))
      expect(await total(both, 'Count(DISTINCT Cust)')).toBe(customersOf(fewer))
    }))

  test('are made once for all that is asked of the same rows by the same key, and tell its values', () =>
    withSnapshot(data, async (snapshot) => {
      const plain = await selecting(await contextOf(snapshot), 'Month', '2', '4', '6', '9', '11')
      const kept = orders.filter(({ month }) => [2, 4, 6, 9, 11].includes(month))
      const { statements, context } = watched(plain)
      const [byRegion, counted, regionsOnly] = await Promise.all([
        rowsBy(context, ['Region'], 'Sum(Amt)', 'Count(Amt)'),
        total(context, 'Count(DISTINCT Cust) + 1000 * Sum(Amt)'),
        evaluateListObject(context, { definition: 'Region' }),
      ])
      expect(byRegion).toEqual(
        expected(kept, ['North', 'South', null]).map(([region, all, , , count]) => [region, all, count]),
      )
      expect(counted).toBe(customersOf(kept) + 1000 * sum(kept))
      expect(regionsOnly.ok && regionsOnly.list.page(0, 9).map((row) => [row.text, row.state])).toEqual([
        ['North', 'O'],
        ['South', 'O'],
        ['West', 'X'],
      ])
      expect(statements.flatMap((sql) => sql.match(/FROM \(?t_0/g) ?? [])).toHaveLength(1)
    }))
})
