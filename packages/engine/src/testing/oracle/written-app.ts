import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reloadApp } from '../../reload/reload-app.js'
import { openSnapshot, type Snapshot, type SnapshotOptions } from '../../snapshot/snapshot.js'
import type { OracleApp, OracleValue } from './oracle-app.js'

/** Writes an app as a folder, reloads it, and hands its snapshot to the test; removes everything afterwards. */
export const withReloadedApp = async <T>(
  app: OracleApp,
  use: (snapshot: Snapshot) => Promise<T>,
  options: SnapshotOptions = {},
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-oracle-'))
  try {
    await writeFile(join(folder, 'data.sql'), dataScript(app))
    const snapshotDir = join(folder, 'snapshots')
    await reloadApp({ appFolder: folder, sources: {}, snapshotDir })
    const snapshot = await openSnapshot(snapshotDir, options)
    try {
      return await use(snapshot)
    } finally {
      snapshot.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** SQL that creates the tables of an app. */
const dataScript = (app: OracleApp): string => {
  const statements = app.tables.map((table) =>
    tableSql(
      table.name,
      table.columns.map((column) => [column.name, column.type === 'number' ? 'DOUBLE' : 'VARCHAR']),
      table.rows,
    ),
  )
  if (app.sectionAccess) {
    const columns = app.sectionAccess.columns.map((name) => [name, 'VARCHAR'] as const)
    statements.push(tableSql('SECTION_ACCESS', columns, app.sectionAccess.rows))
  }
  return statements.join('\n')
}

const tableSql = (
  name: string,
  columns: readonly (readonly [string, string])[],
  rows: readonly (readonly OracleValue[])[],
): string => {
  const create = `CREATE TABLE ${name} (${columns.map(([column, type]) => `"${column}" ${type}`).join(', ')});`
  if (rows.length === 0) return create
  const values = rows.map((row) => `(${row.map(valueSql).join(', ')})`)
  return `${create}\nINSERT INTO ${name} VALUES ${values.join(', ')};`
}

const valueSql = (value: OracleValue): string => {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}
