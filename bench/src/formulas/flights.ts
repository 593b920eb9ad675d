import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type EvaluationContext, openDataView, openSnapshot, reloadApp, type Snapshot } from '@understudy/engine'

/** Three million departures in a snapshot. */
export interface Flights {
  readonly snapshot: Snapshot
  /** Opens them for somebody of a tenant who sees all of them; results of other tenants are no answers here. */
  readonly viewOf: (tenantId: string) => Promise<EvaluationContext['view']>
  readonly close: () => Promise<void>
}

const script = `
CREATE TABLE flights AS SELECT origin AS "Origin", destination AS "Destination", origin || '-' || destination AS "Route",
  date::DATE AS "Date", month(date)::INTEGER AS "Month", isodow(date)::INTEGER AS "Weekday", hour(date)::INTEGER AS "Hour",
  delay::INTEGER AS "Delay", distance::INTEGER AS "Distance", (delay >= 15)::INTEGER AS "Late" FROM read_parquet(getvariable('flights'));
CREATE TABLE airports AS SELECT iata AS "Origin", state AS "State" FROM read_csv(getvariable('airports'))
  WHERE iata IN (SELECT "Origin" FROM flights);`

const dataFile = (name: string): string =>
  fileURLToPath(new URL(`../../../node_modules/vega-datasets/data/${name}`, import.meta.url))

/** Loads the flights into a folder that `close` removes. */
export const openFlights = async (): Promise<Flights> => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const appFolder = join(root, 'app')
  const snapshotDir = join(root, 'snapshots')
  await mkdir(join(appFolder, 'data'), { recursive: true })
  await writeFile(join(appFolder, 'data.sql'), script)
  const sources = { flights: dataFile('flights-3m.parquet'), airports: dataFile('airports.csv') }
  await reloadApp({ appFolder, sources, snapshotDir })
  const snapshot = await openSnapshot(snapshotDir)
  return {
    snapshot,
    viewOf: (tenantId) => openDataView(snapshot, { tenantId, userId: 'bench', subject: 'bench', groups: [] }),
    close: async () => {
      snapshot.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
