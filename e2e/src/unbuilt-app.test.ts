import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { alertIn, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { tableRows } from './harness/table-cells.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

/** An app as `qlik app unbuild` writes it, with what analysts write in one: sets, variables, `Aggr`, colours. */
const script = `///$tab Main
SET ThousandSep='.';
SET DecimalSep=',';
SET DateFormat='DD.MM.YYYY';
SET MonthNames='Jan;Feb;Mär;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez';
`

const variables = [
  ['vYear', '=Max(Year)'],
  ['vBefore', '=$(vYear)-1'],
  ['vInYear', '{<Year={$(vYear)}>}'],
  ['vGrowth', 'Sum({<Year={$(vYear)}>} $1) / Sum({<Year={$(vBefore)}>} $1) - 1'],
  ['vGood', 'RGB(0, 110, 60)'],
].map(([qName, qDefinition]) => ({ qInfo: { qId: `v-${qName}`, qType: 'variable' }, qName, qDefinition }))

const measures = [
  {
    qInfo: { qId: 'm-sales', qType: 'measure' },
    qMeasure: {
      qLabel: 'Sales',
      qLabelExpression: "='Sales of ' & vYear",
      qDef: 'Sum($(vInYear) Amount)',
      qNumFormat: { qType: 'F', qnDec: 2, qUseThou: 1, qFmt: '#.##0,00', qDec: ',', qThou: '.' },
    },
    qMetaDef: { title: 'Sales' },
  },
]

const dimensions = [
  {
    qInfo: { qId: 'd-size', qType: 'dimension' },
    qDim: {
      qGrouping: 'N',
      qFieldDefs: ["=If(Aggr(Sum(Amount), Customer) >= 1500, 'Large', 'Small')"],
      qFieldLabels: ['Size'],
      title: 'Size',
    },
    qMetaDef: { title: 'Size' },
  },
]

const measure = (qDef: string, more: object = {}) => ({ qDef: { qDef, ...more } })
const percent = { qNumFormat: { qType: 'F', qFmt: '0,0%', qDec: ',', qThou: '.' } }

const objects = [
  {
    qInfo: { qId: 'sales', qType: 'kpi' },
    visualization: 'kpi',
    qHyperCubeDef: { qDimensions: [], qMeasures: [{ qLibraryId: 'm-sales', qDef: {} }] },
  },
  {
    qInfo: { qId: 'growth', qType: 'kpi' },
    visualization: 'kpi',
    qHyperCubeDef: {
      qDimensions: [],
      qMeasures: [measure('$(vGrowth(Amount))', { ...percent, qLabel: 'Growth' })],
    },
  },
  {
    qInfo: { qId: 'customers', qType: 'table' },
    visualization: 'table',
    showTitles: true,
    title: { qStringExpression: { qExpr: "='Customers since ' & Date(Min(Since))" } },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['Customer'], qSortCriterias: [{ qSortByAscii: 1 }] } }],
      qMeasures: [
        measure('Rank(Sum(Amount))', { qLabel: 'Rank' }),
        measure('Sum(Amount) / Sum(TOTAL Amount)', { ...percent, qLabel: 'Share' }),
        {
          ...measure("Concat(DISTINCT Month(Since), ', ')", { qLabel: 'Month' }),
          qAttributeExpressions: [
            { qExpression: 'If(Sum(Amount) >= 1500, $(vGood), Red())', id: 'cellForegroundColor', qAttribute: true },
          ],
        },
      ],
      qInitialDataFetch: [{ qWidth: 10, qHeight: 50 }],
      qInterColumnSortOrder: [0, 1, 2, 3],
    },
  },
  {
    qInfo: { qId: 'sizes', qType: 'table' },
    visualization: 'table',
    showTitles: true,
    title: { qStringExpression: { qExpr: "='Sizes of ' & NoSuchFunction(Customer)" } },
    qHyperCubeDef: {
      qDimensions: [{ qLibraryId: 'd-size', qDef: { qSortCriterias: [{ qSortByAscii: 1 }] } }],
      qMeasures: [measure('Count(DISTINCT Customer)', { qLabel: 'How many' })],
      qInitialDataFetch: [{ qWidth: 10, qHeight: 50 }],
    },
  },
]

const sheet = {
  qProperty: {
    qInfo: { qId: 'sheet', qType: 'sheet' },
    qMetaDef: { title: 'Sales' },
    columns: 24,
    rows: 12,
    cells: objects.map(({ qInfo: { qId, qType } }, index) => ({
      name: qId,
      type: qType,
      col: (index % 2) * 12,
      row: index < 2 ? 0 : 4,
      colspan: 12,
      rowspan: index < 2 ? 4 : 8,
    })),
    qChildListDef: { qData: {} },
  },
  qChildren: objects.map((qProperty) => ({ qProperty, qChildren: [] })),
}

/** Ann: 1000 and 1500.5, Bo: 500 and 400, Cy: 2500 in the last year only. */
const sql = `CREATE TABLE customers AS SELECT * FROM (VALUES ('Ann', DATE '2020-03-09'), ('Bo', DATE '2021-05-01'), ('Cy', DATE '2023-12-24'))
    AS t("Customer", "Since");
  CREATE TABLE sales AS SELECT * FROM (VALUES ('Ann', 2023, 1000), ('Ann', 2024, 1500.5), ('Bo', 2023, 500), ('Bo', 2024, 400), ('Cy', 2024, 2500))
    AS t("Customer", "Year", "Amount");`

let browser: TestBrowser
let app: VisitedApp
let page: Page
beforeAll(async () => {
  app = await startVisitedApp('unbuilt', {
    'data.sql': sql,
    'script.qvs': script,
    'variables.json': JSON.stringify(variables),
    'measures.json': JSON.stringify(measures),
    'dimensions.json': JSON.stringify(dimensions),
    'objects/sheet.json': JSON.stringify(sheet),
  })
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 1200 })
  page = await app.open(browser.context, embed('all', 'ui="analytics/sheet" sheet-id="sheet"', 'tall'))
  await waitUntilShown(page.locator('#all'))
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const rowOf = async (first: string): Promise<readonly string[] | undefined> =>
  (await tableRows(page)).find(([text]) => text === first)

it('shows the numbers of its variables and sets, in its own formats', async () => {
  await page.getByText('4.400,50', { exact: true }).waitFor()
  await page.getByText('Sales of 2024', { exact: true }).waitFor()
  await page.getByText('193,4%', { exact: true }).waitFor()
  await screenshot(page, 'unbuilt-app')
})

it('shows ranks, shares and months of its own names', async () => {
  await expect.poll(() => rowOf('Ann')).toEqual(['Ann', '1', '42,4%', 'Mär'])
  expect(await rowOf('Bo')).toEqual(['Bo', '3', '15,3%', 'Mai'])
  expect(await rowOf('Cy')).toEqual(['Cy', '2', '42,4%', 'Dez'])
})

it('shows customers by a size that is computed', async () => {
  await expect.poll(() => rowOf('Large')).toEqual(['Large', '2'])
  expect(await rowOf('Small')).toEqual(['Small', '1'])
})

it('colours cells as their expressions say', async () => {
  const colour = (text: string) =>
    page
      .locator('.sn-table-body .sn-table-cell', { hasText: text })
      .evaluate((cell) => (cell as HTMLElement).style.color)
  expect(await colour('Mär')).toBe('rgb(0, 110, 60)')
  expect(await colour('Mai')).toBe('rgb(128, 0, 0)')
})

it('computes titles, and never shows the formula of one that cannot be', async () => {
  await page.getByText('Customers since 09.03.2020', { exact: true }).waitFor()
  expect(await page.getByText('NoSuchFunction').count()).toBe(0)
})

it('nothing fails', async () => {
  expect(await alertIn(page).count()).toBe(0)
})
