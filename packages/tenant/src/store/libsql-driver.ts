import { type CompiledQuery, type DatabaseConnection, type Driver, type QueryResult, SelectQueryNode } from 'kysely'
import type { LibsqlHandle } from './libsql-handle.js'

/** Hands the one write handle to one transaction or statement after the other, in the order of asking. */
interface WriteTurn {
  readonly take: () => Promise<void>
  readonly pass: () => void
}

/**
 * Drives a libSQL file for Kysely with two handles: queries read on one, at once; transactions and single changes take
 * turns on the other. With a single handle, every read would queue behind whatever transaction waits for something, and
 * wake all others in the queue when it ends.
 */
export const libsqlDriver = (reading: LibsqlHandle, writing: LibsqlHandle): Driver => {
  const turn = writeTurn()
  // Kysely prepares every connection that it sees for the first time, so that new ones for each query would cost more
  // than the query.
  const idle: LibsqlConnection[] = []
  return {
    init: async () => undefined,
    acquireConnection: async () => idle.pop() ?? new LibsqlConnection(reading, writing, turn),
    releaseConnection: async (connection) => void idle.push(connection as LibsqlConnection),
    beginTransaction: async (connection) => (connection as LibsqlConnection).begin(),
    commitTransaction: async (connection) => (connection as LibsqlConnection).end('commit'),
    rollbackTransaction: async (connection) => (connection as LibsqlConnection).end('rollback'),
    destroy: async () => {
      reading.close()
      writing.close()
    },
  }
}

/** What Kysely takes for a connection: outside a transaction each statement finds its own way. */
class LibsqlConnection implements DatabaseConnection {
  readonly #reading: LibsqlHandle
  readonly #writing: LibsqlHandle
  readonly #turn: WriteTurn
  #inTransaction = false

  constructor(reading: LibsqlHandle, writing: LibsqlHandle, turn: WriteTurn) {
    this.#reading = reading
    this.#writing = writing
    this.#turn = turn
  }

  async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.#inTransaction) return this.#writing.execute(compiled)
    if (SelectQueryNode.is(compiled.query)) return this.#reading.execute(compiled)
    await this.#turn.take()
    try {
      return this.#writing.execute(compiled)
    } finally {
      this.#turn.pass()
    }
  }

  // biome-ignore lint/correctness/useYield: SQLite's results are read whole; nothing here streams
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('The embedded store does not stream.')
  }

  async begin(): Promise<void> {
    await this.#turn.take()
    try {
      // A deferred transaction that turns from reading to writing fails at once when another process wrote meanwhile;
      // an immediate one waits its turn.
      this.#writing.run('begin immediate')
      this.#inTransaction = true
    } catch (error) {
      this.#turn.pass()
      throw error
    }
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    // A commit that fails leaves the transaction open; Kysely rolls back then, which ends it.
    this.#writing.run(how)
    this.#inTransaction = false
    this.#turn.pass()
  }
}

const writeTurn = (): WriteTurn => {
  const waiting: (() => void)[] = []
  let taken = false
  return {
    take: async () => {
      if (taken) await new Promise<void>((resolve) => waiting.push(resolve))
      taken = true
    },
    pass: () => {
      const next = waiting.shift()
      if (next === undefined) taken = false
      else next()
    },
  }
}
