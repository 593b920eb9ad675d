import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addApp } from '../../apps/add-app.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import type { StartedTenant } from '../../testing/started-tenant.js'

export const ordersAppId = 'orders-app'

/** Orders, each of its own number, whose cubes are too large to be held. */
export const orderCount = 210_000

const dataSql = `CREATE TABLE orders AS
SELECT i AS "Order", i % 1000 AS "Customer", i % 7 AS "Amount" FROM range(${orderCount}) r(i);`

/** Registers and loads an app with so many orders that its queries take a while. */
export const loadOrdersApp = async ({ dataDir, context }: StartedTenant): Promise<void> => {
  const folder = join(dataDir, ordersAppId)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'data.sql'), dataSql)
  await writeFile(join(folder, 'app.json'), JSON.stringify({ id: ordersAppId, name: 'Orders' }))
  const { store, config, tenant } = context
  await addApp(context, folder)
  await reloadRegisteredApp({
    store,
    config,
    tenantId: tenant.id,
    appId: ordersAppId,
    now: () => new Date().toISOString(),
  })
}

/** Properties of a chart by orders whose query nobody asked before. */
export const newChart = (measure: string): object => ({
  qInfo: { qType: 'chart' },
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['Order'] } }],
    qMeasures: [{ qDef: { qDef: measure } }],
  },
})
