import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** The same million orders in two files, in a folder that `close` removes. */
export interface OrdersFiles {
  readonly folder: string
  /** Path by kind of file. */
  readonly files: Readonly<Record<OrdersFile, string>>
  readonly close: () => Promise<void>
}

export type OrdersFile = 'parquet' | 'csv'

/** A key of 5,000 values, texts of few, of some and of almost as many values as rows, a date, whole numbers and fractions. */
export const columns = ['Customer', 'Product', 'Channel', 'Ordered', 'Quantity', 'Amount', 'Reference'] as const

/** Writes seeded orders. */
export const writeOrders = async (rows: number): Promise<OrdersFiles> => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const files = { parquet: join(folder, 'orders.parquet'), csv: join(folder, 'orders.csv') }
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`CREATE TABLE orders AS SELECT
    'Customer ' || (hash(i) % 5000) AS "Customer", 'Product ' || (hash(i + 1000000007) % 800) AS "Product",
    'Channel ' || (hash(i + 2000000011) % 10) AS "Channel", DATE '2020-01-01' + (hash(i + 3000000019) % 2000)::INTEGER AS "Ordered",
    (1 + hash(i + 4000000007) % 20)::INTEGER AS "Quantity", (hash(i + 5000000029) % 100000) / 100.0::DOUBLE AS "Amount",
    'R' || (hash(i + 6000000001) % 1000000000) AS "Reference" FROM range(${rows}) r(i)`)
  await connection.run(`COPY orders TO '${files.parquet}' (FORMAT parquet)`)
  await connection.run(`COPY orders TO '${files.csv}' (FORMAT csv)`)
  connection.closeSync()
  instance.closeSync()
  return { folder, files, close: () => rm(folder, { recursive: true, force: true }) }
}

/** How DuckDB reads such a file. */
export const readerOf: Readonly<Record<OrdersFile, (path: string) => string>> = {
  parquet: (path) => `read_parquet(${path})`,
  csv: (path) => `read_csv(${path})`,
}
