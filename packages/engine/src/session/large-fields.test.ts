import { expect, test } from 'vitest'
import { longestTurn, retry, toldByThread } from '../testing/longest-turn.js'
import { type FolderClient, withFolderSession } from './testing/folder-session.js'

const values = 250_000

/** Milliseconds: what goes through all values in one piece holds the event loop for longer, on the fastest machine. */
const limit = 250

const listOf = (client: FolderClient, field: string, list: object = {}, sort: object = {}) =>
  client.create({
    qInfo: { qType: 'listbox' },
    qListObjectDef: {
      qDef: { qFieldDefs: [field], qSortCriterias: [sort] },
      qInitialDataFetch: [{ qWidth: 1, qHeight: 10 }],
      ...list,
    },
  })

test.skipIf(!toldByThread)(
  'nothing that is asked of a field with many values holds the others up',
  { timeout: 400_000, retry },
  () =>
    withFolderSession(
      {
        'data.sql': `CREATE TABLE facts AS SELECT 'name ' || i AS name, i AS id, i % 7 AS seven FROM range(${values}) t(i)`,
      },
      async (client) => {
        const { call, doc, layout, create, field, value } = client
        const held: Record<string, number> = {}
        const step = async (what: string, work: () => Promise<unknown>) => {
          held[what] = Math.round(await longestTurn(work))
        }
        const list = await listOf(client, 'name', { qFrequencyMode: 'P' }, { qSortByAscii: 1, qSortByFrequency: 1 })
        await step('a list', () => layout(list))
        await step('all of a list', () => call(list, 'SelectListObjectAll', '/qListObjectDef'))
        expect(await value('GetSelectedCount(name)')).toEqual([`${values}`, values])
        await step('a list of which all is selected', () => layout(list))
        await step('a cube of what is selected', () => client.cube([{ qDef: { qFieldDefs: ['seven'] } }], []))
        await step('a search', async () => {
          await call(list, 'SearchListObjectFor', '/qListObjectDef', '*7*')
          expect((await layout(list)).qListObject.qSize.qcy).toBeLessThan(values)
        })
        await step('what is found', () => call(list, 'AcceptListObjectSearch', '/qListObjectDef', true))
        expect(await value('Count({1-<name={"*7*"}>} name) - Count(name)')).toEqual(['0', 0])
        const name = await field('name')
        await step('a pattern', () => call(name, 'Select', '*1*', false, 0))
        await step('another one toggled', () => call(name, 'ToggleSelect', '*2*', false, 0))
        await step('the others', () => call(name, 'SelectExcluded'))
        await step('what is selected', async () =>
          layout(await create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })),
        )
        const ids = Array.from({ length: 50_000 }, (_, index) => index * 3)
        await step('numbers of elements', async () => call(await field('id'), 'LowLevelSelect', ids, false))
        const names = Array.from({ length: 100_000 }, (_, index) => ({ qText: `name ${index}` }))
        await step('values by their texts', () => call(name, 'SelectValues', names, false))
        const numbers = ids.map((qNumber) => ({ qText: '', qIsNumeric: true, qNumber }))
        await step('values by their numbers', async () => call(await field('id'), 'SelectValues', numbers, false))
        expect(await value('GetSelectedCount(name) & GetSelectedCount(id, 1)')).toEqual(['3333450000', 'NaN'])
        await step('back', () => call(doc, 'Back'))
        await step('a calculated list', async () => layout(await listOf(client, "=Left(name, 8) & '!'")))
        await step('a calculated dimension', () => client.cube([{ qDef: { qFieldDefs: ['=Floor(id / 3)'] } }], []))
        expect(Object.entries(held).filter(([, ms]) => ms > limit)).toEqual([])
      },
    ),
)

test('requests that come while others are in turns are answered in their order', () =>
  withFolderSession(
    { 'data.sql': 'CREATE TABLE facts AS SELECT i AS id, i % 2 AS odd FROM range(40000) t(i)' },
    async ({ call, doc, field }) => {
      const id = await field('id')
      const counted = async () => (await call(doc, 'Evaluate', 'GetSelectedCount(id)')).qReturn
      const answers = await Promise.all([
        call(id, 'Select', '*1*', false, 0),
        counted(),
        call(id, 'ToggleSelect', '*', false, 0),
        call(await field('odd'), 'Select', '1', false, 0),
        counted(),
        call(doc, 'Back'),
        counted(),
      ])
      const withOne = Array.from({ length: 40_000 }, (_, i) => String(i)).filter((text) => text.includes('1')).length
      const last = String(40_000 - withOne)
      // A question tells one state: that of all commands which came before its answer.
      expect([String(withOne), last]).toContain(answers[1])
      expect([answers[4], answers[6]]).toEqual([last, last])
      expect((await call(doc, 'Evaluate', 'GetSelectedCount(odd)')).qReturn).toBe('0')
    },
  ))
