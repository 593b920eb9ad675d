import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { AppFormats } from '../format/app-formats.js'
import type { DerivedField } from '../format/derived-fields.js'
import type { FieldFormat } from '../format/field-format.js'
import { assertForest, sharedFields } from '../model/associations.js'
import type { Association, DataModel, FieldModel, TableModel } from '../model/data-model.js'
import type { SnapshotDocument } from '../snapshot/snapshot-document.js'
import { documentTable, snapshotLayout } from '../snapshot/snapshot-schema.js'
import { withDerivedColumns } from './derived-columns.js'
import { encodeTable, measureAssociation } from './encode-tables.js'
import { measureFollowing } from './following-fields.js'
import type { ReloadLimits } from './reload-limits.js'
import type { ReloadProgress } from './reload-report.js'
import { readSectionAccess } from './section-access-table.js'
import { quoteText } from './sql-text.js'
import { listStagedTables, type StagedTable } from './staged-tables.js'
import { dropMaps, type FieldPlan, writeSymbols } from './symbol-tables.js'

const stagingCatalog = 'staging'

/** Names the snapshot to write. */
export interface SnapshotIdentity {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
}

/** The database file in which the data script ran, its tables in order of creation, and the formats of the app and of fields. */
export interface StagingFile {
  readonly path: string
  readonly tables: readonly string[]
  readonly formats: AppFormats
  readonly fieldFormats: ReadonlyMap<string, FieldFormat>
  /** Fields that are made from others. */
  readonly derived: readonly DerivedField[]
}

/**
 * Turns the staged tables into a snapshot file: symbol tables, encoded tables, the model and the section access table.
 *
 * @throws UnderstudyError ENGINE-RELOAD-MODEL, ENGINE-RELOAD-CYCLE, ENGINE-RELOAD-SECTION-ACCESS, ENGINE-RELOAD-STOPPED
 */
export const writeSnapshot = async (
  staging: StagingFile,
  snapshotFile: string,
  identity: SnapshotIdentity,
  limits: ReloadLimits,
  onProgress: (progress: ReloadProgress) => void,
): Promise<SnapshotDocument> => {
  const instance = await DuckDBInstance.create(snapshotFile, {
    threads: String(limits.threads),
    memory_limit: limits.memoryLimit,
    temp_directory: `${snapshotFile}.spill`,
  })
  try {
    const connection = await instance.connect()
    return await limits.guard(connection, async () => {
      await connection.run(`ATTACH ${quoteText(staging.path)} AS ${stagingCatalog} (READ_ONLY)`)
      await connection.run('BEGIN')
      const document = await encodeStaged(connection, staging, identity, onProgress)
      await connection.run(`CREATE TABLE ${documentTable} AS SELECT $1::VARCHAR AS document`, [
        JSON.stringify(document),
      ])
      await connection.run('COMMIT')
      await connection.run(`DETACH ${stagingCatalog}`)
      await connection.run('CHECKPOINT')
      connection.closeSync()
      return document
    })
  } finally {
    instance.closeSync()
  }
}

const encodeStaged = async (
  connection: DuckDBConnection,
  { tables: order, formats, fieldFormats, derived }: StagingFile,
  identity: SnapshotIdentity,
  onProgress: (progress: ReloadProgress) => void,
): Promise<SnapshotDocument> => {
  const listed = await listStagedTables(connection, stagingCatalog, order)
  const { tables: derivedTables, made } = withDerivedColumns(listed.tables, derived, formats.calendar)
  const staged = { ...listed, tables: derivedTables }
  const shapes = staged.tables.map((table) => ({
    name: table.name,
    fields: table.columns.map((column) => column.name),
  }))
  const shared = sharedFields(shapes)
  assertForest(shapes, shared)

  const plans = fieldPlans(staged.tables)
  const hidesRows = staged.sectionAccess !== null
  const fields: FieldModel[] = []
  for (const plan of plans) {
    onProgress({ stage: 'symbols', subject: plan.name, done: plan.id, total: plans.length })
    fields.push(
      await writeSymbols(connection, staged.tables, plan, formats, { format: fieldFormats.get(plan.name), hidesRows }),
    )
  }
  const tables: TableModel[] = []
  for (const [id, table] of staged.tables.entries()) {
    onProgress({ stage: 'tables', subject: table.name, done: id, total: staged.tables.length })
    const encoded = await encodeTable(connection, id, table, fields)
    tables.push({ ...encoded, follows: await measureFollowing(connection, encoded, fields) })
  }
  await dropMaps(connection)
  const associations: Association[] = []
  for (const group of shared) associations.push(await measureAssociation(connection, group, fields))
  const model: DataModel = { tables, fields: withSources(fields, made), associations, formats }
  const sectionAccess =
    staged.sectionAccess && (await readSectionAccess(connection, staged.sectionAccess, fields, formats))
  return { layout: snapshotLayout, ...identity, model, sectionAccess }
}

/** Whoever may not see a field may not see what is made from it: each derived field says from which. */
const withSources = (fields: readonly FieldModel[], derived: readonly DerivedField[]): readonly FieldModel[] => {
  const made = new Map(derived.map((one) => [one.name, one]))
  return fields.map((field) => {
    const { from, definition, formula, tags } = made.get(field.name) ?? {}
    const source = fields.find(({ name }) => name === from)
    if (!source || definition === undefined) return field
    return { ...field, derived: { from: source.id, definition, formula: formula ?? '', tags: tags ?? [] } }
  })
}

const fieldPlans = (tables: readonly StagedTable[]): readonly FieldPlan[] => {
  const holders = new Map<string, number[]>()
  tables.forEach((table, index) => {
    for (const column of table.columns) holders.set(column.name, [...(holders.get(column.name) ?? []), index])
  })
  return [...holders].map(([name, indexes], id) => ({ id, name, tables: indexes }))
}
