import { expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import { principal, withSnapshot } from '../testing/app-folder.js'
import { closeCodes } from './close-code.js'
import { createEngineSession } from './engine-session.js'
import { connectClient } from './testing/wired-client.js'

/**
 * To ann the values of Item are nut, bolt, cog: of the hidden rows one has cog first, and one a value of its own before all
 * others. The rows that ann sees are the same in both.
 */
const data = (hidden: string) => `
CREATE TABLE sales AS SELECT * FROM (VALUES ${hidden}
  ('North', 'nut', 'b', 1), ('North', 'bolt', 'b', 2), ('North', 'nut', 'a', 3), ('North', 'cog', 'a', 4))
  t("Region", "Item", "Size", "Amount");
CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'ann', 'North'), ('ADMIN', 'eve', NULL))
  t("ACCESS", "USERID", "Region");`
const hidden = "('South', 'zinc', 'a', 5), ('South', 'cog', 'c', 6), ('South', 'bolt', 'b', 7),"

const app = {
  id: 'app',
  name: 'App',
  description: '',
  sources: {},
  sectionAccess: 'optional',
  properties: {},
  dimensions: [],
  measures: [],
  variables: [],
  bookmarks: [],
  objects: [],
} as const

type Client = ReturnType<typeof connectClient> & { readonly doc: number }

const connected = async (snapshot: Snapshot, subject: string) => {
  let lastId = 0
  const session = createEngineSession({
    app,
    principal: principal(subject),
    view: await openDataView(snapshot, principal(subject)),
    origin: null,
    limits: { sessionObjects: 10 },
    createId: () => `id-${++lastId}`,
    onFailure: (error) => {
      throw error
    },
  })
  const client = connectClient(session)
  const doc: number = (await client.call(-1, 'OpenDoc', 'app')).qReturn.qHandle
  return { session, client: { ...client, doc } }
}

const asPerson = (script: string, subject: string, use: (client: Client) => Promise<void>) =>
  withSnapshot(script, async (snapshot) => {
    const { session, client } = await connected(snapshot, subject)
    await use(client)
    session.close(closeCodes.terminating, 'the test is over')
  })

const page = { qLeft: 0, qTop: 0, qWidth: 5, qHeight: 10 }
const byLoadOrder = (field: string) => ({ qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByLoadOrder: 1 }] } })

const create = async ({ call, doc }: Client, properties: object): Promise<number> =>
  (await call(doc, 'CreateSessionObject', { qInfo: { qType: 'x' }, ...properties })).qReturn.qHandle

const list = (client: Client, field = 'Item') =>
  create(client, { qListObjectDef: { ...byLoadOrder(field), qInitialDataFetch: [page] } })

const cube = (client: Client, ...fields: string[]) =>
  create(client, {
    qHyperCubeDef: {
      qDimensions: fields.map(byLoadOrder),
      qMeasures: [{ qDef: { qDef: 'Sum(Amount)' }, qSortBy: { qSortByNumeric: 0 } }],
      qInitialDataFetch: [page],
    },
  })

const cells = (pages: { qMatrix: { qText: string; qElemNumber: number; qState: string }[][] }[]) =>
  pages[0]?.qMatrix.map((row) => row.map(({ qText, qElemNumber }) => `${qText} ${qElemNumber}`).join(', '))

it.each([
  ['with hidden rows', hidden],
  ['without them', ''],
])('values come in the order of the visible rows, numbered from 0, in lists and cubes (%s)', (_, rows) =>
  asPerson(data(rows), 'ann', async (client) => {
    const listed = (await client.call(await list(client), 'GetLayout')).qLayout.qListObject
    expect(cells(listed.qDataPages)).toEqual(['nut 0', 'bolt 1', 'cog 2'])
    const shown = (await client.call(await cube(client, 'Item'), 'GetLayout')).qLayout.qHyperCube
    expect(cells(shown.qDataPages)).toEqual(['nut 0, 4 0', 'bolt 1, 2 0', 'cog 2, 4 0'])
    const nested = (await client.call(await cube(client, 'Size', 'Item'), 'GetLayout')).qLayout.qHyperCube
    expect(cells(nested.qDataPages)).toEqual([
      'b 0, nut 0, 1 0',
      'b 0, bolt 1, 2 0',
      'a 1, nut 0, 3 0',
      'a 1, cog 2, 4 0',
    ])
  }),
)

it('two who see different rows of one snapshot have their own numbers, orders and facts, whoever asks first', () =>
  withSnapshot(data(hidden), async (snapshot) => {
    const told = async (subject: string) => {
      const { session, client } = await connected(snapshot, subject)
      const { qDimensionInfo, qDataPages } = (await client.call(await list(client), 'GetLayout')).qLayout.qListObject
      const shown = (await client.call(await cube(client, 'Item'), 'GetLayout')).qLayout.qHyperCube
      session.close(closeCodes.terminating, 'enough')
      return [cells(qDataPages), cells(shown.qDataPages), qDimensionInfo.qCardinal, qDimensionInfo.qApprMaxGlyphCount]
    }
    const all = [
      ['zinc 0', 'cog 1', 'bolt 2', 'nut 3'],
      ['zinc 0, 5 0', 'cog 1, 10 0', 'bolt 2, 9 0', 'nut 3, 4 0'],
      4,
      4,
    ]
    const own = [['nut 0', 'bolt 1', 'cog 2'], ['nut 0, 4 0', 'bolt 1, 2 0', 'cog 2, 4 0'], 3, 4]
    expect([await told('eve'), await told('ann'), await told('eve')]).toEqual([all, own, all])
  }))

it('whoever sees all rows has the numbers of all values', () =>
  asPerson(data(hidden), 'eve', async (client) => {
    const listed = (await client.call(await list(client), 'GetLayout')).qLayout.qListObject
    expect(cells(listed.qDataPages)).toEqual(['zinc 0', 'cog 1', 'bolt 2', 'nut 3'])
  }))

interface Handles {
  readonly list: number
  readonly cube: number
  readonly field: number
}

const stated = (pages: { qMatrix: { qText: string; qState: string }[][] }[]) =>
  pages[0]?.qMatrix.map(([cell]) => `${cell?.qText} ${cell?.qState}`)

it.each([
  ['a field', (client: Client, handles: Handles) => client.call(handles.field, 'LowLevelSelect', [2], false)],
  [
    'a list',
    (client: Client, handles: Handles) =>
      client.call(handles.list, 'SelectListObjectValues', '/qListObjectDef', [2], false),
  ],
  [
    'a cube',
    (client: Client, handles: Handles) =>
      client.call(handles.cube, 'SelectHyperCubeValues', '/qHyperCubeDef', 0, [2], false),
  ],
  [
    'the cells of a cube',
    (client: Client, handles: Handles) => client.call(handles.cube, 'SelectHyperCubeCells', '/qHyperCubeDef', [2], [0]),
  ],
  [
    'the rows of a list',
    (client: Client, handles: Handles) =>
      client
        .call(handles.list, 'SearchListObjectFor', '/qListObjectDef', 'cog')
        .then(() => client.call(handles.list, 'AcceptListObjectSearch', '/qListObjectDef', false)),
  ],
])('what is selected in %s is what was shown under the number', (_, select) =>
  asPerson(data(hidden), 'ann', async (client) => {
    const handles = {
      list: await list(client),
      cube: await cube(client, 'Item'),
      field: (await client.call(client.doc, 'GetField', 'Item')).qReturn.qHandle,
    }
    await select(client, handles)
    const { qListObject } = (await client.call(handles.list, 'GetLayout')).qLayout
    expect(stated(qListObject.qDataPages)).toEqual(['nut X', 'bolt X', 'cog S'])
    const { qHyperCube } = (await client.call(handles.cube, 'GetLayout')).qLayout
    expect(cells(qHyperCube.qDataPages)).toEqual(['cog 2, 4 0'])
    const chips = await create(client, { qSelectionObjectDef: {} })
    const [chip] = (await client.call(chips, 'GetLayout')).qLayout.qSelectionObject.qSelections
    expect(chip).toMatchObject({ qSelected: 'cog', qTotal: 3 })
  }),
)

it('a number beyond those of the visible values selects nothing, though the data has as many values', () =>
  asPerson(data(hidden), 'ann', async (client) => {
    const field = (await client.call(client.doc, 'GetField', 'Item')).qReturn.qHandle
    const answers: unknown[] = []
    for (const number of [3, 9, -2]) {
      await client.call(field, 'LowLevelSelect', [0], false)
      answers.push(await client.call(field, 'LowLevelSelect', [number], true))
    }
    expect(answers).toEqual([{ qReturn: true }, { qReturn: true }, { qReturn: true }])
    const { qListObject } = (await client.call(await list(client), 'GetLayout')).qLayout
    expect(stated(qListObject.qDataPages)).toEqual(['nut S', 'bolt X', 'cog X'])
  }))

it('tags, counts and lengths are those of the visible values', () =>
  asPerson(
    data("('South', 'zinc–brass', 'a', 0.5), ('South', 'an item of a long name', 'c', -1000),"),
    'ann',
    async (client) => {
      const facts = async (field: string) => {
        const { qListObject } = (await client.call(await list(client, field), 'GetLayout')).qLayout
        const { qTags, qMin, qMax, qCardinal, qApprMaxGlyphCount } = qListObject.qDimensionInfo
        return [qTags.join(' '), qMin, qMax, qCardinal, qApprMaxGlyphCount]
      }
      expect(await facts('Item')).toEqual(['$ascii $text', 'NaN', 'NaN', 3, 4])
      expect(await facts('Amount')).toEqual(['$numeric $integer', 1, 4, 4, 1])
    },
  ))

it('declared values keep the order of their declaration, whatever hidden rows hold', () => {
  const declared = (rows: string) => `CREATE TYPE size AS ENUM ('small', 'middle', 'large');
    CREATE TABLE a AS SELECT * FROM (VALUES ${rows} ('North', 'large'::size)) t("Region", "Size");
    CREATE TABLE b AS SELECT * FROM (VALUES ('large'::size), ('small'::size)) t("Size");
    CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'ann', 'North'), ('USER', 'ann', 'West')) t("ACCESS", "USERID", "Region");`
  const shown = async (rows: string) => {
    let seen: unknown
    await asPerson(declared(rows), 'ann', async (client) => {
      const { qListObject } = (await client.call(await list(client, 'Size'), 'GetLayout')).qLayout
      seen = cells(qListObject.qDataPages)
    })
    return seen
  }
  const rows = "('West', 'middle'::size), ('West', 'small'::size),"
  return expect(shown(rows)).resolves.toEqual(['small 0', 'middle 1', 'large 2'])
})

it.each([
  ['with hidden rows', hidden],
  ['without them', ''],
])('calculated values come in the order of the visible rows, numbered from 0 (%s)', (_, rows) =>
  asPerson(data(rows), 'ann', async (client) => {
    const listed = (await client.call(await list(client, "=Item & '!'"), 'GetLayout')).qLayout.qListObject
    expect(cells(listed.qDataPages)).toEqual(['nut! 0', 'bolt! 1', 'cog! 2'])
    const shown = (await client.call(await cube(client, '=Len(Item)', "=Size & '-' & Item"), 'GetLayout')).qLayout
    expect(cells(shown.qHyperCube.qDataPages)).toEqual([
      '3 0, b-nut 0, 1 0',
      '3 0, a-nut 2, 3 0',
      '3 0, a-cog 3, 4 0',
      '4 1, b-bolt 1, 2 0',
    ])
  }),
)

it.each([
  ['with hidden rows', hidden],
  ['without them', ''],
])('what reads other rows reads them in the order of the visible ones (%s)', (_, rows) =>
  asPerson(data(rows), 'ann', async ({ call, doc }) => {
    const evaluated = async (expression: string) => (await call(doc, 'Evaluate', expression)).qReturn
    expect(await evaluated("Concat(Aggr(RowNo() & Item, Item), ',')")).toBe('1nut,2bolt,3cog')
    expect(await evaluated("Concat(Aggr(Above(Sum(Amount)) & Item, (Item, (LOAD_ORDER, DESCENDING))), ',')")).toBe(
      '2nut,4bolt,cog',
    )
  }),
)
