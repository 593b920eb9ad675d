import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, type EmbedPage, embed, openEmbedPage, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'

const demo = inject('demo')

/** What a page needs of an element to reach the app behind it. */
interface AppElement {
  getRefApi(): Promise<{ getDoc(): Promise<AppDocument> }>
}
interface AppDocument {
  createSessionObject(properties: object): Promise<{ setFullPropertyTree(tree: object): Promise<void> }>
}

const listBox = (id: string, field: string) => ({
  qProperty: {
    qInfo: { qId: id, qType: 'listbox' },
    visualization: 'listbox',
    title: field,
    qListObjectDef: {
      qDef: { qFieldDefs: [`[${field}]`], qSortCriterias: [{ qSortByState: 1, qSortByAscii: 1 }] },
      qShowAlternatives: true,
      qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 0, qHeight: 0 }],
    },
  },
})

const master = {
  qProperty: {
    qInfo: { qId: 'linked-filters', qType: 'masterobject' },
    visualization: 'filterpane',
    qMetaDef: { title: 'Filters' },
    qChildListDef: { qData: { title: '/title' } },
  },
  qChildren: [listBox('linked-region', 'Region'), listBox('linked-class', 'Delay class')],
}

const sheet = {
  qProperty: {
    qInfo: { qId: 'linked-sheet', qType: 'sheet' },
    qMetaDef: { title: 'Linked' },
    columns: 24,
    rows: 12,
    cells: [{ name: 'linked-pane', type: 'filterpane', col: 0, row: 0, colspan: 12, rowspan: 12 }],
    qChildListDef: { qData: { title: '/title' } },
  },
  qChildren: [{ qProperty: { qInfo: { qId: 'linked-pane', qType: 'filterpane' }, qExtendsId: 'linked-filters' } }],
}

let browser: TestBrowser
let embeds: EmbedPage
beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
  embeds = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  await embeds.show(
    embed('selections', 'ui="analytics/selections"', '') + embed('field', 'ui="analytics/field" field-id="Hour"'),
  )
  await waitUntilShown(embeds.page.locator('#field'))
  await embeds.page.locator('#field').evaluate(
    async (element, trees) => {
      const doc = await (await (element as unknown as AppElement).getRefApi()).getDoc()
      for (const tree of trees) await (await doc.createSessionObject(tree.qProperty)).setFullPropertyTree(tree)
    },
    [master, sheet],
  )
})
afterAll(() => browser.close())

it('a filter pane of a sheet draws the list boxes of the master that it extends, and selects in them', async () => {
  await embeds.page.evaluate(
    (html) => {
      document.querySelector('#embeds')?.insertAdjacentHTML('beforeend', html)
    },
    embed('sheet', 'ui="analytics/sheet" sheet-id="linked-sheet"', 'tall'),
  )
  const drawn = embeds.page.locator('#sheet')
  await waitUntilShown(drawn)
  await drawn.getByText('Delay class', { exact: true }).waitFor()
  await drawn.getByText('Northeast', { exact: true }).waitFor()
  await screenshot(embeds.page, 'linked-filter-pane')
  await drawn.getByText('Northeast', { exact: true }).click()
  await embeds.page.mouse.click(1, 1)
  await embeds.page.locator('#selections').getByText('Northeast').waitFor()
  expect(await alertIn(drawn).count()).toBe(0)
  await screenshot(embeds.page, 'linked-filter-pane-selected')
})
