import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reloadApp } from '@understudy/engine'
import { median, pairedRatio } from '../statistics.js'
import { readAndSort } from './by-duckdb.js'
import { type OrdersFile, readerOf, writeOrders } from './orders-files.js'

/** Ratio of a reload's time to what DuckDB takes to read the file and to sort its columns; at most 2 is the aim. */
export interface ReloadFigures {
  readonly parquet: number
  readonly csv: number
}

const rows = 1_000_000
const rounds = 5

/**
 * Measures reloads of a million rows of seven columns against DuckDB alone, which reads the same file into a database and sorts
 * the same columns, in turns.
 *
 * @param progress receives a line per kind of file
 */
export const reload = async (progress: (line: string) => void): Promise<ReloadFigures> => {
  const orders = await writeOrders(rows)
  try {
    const ratioOf = async (kind: OrdersFile): Promise<number> => {
      const ours: number[] = []
      const theirs: number[] = []
      const byUs = () => timed(() => reloadOrders(kind, orders.files[kind]))
      const byDuckDb = () => timed(() => readAndSort(kind, orders.files[kind]))
      for (let round = 0; round < rounds; round++) {
        // Who comes first changes, since the first warms what the second reads.
        if (round % 2 === 0) {
          ours.push(await byUs())
          theirs.push(await byDuckDb())
        } else {
          theirs.push(await byDuckDb())
          ours.push(await byUs())
        }
      }
      progress(`${kind}: ${median(ours).toFixed(0)} ms, DuckDB alone ${median(theirs).toFixed(0)} ms`)
      return Math.round(pairedRatio(ours, theirs) * 100) / 100
    }
    return { parquet: await ratioOf('parquet'), csv: await ratioOf('csv') }
  } finally {
    await orders.close()
  }
}

const reloadOrders = async (kind: OrdersFile, path: string): Promise<void> => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const appFolder = join(root, 'app')
  try {
    await mkdir(appFolder)
    await writeFile(
      join(appFolder, 'data.sql'),
      `CREATE TABLE orders AS SELECT * FROM ${readerOf[kind]("getvariable('orders')")};`,
    )
    await reloadApp({ appFolder, sources: { orders: path }, snapshotDir: join(root, 'snapshots') })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

const timed = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now()
  await work()
  return performance.now() - started
}
