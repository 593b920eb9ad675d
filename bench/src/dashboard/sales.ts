import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AppDefinition,
  type DataView as DataPart,
  loadAppDefinition,
  openDataView,
  openSnapshot,
  type Principal,
  reloadApp,
  type Snapshot,
} from '@understudy/engine'

/** Synthetic sales of 5,000 customers in a snapshot. */
export interface Sales {
  readonly app: AppDefinition
  readonly snapshot: Snapshot
  /** Somebody who sees all sales, and somebody who sees those of eight alternatives. */
  readonly views: Readonly<Record<Viewer, { readonly principal: Principal; readonly view: DataPart }>>
  readonly close: () => Promise<void>
}

export type Viewer = 'everything' | 'alternatives'

/** Of each alternative of the restricted person the countries and the years: one of them has to hold. */
export const alternatives = Array.from({ length: 8 }, (_, index) => ({
  countries: [`Country ${5 * index}`, `Country ${5 * index + 2}`],
  years: [2010 + index, 2010 + ((index + 3) % 10), 2010 + ((index + 6) % 10)],
}))

const customers = 5_000

/** Amounts are declared, as docs/apps.md advises: those of unknown decimals are cut apart to add up exactly, which takes longer. */
const dataScript = (rows: number): string => `
CREATE TABLE sales AS SELECT
  'Customer ' || (hash(i) % ${customers}) AS "Customer", 'Product ' || (hash(i + 1000000007) % 800) AS "Product",
  (2010 + hash(i + 2000000011) % 10)::INTEGER AS "Year", (1 + hash(i + 3000000019) % 12)::INTEGER AS "Month",
  'Channel ' || (hash(i + 4000000007) % 5) AS "Channel", ((hash(i + 5000000029) % 100000) / 100)::DECIMAL(9, 2) AS "Amount",
  (1 + hash(i + 6000000001) % 20)::INTEGER AS "Quantity" FROM range(${rows}) r(i);
CREATE TABLE customers AS SELECT 'Customer ' || i AS "Customer", 'Country ' || (hash(i + 7) % 40) AS "Country",
  'Segment ' || (hash(i + 77) % 6) AS "Segment" FROM range(${customers}) r(i);
CREATE TABLE SECTION_ACCESS ("ACCESS" VARCHAR, "USERID" VARCHAR, "Country" VARCHAR, "Year" VARCHAR);
INSERT INTO SECTION_ACCESS VALUES ('ADMIN', 'everything', NULL, NULL),
${alternatives
  .flatMap(({ countries, years }) => countries.flatMap((country) => years.map((year) => [country, year] as const)))
  .map(([country, year]) => `  ('USER', 'alternatives', '${country}', '${year}')`)
  .join(',\n')};`

/** Loads so many sales into a folder that `close` removes. */
export const openSales = async (rows: number): Promise<Sales> => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const appFolder = join(root, 'app')
  const snapshotDir = join(root, 'snapshots')
  await mkdir(appFolder, { recursive: true })
  await writeFile(join(appFolder, 'app.json'), JSON.stringify({ id: '5a1e5000-0000-4000-8000-000000000000' }))
  await writeFile(join(appFolder, 'data.sql'), dataScript(rows))
  await reloadApp({ appFolder, sources: {}, snapshotDir })
  const snapshot = await openSnapshot(snapshotDir)
  const viewOf = async (subject: Viewer) => {
    const principal: Principal = { tenantId: 'bench', userId: subject, subject, groups: [] }
    return { principal, view: await openDataView(snapshot, principal) }
  }
  return {
    app: await loadAppDefinition(appFolder),
    snapshot,
    views: { everything: await viewOf('everything'), alternatives: await viewOf('alternatives') },
    close: async () => {
      snapshot.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
