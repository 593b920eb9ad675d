import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { columns, type OrdersFile, readerOf } from './orders-files.js'

/** Lets DuckDB alone read the file into a database of its own, and sort each of the columns, with all cores as a reload has. */
export const readAndSort = async (kind: OrdersFile, path: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const instance = await DuckDBInstance.create(join(folder, 'orders.duckdb'))
  try {
    const connection = await instance.connect()
    await connection.run(`CREATE TABLE orders AS SELECT * FROM ${readerOf[kind](`'${path}'`)}`)
    for (const column of columns) {
      await connection.run(`CREATE TABLE "sorted ${column}" AS SELECT "${column}" FROM orders ORDER BY "${column}"`)
    }
    await connection.run('CHECKPOINT')
    connection.closeSync()
  } finally {
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}
