import type { Shop } from './shop-app.js'
import { type CellLayout, cube, sales } from './shop-cube.js'
import { openedClient, openShopSession } from './wired-client.js'

/** Two groups of towns. */
export const where = "=If(Match(City, 'Oslo', 'Bergen'), 'coast', 'inland')"
/** Towns by the size of their sales. */
export const size = "=Aggr(If(Sum(Amount) > 50, 'big', 'small'), City)"
/** A dimension by an expression, in alphabetical order. */
export const calculated = (definition: string, more: object = {}) => ({
  qDef: { qFieldDefs: [definition], qSortCriterias: [{ qSortByAscii: 1 }], ...more },
})
/** A chart of sales by expressions. */
export const chartBy = (...definitions: string[]) =>
  cube({ qDimensions: definitions.map((definition) => calculated(definition)), qMeasures: [sales] })
/** Path of the list object of {@link listOf}. */
export const listPath = '/qListObjectDef'
/** A list box of an expression. */
export const listOf = (definition: string, more: object = {}) => ({
  qInfo: { qType: 'listbox' },
  qListObjectDef: {
    ...calculated(definition),
    qShowAlternatives: true,
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 100 }],
    ...more,
  },
})

/** A client of the shop, and what tests of calculated dimensions ask it for. */
export const openCalculated = async (shop: Shop, subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const matrix = async (handle: number): Promise<CellLayout[][]> => {
    const { qHyperCube, qListObject } = await client.layout(handle)
    return (qHyperCube ?? qListObject).qDataPages[0].qMatrix
  }
  const cells = async (handle: number) => (await matrix(handle)).map(([cell]) => cell as CellLayout)
  return {
    ...client,
    rows: async (handle: number) => (await matrix(handle)).map((row) => row.map(({ qText }) => qText)),
    states: async (handle: number) =>
      Object.fromEntries((await cells(handle)).map(({ qText, qState }) => [qText, qState])),
    elements: async (handle: number, ...texts: string[]) =>
      (await cells(handle)).filter(({ qText }) => texts.includes(qText)).map(({ qElemNumber }) => qElemNumber),
    /** What is selected, by field. */
    selections: async () => {
      const handle = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
      const { qSelectionObject } = await client.layout(handle)
      const items: { qField: string; qSelected: string }[] = qSelectionObject.qSelections
      return Object.fromEntries(items.map((item) => [item.qField, item.qSelected]))
    },
  }
}
