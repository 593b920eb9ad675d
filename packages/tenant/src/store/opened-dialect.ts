import type { Dialect } from 'kysely'
import type { DirectExecution } from './direct-execution.js'

/** A database that was opened: for Kysely, and for the few queries that go past it. */
export interface OpenedDialect {
  readonly dialect: Dialect
  readonly direct: DirectExecution
}
