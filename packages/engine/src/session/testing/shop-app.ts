import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppDefinition } from '../../objects/app-definition.js'
import { loadAppDefinition } from '../../objects/load-app-definition.js'
import { openSnapshot, type Snapshot } from '../../snapshot/snapshot.js'
import { reloadedOnce } from '../../testing/reloaded-once.js'

export const shopAppId = 'shop-app'

/**
 * Sales by city, year and product:
 *
 *            2023                 2024
 *   Oslo     Tea 10, Coffee 20    Tea 30
 *   Bergen   Tea 5                Coffee 15
 *   Paris    Coffee 40            Tea 8, Coffee 12
 *   Lyon     -                    Coffee 60
 *
 * In all 200: Tea 53, Coffee 147; Norway 80, France 120; 2023 75, 2024 125.
 */
const dataSql = `
CREATE TABLE sales AS SELECT * FROM (VALUES
  ('Oslo', 2023, 'Tea', 10.0), ('Oslo', 2023, 'Coffee', 20.0), ('Oslo', 2024, 'Tea', 30.0),
  ('Bergen', 2023, 'Tea', 5.0), ('Bergen', 2024, 'Coffee', 15.0),
  ('Paris', 2023, 'Coffee', 40.0), ('Paris', 2024, 'Tea', 8.0), ('Paris', 2024, 'Coffee', 12.0),
  ('Lyon', 2024, 'Coffee', 60.0)
) AS t("City", "Year", "Product", "Amount");
CREATE TABLE cities AS SELECT * FROM (VALUES
  ('Oslo', 'Norway'), ('Bergen', 'Norway'), ('Paris', 'France'), ('Lyon', 'France')
) AS t("City", "Country");
CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES
  ('ADMIN', 'anna', NULL, NULL, NULL), ('ADMIN', 'adam', NULL, NULL, NULL),
  ('USER', 'nils', NULL, 'Norway', NULL), ('USER', 'omar', NULL, 'France', 'Product')
) AS t("ACCESS", "USERID", "GROUP", "Country", "OMIT");
`

const dimensions = [
  {
    qInfo: { qId: 'dim-city', qType: 'dimension' },
    qDim: { title: 'Town', qFieldDefs: ['[City]'], qFieldLabels: ['Town'], coloring: { base: 'red' } },
    qMetaDef: { title: 'Town', description: 'Where it was sold' },
  },
]

const measures = [
  {
    qInfo: { qId: 'mea-sales', qType: 'measure' },
    qMeasure: {
      qLabel: 'Sales',
      qDef: 'Sum([Amount])',
      qNumFormat: { qType: 'M', qFmt: '$#,##0.00', qDec: '.', qThou: ',', qnDec: 2, qUseThou: 1 },
    },
    qMetaDef: { title: 'Sales' },
  },
]

const sheet = {
  qProperty: {
    qInfo: { qId: 'sheet-1', qType: 'sheet' },
    qMetaDef: { title: 'Overview', description: 'All of it' },
    rank: 3,
    cells: [{ name: 'chart-1', type: 'barchart', col: 0, row: 0, colspan: 12, rowspan: 6 }],
    qChildListDef: { qData: { title: '/title' } },
  },
  qChildren: [
    {
      qProperty: {
        qInfo: { qId: 'chart-1', qType: 'barchart' },
        title: 'Sales by town',
        visualization: 'barchart',
        qHyperCubeDef: {
          qDimensions: [{ qLibraryId: 'dim-city', qDef: { cId: 'c1', qSortCriterias: [{ qSortByAscii: 1 }] } }],
          qMeasures: [{ qLibraryId: 'mea-sales', qDef: { cId: 'c2' }, qSortBy: { qSortByNumeric: -1 } }],
          qInterColumnSortOrder: [1, 0],
          qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 10, qHeight: 100 }],
        },
      },
      qChildren: [],
    },
  ],
}

const master = {
  qInfo: { qId: 'master-1', qType: 'masterobject' },
  qMetaDef: { title: 'Master table' },
  visualization: 'table',
  title: { qStringExpression: { qExpr: "='Total: ' & Sum([Amount])" } },
  footnote: 'from the master',
}

const extending = { qInfo: { qId: 'linked-1', qType: 'table' }, qExtendsId: 'master-1', footnote: 'its own' }

/** The shop on disk, reloaded; `close` removes it. */
export interface Shop {
  readonly folder: string
  readonly snapshotDir: string
  readonly app: AppDefinition
  readonly snapshot: Snapshot
  readonly close: () => Promise<void>
}

/** Writes the app folder; `more` is SQL that runs after that of the tables. */
export const writeShop = async (folder: string, more = ''): Promise<void> => {
  await mkdir(join(folder, 'objects'), { recursive: true })
  const json = (name: string, content: unknown) => writeFile(join(folder, name), JSON.stringify(content))
  await writeFile(join(folder, 'data.sql'), dataSql + more)
  await json('app.json', { id: shopAppId, name: 'Shop', description: 'What was sold where', sources: {} })
  await json('app-properties.json', { qTitle: 'The shop', custom: 1 })
  await json('dimensions.json', dimensions)
  await json('measures.json', measures)
  await json('variables.json', [{ qInfo: { qId: 'var-1', qType: 'variable' }, qName: 'vGoal', qDefinition: '150' }])
  await json('objects/sheet-1.json', sheet)
  await json('objects/master-1.json', master)
  await json('objects/linked-1.json', extending)
}

/** Writes, reloads and opens the shop. */
export const openShop = async (more?: string): Promise<Shop> => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-shop-'))
  const folder = join(root, 'app')
  const snapshotDir = join(root, 'snapshots')
  await writeShop(folder, more)
  await reloadedOnce(folder, snapshotDir)
  const snapshot = await openSnapshot(snapshotDir)
  return {
    folder,
    snapshotDir,
    app: await loadAppDefinition(folder),
    snapshot,
    close: async () => {
      snapshot.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
