import type { Dialect } from 'kysely'
import type { DirectExecution } from './direct-execution.js'

/** Connections to a database, and requests that wait for one. */
export interface StoreConnections {
  readonly open: number
  readonly idle: number
  readonly waiting: number
}

/** A database that was opened: for Kysely, and for the few queries that go past it. */
export interface OpenedDialect {
  readonly dialect: Dialect
  readonly direct: DirectExecution
  /** Connections of now; a file has none. */
  readonly connections?: () => StoreConnections
}
