import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addApp } from '../../apps/add-app.js'
import { reloadRegisteredApp } from '../../apps/reload-registered-app.js'
import type { StartedTenant } from '../../testing/started-tenant.js'

export const smallAppId = 'small-app'

const json = (folder: string, name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), JSON.stringify(content))

/**
 * SQL of an app with ten sales in the north and five in the south. Members of the group `everything` see all of it,
 * members of `north` the north.
 */
const dataSql = (sales: string) => `
CREATE TABLE sales AS ${sales};
CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
  ('ADMIN', 'everything', NULL), ('USER', 'north', 'North')
) AS t("ACCESS", "GROUP", "Region");
`

const sheet = {
  qProperty: {
    qInfo: { qId: 'sheet-1', qType: 'sheet' },
    qMetaDef: { title: 'Overview' },
    rank: 1,
    cells: [{ name: 'total', type: 'kpi' }],
  },
  qChildren: [
    {
      qProperty: {
        qInfo: { qId: 'total', qType: 'kpi' },
        qHyperCubeDef: { qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }] },
      },
      qChildren: [],
    },
  ],
}

const twoSales = (north: number): string =>
  `SELECT * FROM (VALUES ('North', ${north}), ('South', 5)) AS t("Region", "Amount")`

/** Registers and loads the app; again, with another amount in the north or other sales, to change its data. */
export const loadSmallApp = async (
  { dataDir, context }: Pick<StartedTenant, 'dataDir' | 'context'>,
  north = 10,
  sales = twoSales(north),
): Promise<void> => {
  const folder = join(dataDir, 'small-app')
  const now = (): string => new Date().toISOString()
  await mkdir(join(folder, 'objects'), { recursive: true })
  await writeFile(join(folder, 'data.sql'), dataSql(sales))
  await json(folder, 'app.json', { id: smallAppId, name: 'Small', sources: {} })
  await json(folder, 'objects/sheet-1.json', sheet)
  const { store, config, tenant } = context
  await addApp(context, folder)
  await reloadRegisteredApp({ store, config, tenantId: tenant.id, appId: smallAppId, now })
}

/** Makes a user who is in a group of the app's section access, or in none of them. */
export const addReader = async (tenant: StartedTenant, group: string | null): Promise<string> => {
  const userId = await tenant.addUser()
  const { store, tenant: home } = tenant.context
  if (group === null) return userId
  const now = new Date().toISOString()
  const row = {
    tenant_id: home.id,
    id: `group-${group}`,
    name: group,
    name_folded: group,
    provider_type: 'custom' as const,
  }
  await store
    .insertInto('groups')
    .values({ ...row, status: 'active', created_at: now, updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await store.insertInto('user_groups').values({ tenant_id: home.id, user_id: userId, group_id: row.id }).execute()
  return userId
}
