import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, measure, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

/** Somebody sold something in a city that the other table does not know. */
const elsewhere = `INSERT INTO sales VALUES ('Atlantis', 2025, 'Tea', 90.0);`

let shop: Shop
beforeAll(async () => {
  shop = await openShop(elsewhere)
})
afterAll(() => shop.close())

type Client = Awaited<ReturnType<typeof openedClient>>
const open = async (): Promise<Client> => openedClient(await openShopSession(shop))

const by = (field: string, criteria: object, more: object = {}) => ({
  qDef: { qFieldDefs: [`[${field}]`], qSortCriterias: [criteria], ...more },
})

/** The texts of a new cube's first column. */
const firstColumn = async (client: Client, definition: object): Promise<string[]> => {
  const { qHyperCube } = await client.layout(await client.create(cube(definition)))
  expect(qHyperCube.qError).toBeUndefined()
  return qHyperCube.qDataPages[0].qMatrix.map(([cell]: CellLayout[]) => cell?.qText)
}

describe('the rows of a hypercube', () => {
  const largest = { qSortByExpression: -1, qExpression: { qv: 'Max([Amount])' } }

  it.each<[string, object, string[]]>([
    ['in load order', by('City', { qSortByLoadOrder: 1 }), ['Oslo', 'Bergen', 'Paris', 'Lyon', 'Atlantis']],
    ['against load order', by('City', { qSortByLoadOrder: -1 }), ['Atlantis', 'Lyon', 'Paris', 'Bergen', 'Oslo']],
    ['by text', by('City', { qSortByAscii: 1 }), ['Atlantis', 'Bergen', 'Lyon', 'Oslo', 'Paris']],
    [
      'by text, reversed',
      by('City', { qSortByAscii: 1 }, { qReverseSort: true }),
      ['Paris', 'Oslo', 'Lyon', 'Bergen', 'Atlantis'],
    ],
    ['by number', by('Year', { qSortByNumeric: -1 }), ['2025', '2024', '2023']],
    ['by an expression', by('City', largest), ['Atlantis', 'Lyon', 'Paris', 'Oslo', 'Bergen']],
    [
      'by frequency, then text',
      by('City', { qSortByFrequency: 1, qSortByAscii: -1 }),
      ['Lyon', 'Atlantis', 'Bergen', 'Paris', 'Oslo'],
    ],
  ])('come %s', async (_, dimension, expected) => {
    expect(await firstColumn(await open(), { qDimensions: [dimension], qMeasures: [sales] })).toEqual(expected)
  })

  it('come by a measure first, where the order of columns says so', async () => {
    const definition = {
      qDimensions: [by('City', { qSortByAscii: 1 })],
      qMeasures: [{ ...measure('Max([Amount])'), qSortBy: { qSortByNumeric: 1 } }],
      qInterColumnSortOrder: [1, 0],
    }
    expect(await firstColumn(await open(), definition)).toEqual(['Bergen', 'Oslo', 'Paris', 'Lyon', 'Atlantis'])
  })

  it('of a missing value are left out where nulls are suppressed', async () => {
    const client = await open()
    const country = by('Country', { qSortByAscii: 1 })
    const rows = (more: object) => firstColumn(client, { qDimensions: [{ ...country, ...more }], qMeasures: [sales] })
    expect(await rows({})).toEqual(['France', 'Norway', '-'])
    expect(await rows({ qNullSuppression: true })).toEqual(['France', 'Norway'])
  })

  it('of zero, or of no result, are left out where those are suppressed', async () => {
    const client = await open()
    const rows = (expression: string, more: object) =>
      firstColumn(client, { qDimensions: [by('City', { qSortByAscii: 1 })], qMeasures: [measure(expression)], ...more })
    const zeroInBergen = 'Sum([Amount]) - 20'
    expect(await rows(zeroInBergen, {})).toContain('Bergen')
    expect(await rows(zeroInBergen, { qSuppressZero: true })).toEqual(['Atlantis', 'Lyon', 'Oslo', 'Paris'])
    const nothingInBergen = `1 / (${zeroInBergen})`
    expect(await rows(nothingInBergen, {})).toContain('Bergen')
    expect(await rows(nothingInBergen, { qSuppressMissing: true })).toEqual(['Atlantis', 'Lyon', 'Oslo', 'Paris'])
  })
})

it('the values of a list object come by state first, then in load order', async () => {
  const client = await open()
  const list = await client.create({
    qInfo: { qType: 'listbox' },
    qListObjectDef: {
      qDef: { qFieldDefs: ['[City]'], qSortCriterias: [{ qSortByState: 1, qSortByLoadOrder: 1 }] },
      qShowAlternatives: true,
      qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 10 }],
    },
  })
  await client.call(await client.field('Country'), 'SelectValues', [{ qText: 'France' }], false)
  await client.call(await client.field('City'), 'SelectValues', [{ qText: 'Lyon' }], false)
  const { qListObject } = await client.layout(list)
  const shown = qListObject.qDataPages[0].qMatrix.map(([cell]: CellLayout[]) => [cell?.qText, cell?.qState])
  expect(shown).toEqual([
    ['Lyon', 'S'],
    ['Paris', 'A'],
    ['Oslo', 'X'],
    ['Bergen', 'X'],
    ['Atlantis', 'X'],
  ])
})
