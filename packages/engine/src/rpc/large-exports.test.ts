import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAppDefinition } from '../objects/load-app-definition.js'
import { openDataView } from '../security/data-view.js'
import { createEngineSession } from '../session/engine-session.js'
import { openExports } from '../session/testing/exporting-host.js'
import { shopAppId } from '../session/testing/shop-app.js'
import { measure, path } from '../session/testing/shop-cube.js'
import { openedClient } from '../session/testing/wired-client.js'
import { openSnapshot, type Snapshot } from '../snapshot/snapshot.js'
import { withAppFolder } from '../testing/app-folder.js'
import { longestTurn, retry, toldByThread } from '../testing/longest-turn.js'

/** More rows of two columns than a cube holds in memory, of more values than a field's labels are held of. */
const rows = 210_000

let finish: () => void
let snapshot: Snapshot
let closed: Promise<void>
let app: Awaited<ReturnType<typeof loadAppDefinition>>
beforeAll(
  () =>
    new Promise<void>((ready, fail) => {
      closed = withAppFolder(
        {
          'app.json': JSON.stringify({ id: shopAppId }),
          'data.sql': `CREATE TABLE orders AS SELECT 'order ' || i AS "Order", i AS "Amount" FROM range(${rows}) AS t(i)`,
        },
        async (folder) => {
          await folder.reload()
          app = await loadAppDefinition(folder.folder)
          snapshot = await openSnapshot(folder.snapshotDir)
          const finished = new Promise<void>((resolve) => {
            finish = resolve
          })
          ready()
          await finished
          snapshot.close()
        },
      )
      closed.catch(fail)
    }),
)
afterAll(async () => {
  finish()
  await closed
})

const open = async (exports: Awaited<ReturnType<typeof openExports>>) => {
  const principal = { tenantId: 't', userId: 'u', subject: 'u', groups: [] }
  const client = await openedClient(
    createEngineSession({
      app,
      principal,
      view: await openDataView(snapshot, principal),
      origin: { appId: shopAppId, ownScript: false },
      limits: { sessionObjects: 10 },
      createId: () => 'made',
      onFailure: (error) => {
        throw error
      },
    }),
    false,
    exports.host,
  )
  const chart = await client.create({
    qInfo: { qId: 'chart', qType: 'x' },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['Order'] } }],
      qMeasures: [{ ...measure('Sum(Amount)'), qSortBy: { qSortByNumeric: -1 } }],
      qInterColumnSortOrder: [1, 0],
    },
  })
  return { client, chart }
}

describe('an export of more rows than a cube holds', () => {
  it('has every row once, in the order of the chart, and holds nobody up', { retry }, async () => {
    const exports = await openExports()
    const { client, chart } = await open(exports)
    let url = ''
    const held = await longestTurn(async () => {
      url = (await client.call(chart, 'ExportData', 'CSV_C', path)).qUrl
    })
    const lines = (await exports.text(url)).trimEnd().split('\r\n').slice(1)
    expect(lines).toHaveLength(rows)
    expect([lines[0], lines.at(-1)]).toEqual([`order ${rows - 1},${rows - 1}`, 'order 0,0'])
    expect(lines.every((line, at) => line === `order ${rows - 1 - at},${rows - 1 - at}`)).toBe(true)
    if (toldByThread) expect(held).toBeLessThan(50)
    await exports.close()
  })

  it('ends with its client, and leaves the place as it was', async () => {
    const exports = await openExports()
    const { client, chart } = await open(exports)
    void client.request(chart, 'ExportData', ['OOXML', path])
    await expect.poll(() => exports.wanted.length, { timeout: 20_000 }).toBe(1)
    client.disconnect()
    await expect.poll(() => exports.ends, { timeout: 20_000 }).toEqual([['1', false]])
    const { client: other, chart: same } = await open(exports)
    expect((await other.call(same, 'ExportData', 'CSV_C', path)).qUrl).toBe('/tempcontent/2')
    await exports.close()
  })

  it('is given up on request', async () => {
    const exports = await openExports()
    const { client, chart } = await open(exports)
    const asked = client.request(chart, 'ExportData', ['CSV_C', path])
    await expect.poll(() => exports.wanted.length, { timeout: 20_000 }).toBe(1)
    await client.call(-1, 'AbortAll')
    expect((await asked).error.code).toBe(15)
    expect(exports.ends).toEqual([['1', false]])
    await exports.close()
  })
})
