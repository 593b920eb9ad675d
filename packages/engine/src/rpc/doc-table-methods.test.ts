import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(`CREATE TABLE notes AS SELECT * FROM (VALUES ('Oslo', 'a'), ('Oslo', NULL), ('Lyon', 'b'),
    ('Paris', 'b')) AS t("City", "Note");`)
})
afterAll(() => shop.close())

interface Field {
  readonly qName: string
}
interface Table {
  readonly qName: string
  readonly qNoOfRows: number
  readonly qFields: readonly Field[]
}

const told = async (subject: string, city?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  if (city !== undefined) await client.call(await client.field('City'), 'SelectValues', [{ qText: city }])
  const { qtr, qk } = await client.call(client.doc, 'GetTablesAndKeys', {}, {}, 0, false, false)
  const tables: ReadonlyMap<string, Table> = new Map(qtr.map((table: Table) => [table.qName, table]))
  return {
    qk,
    rows: Object.fromEntries([...tables].map(([name, { qNoOfRows }]) => [name, qNoOfRows])),
    field: (table: string, name: string) => tables.get(table)?.qFields.find(({ qName }) => qName === name),
    all: JSON.stringify(qtr),
  }
}

it('tables are told with their rows, fields and keys, whatever is selected', async () => {
  for (const city of [undefined, 'Oslo']) {
    const { rows, field, qk } = await told('anna', city)
    expect(rows).toEqual({ sales: 9, cities: 4, notes: 4 })
    expect(qk).toEqual([{ qKeyFields: ['City'], qTables: expect.arrayContaining(['sales', 'cities', 'notes']) }])
    expect(field('notes', 'Note')).toMatchObject({
      qKeyType: 'NOT_KEY',
      qnRows: 4,
      qnNonNulls: 3,
      qHasNull: true,
      qHasDuplicates: true,
      qnTotalDistinctValues: 2,
      qnPresentDistinctValues: 2,
      qInformationDensity: 0.75,
      qSubsetRatio: 1,
    })
    expect(field('sales', 'Product')).toMatchObject({ qnNonNulls: 9, qHasNull: false })
    expect(field('cities', 'City')).toMatchObject({ qKeyType: 'ANY_KEY', qnTotalDistinctValues: 4 })
    expect(field('cities', 'City')).not.toHaveProperty('qnNonNulls')
  }
})

it('of what the person may not see nothing is told', async () => {
  const nils = await told('nils')
  expect(nils.rows).toEqual({ sales: 5, cities: 2, notes: 2 })
  expect(nils.field('notes', 'Note')).toMatchObject({ qnNonNulls: 1, qHasDuplicates: false, qnTotalDistinctValues: 1 })
  const omar = await told('omar')
  expect(omar.all).not.toContain('Product')
  expect(omar.field('sales', 'Product')).toBeUndefined()
})
