import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { qix } from '@qlik/api'
import enigma from 'enigma.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { registerExportRoutes } from '../http/export-routes.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { startLossyNetwork } from './testing/lossy-network.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

let tenant: StartedTenant
let client: Credentials
let reader: string
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerExportRoutes], upgrades: [attachQix] })
  await addSheets()
  await loadSmallApp(tenant)
  client = await tenant.addClient()
  reader = await addReader(tenant, 'everything')
})
afterAll(() => tenant.close())

/** Sheets in files whose names tell nothing of their order, beside the one that the app has. */
const addSheets = async (): Promise<void> => {
  const objects = join(tenant.dataDir, 'small-app', 'objects')
  await mkdir(objects, { recursive: true })
  for (const [id, title, rank] of [
    ['a', 'Appendix'],
    ['b', 'Details', 2],
    ['c', 'Charts', 2],
  ]) {
    const qProperty = { qInfo: { qId: id, qType: 'sheet' }, qMetaDef: { title }, rank, cells: [] }
    await writeFile(join(objects, `${id}.json`), JSON.stringify({ qProperty, qChildren: [] }))
  }
}

const hostConfig = (userId: string) => ({
  authType: 'oauth2' as const,
  host: tenant.url,
  clientId: client.clientId,
  clientSecret: client.clientSecret,
  userId,
  noCache: true,
})

const kpi = {
  qInfo: { qType: 'kpi' },
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['[Region]'] } }],
    qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }],
    qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 2, qHeight: 10 }],
  },
}

describe('@qlik/api', () => {
  const openSession = (userId: string, identity: string) =>
    qix.openAppSession({ appId: smallAppId, identity, hostConfig: hostConfig(userId) })

  it('opens an app, lists its sheets and fields, and draws what is selected', async () => {
    const session = openSession(reader, 'one')
    const app = await session.getDoc()
    expect((await app.getAppLayout()).qTitle).toBe('Small')
    const sheets = await app.getSheetList()
    expect(sheets.map(({ qMeta, qData }) => ({ ...qMeta, rank: qData?.rank }))).toMatchObject([
      { id: 'sheet-1', title: 'Overview', rank: 1 },
      { title: 'Charts', rank: 2 },
      { title: 'Details', rank: 2 },
      { title: 'Appendix' },
    ])
    const total = await app.getObject('total')
    const chart = await app.createSessionObject(kpi)
    const field = await app.getField('Region')
    expect(await field.selectValues([{ qText: 'North' }])).toBe(true)
    const layout = await chart.getLayout()
    expect(layout.qHyperCube?.qDataPages?.[0]?.qMatrix?.map((row) => row.map(({ qText }) => qText))).toEqual([
      ['North', '10'],
    ])
    expect((await total.getLayout()).qHyperCube?.qGrandTotalRow?.[0]?.qNum).toBe(10)
    await app.clearAll()
    expect((await total.getLayout()).qHyperCube?.qGrandTotalRow?.[0]?.qNum).toBe(15)
    await app.back()
    expect((await total.getLayout()).qHyperCube?.qGrandTotalRow?.[0]?.qNum).toBe(10)
    expect(await app.evaluate('Sum([Amount]) * 2')).toBe('20')
    await session.close()
  })

  it('says readably why somebody may not open the app', async () => {
    const session = openSession(await addReader(tenant, null), 'two')
    await expect(session.getDoc()).rejects.toThrow('No permission to open the app')
    const unknown = qix.openAppSession({ appId: 'unknown', hostConfig: hostConfig(reader) })
    await expect(unknown.getDoc()).rejects.toThrow('App not found')
  })

  it('exports data to a file that a browser fetches by its address', async () => {
    const session = openSession(reader, 'exporting')
    const app = await session.getDoc()
    const chart = await app.createSessionObject(kpi)
    const answer = await chart.exportData('CSV_C', '/qHyperCubeDef', 'amounts', 'A', true)
    const { qUrl } = answer as { qUrl: string }
    expect(await (await fetch(new URL(qUrl, tenant.url))).text()).toContain('North,10')
    expect((await fetch(new URL(qUrl, tenant.url))).status).toBe(410)
    await session.close()
  })

  it('rejects what is not found', async () => {
    const session = openSession(reader, 'three')
    const app = await session.getDoc()
    await expect(app.getObject('nowhere')).rejects.toMatchObject({ code: 2 })
    await expect(app.getField('Nowhere')).rejects.toBeDefined()
    await session.close()
  })

  it('resumes a lost connection with selections and session objects', async () => {
    const network = await startLossyNetwork(tenant.url)
    const session = qix.openAppSession({
      appId: smallAppId,
      identity: 'four',
      hostConfig: { ...hostConfig(reader), host: network.url },
    })
    const app = await session.getDoc()
    const chart = await app.createSessionObject(kpi)
    await (await app.getField('Region')).selectValues([{ qText: 'South' }])
    const suspended = new Promise<void>((resolve) => {
      session.onWebSocketEvent(({ eventType }) => {
        if (eventType === 'suspended') resolve()
      })
    })
    network.drop()
    await suspended
    await session.resume()
    const layout = await chart.getLayout()
    expect(layout.qHyperCube?.qDataPages?.[0]?.qMatrix?.[0]?.[0]?.qText).toBe('South')
    await session.close()
    await network.close()
  })
})

describe('enigma.js', () => {
  const schema = import('enigma.js/schemas/12.2027.0.json', { with: { type: 'json' } })

  /** enigma.js expects the browser's type of socket; that of `ws` behaves like it. */
  const openSocket = (url: string, token: string) =>
    new WebSocket(url, { headers: { authorization: `Bearer ${token}` } }) as unknown as globalThis.WebSocket

  const openApp = async (identity: string) => {
    const token = await tenant.userToken(reader, client)
    const session = enigma.create({
      schema: (await schema).default,
      url: `${tenant.url.replace(/^http/, 'ws')}/app/${smallAppId}/identity/${identity}`,
      createSocket: (url: string) => openSocket(url, token),
    })
    // biome-ignore lint/suspicious/noExplicitAny: enigma.js makes its methods from the schema, at run time
    const global: any = await session.open()
    return { session, app: await global.openDoc(smallAppId) }
  }

  it('sees changes of another socket of the same person', async () => {
    const one = await openApp('shared')
    const two = await openApp('shared')
    const chart = await two.app.createSessionObject(kpi)
    await chart.getLayout()
    const changed = new Promise((resolve) => chart.once('changed', resolve))
    await (await one.app.getField('Region')).select('South')
    await changed
    expect((await chart.getLayout()).qHyperCube.qDataPages[0].qMatrix[0][0].qText).toBe('South')
    await one.session.close()
    await two.session.close()
  })

  const columns = {
    qDimensions: ["='Sales'", '[Region]', "=If([Amount] > 6, 'much', 'little')"].map((field) => ({
      qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByAscii: 1 }] },
    })),
    qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }],
  }

  it('expands, collapses and selects in a pivot table', async () => {
    const { session, app } = await openApp('pivot')
    const area = { qLeft: 0, qTop: 0, qWidth: 10, qHeight: 10 }
    const path = '/qHyperCubeDef'
    const chart = await app.createSessionObject({
      qInfo: { qType: 'pivot' },
      qHyperCubeDef: { ...columns, qMode: 'P', qNoOfLeftDims: 2, qInitialDataFetch: [area] },
    })
    interface Header {
      readonly qText: string
      readonly qSubNodes: readonly Header[]
    }
    const shown = async () => {
      const { qSize, qPivotDataPages } = (await chart.getLayout()).qHyperCube
      const pages = await chart.getHyperCubePivotData(path, [area])
      expect(pages).toEqual(qPivotDataPages)
      const [{ qLeft, qTop, qData }] = pages
      const texts = (headers: readonly Header[]): readonly string[] =>
        headers.flatMap(({ qText, qSubNodes }) => [qText, ...texts(qSubNodes)])
      const cells = qData.map((row: readonly Header[]) => row.map(({ qText }) => qText))
      return [texts(qLeft), texts(qTop), cells, [qSize.qcx, qSize.qcy]]
    }
    const collapsed = [['Sales'], ['little', 'much'], [['5', '10']], [2, 1]]
    expect(await shown()).toEqual(collapsed)
    const changed = new Promise((resolve) => chart.once('changed', resolve))
    await chart.expandLeft(path, 0, 0, false)
    await changed
    const cells = [
      ['-', '10'],
      ['5', '-'],
    ]
    expect(await shown()).toEqual([['Sales', 'North', 'South'], ['little', 'much'], cells, [2, 2]])
    expect(await chart.selectPivotCells(path, [{ qType: 'L', qRow: 1, qCol: 1 }])).toBe(true)
    expect(await shown()).toEqual([['Sales', 'South'], ['little'], [['5']], [1, 1]])
    await app.clearAll()
    await chart.collapseLeft(path, 1, 0, false)
    expect(await shown()).toEqual(collapsed)
    await session.close()
  })

  it('reads the nodes of a tree', async () => {
    const { session, app } = await openApp('tree')
    const chart = await app.createSessionObject({
      qInfo: { qType: 'tree' },
      qHyperCubeDef: { ...columns, qMode: 'T' },
    })
    expect((await chart.getLayout()).qHyperCube).toMatchObject({ qMode: 'T', qTreeNodesOnDim: [1, 2, 2] })
    const [root] = await chart.getHyperCubeTreeData('/qHyperCubeDef', { qTreeLevels: { qLeft: 0, qDepth: 3 } })
    expect(root).toMatchObject({
      qType: 'R',
      qNodes: [
        {
          qText: 'Sales',
          qNodes: [
            { qText: 'North', qNodes: [{ qText: 'much', qValues: [{ qText: '10', qValue: 10 }] }] },
            { qText: 'South', qNodes: [{ qText: 'little', qValues: [{ qText: '5', qValue: 5 }] }] },
          ],
        },
      ],
    })
    await session.close()
  })

  it('sees a destroyed object close', async () => {
    const { session, app } = await openApp('closing')
    const chart = await app.createSessionObject({ ...kpi, qInfo: { qId: 'mine', qType: 'kpi' } })
    const closed = new Promise((resolve) => chart.once('closed', resolve))
    expect(await app.destroySessionObject('mine')).toBe(true)
    await closed
    await session.close()
  })
})
