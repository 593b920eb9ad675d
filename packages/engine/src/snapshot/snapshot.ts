import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { defaultFormats } from '../format/app-formats.js'
import { type Asker, createQueryQueue, type QueryQueue } from './query-queue.js'
import { createResultCache, type ResultCache } from './result-cache.js'
import { createSelectRunners, type SelectRunner } from './select-runner.js'
import type { SnapshotDocument } from './snapshot-document.js'
import { currentSnapshotId, snapshotFileName } from './snapshot-files.js'
import { documentTable, snapshotLayout } from './snapshot-schema.js'

/** An opened snapshot. It shows nothing by itself: `openDataView` gives a principal its part. */
export interface Snapshot {
  readonly document: SnapshotDocument
  /** Runs queries in the tenant's own name. */
  readonly runner: SelectRunner
  /** Runs queries in somebody's name. */
  readonly runnerOf: (asker: Asker) => SelectRunner
  /** Results of queries, by keys that hold the security predicate. */
  readonly results: ResultCache
  /** Symbol tables, which do not depend on a principal. */
  readonly symbols: ResultCache
  /** Closes the file as soon as the rows that are being exported were read, and resolves then. */
  retire(): Promise<void>
  /** Cancels what is being evaluated and closes the file. */
  close(): void
}

export interface SnapshotOptions {
  /** DuckDB memory limit of this snapshot's queries; default `1GB`. */
  readonly memoryLimit?: string
  /**
   * Threads of the database; default 1, beside one for each connection. Several threads add up fractions in another order
   * each time, so that the last digits of a sum would differ.
   */
  readonly threads?: number
  /** Queries that run at the same time; default 3, so that the process keeps a thread for other work. */
  readonly connections?: number
  /** Who comes next, where queries of several snapshots share one queue; it lets at most `connections` run at a time. */
  readonly queue?: QueryQueue
  /** Milliseconds after which a query is interrupted; default 30,000. */
  readonly queryTimeLimitMs?: number
  /** Cells kept of earlier results; default four million. */
  readonly cachedCells?: number
  /** Values of symbol tables kept; default six million. */
  readonly cachedSymbolValues?: number
}

const defaultConnections = 3

/**
 * Opens the current snapshot of an app, read-only and locked down. It stays readable after a newer one took its place.
 *
 * @throws UnderstudyError ENGINE-NOT-RELOADED before the first reload, ENGINE-SNAPSHOT-DAMAGED
 */
export const openSnapshot = async (snapshotDir: string, options: SnapshotOptions = {}): Promise<Snapshot> => {
  const id = await currentSnapshotId(snapshotDir)
  if (id === undefined) throw new UnderstudyError('ENGINE-NOT-RELOADED', 'no snapshot has been written')
  const instance = await openDatabase(join(snapshotDir, snapshotFileName(id)), options)
  const connections = options.connections ?? defaultConnections
  const runners = await createSelectRunners(instance, {
    connections,
    queue: options.queue ?? createQueryQueue({ running: connections }),
    timeLimitMs: options.queryTimeLimitMs ?? 30_000,
  })
  const runner = runners.of(['', '', ''])
  try {
    return {
      document: await readDocument(runner),
      runner,
      runnerOf: runners.of,
      results: createResultCache(options.cachedCells ?? 4_000_000),
      symbols: createResultCache(options.cachedSymbolValues ?? 6_000_000),
      retire: runners.retire,
      close: runners.close,
    }
  } catch (cause) {
    runners.close()
    throw cause
  }
}

const openDatabase = (file: string, options: SnapshotOptions): Promise<DuckDBInstance> =>
  DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    memory_limit: options.memoryLimit ?? '1GB',
    threads: String(options.threads ?? 1),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'false',
    lock_configuration: 'true',
  }).catch((cause) => {
    throw new UnderstudyError('ENGINE-SNAPSHOT-DAMAGED', 'the snapshot file cannot be opened', { cause })
  })

const readDocument = async (runner: SelectRunner): Promise<SnapshotDocument> => {
  const columns = await runner.run({ sql: `SELECT document FROM ${documentTable}`, values: [] }).catch((cause) => {
    throw new UnderstudyError('ENGINE-SNAPSHOT-DAMAGED', 'the snapshot has no document', { cause })
  })
  const document: SnapshotDocument = JSON.parse(String(columns[0]?.[0]))
  if (document.layout !== snapshotLayout) {
    throw new UnderstudyError('ENGINE-SNAPSHOT-DAMAGED', `the snapshot is of layout ${document.layout}`)
  }
  const { model, sectionAccess } = document
  return {
    ...document,
    model: {
      ...model,
      ...(sectionAccess === null ? {} : { hidesRows: true as const }),
      // Snapshots of apps that stated no formats yet.
      formats: model.formats ?? defaultFormats,
    },
  }
}
