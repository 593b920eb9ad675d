import { type DuckDBInstance, JSDuckDBValueConverter } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { mapOneByOne } from '../turns.js'
import { prepareSelect } from './prepared-select.js'
import { type Asker, createQueryQueue, type QueryQueue } from './query-queue.js'
import { watchQuery } from './query-watch.js'
import type { ResultColumns } from './select-runner.js'
import type { SelectStatement } from './select-statement.js'

/** What a result is streamed from, and for whom. */
interface StreamedSelect {
  readonly instance: DuckDBInstance
  readonly queue: QueryQueue
  readonly asker: Asker
  readonly statement: SelectStatement
  readonly signal: AbortSignal
}

/** Milliseconds after which a stream is interrupted, with the time that its reader takes. */
const timeLimitMs = 300_000

/** Characters of the texts of one part. */
const maxCharacters = 64_000_000

/** The streams that wait beside each queue. */
const linesOfStreams = new WeakMap<QueryQueue, QueryQueue>()

const lineOf = (queue: QueryQueue): QueryQueue => {
  const known = linesOfStreams.get(queue)
  if (known) return known
  const line = createQueryQueue({ running: 1 })
  linesOfStreams.set(queue, line)
  return line
}

/**
 * Reads the rows of a statement part by part, on a connection of its own. One stream of a process runs at a time, as each
 * holds what its order needs; tenants and persons take turns. Until its first part is there it has the turn of a query;
 * those after it are brief.
 *
 * @throws UnderstudyError as `SelectRunner.run`
 */
export const streamSelect = async function* (asked: StreamedSelect): AsyncGenerator<ResultColumns, void, undefined> {
  const turn = await lineOf(asked.queue).enter(asked.asker, asked.signal)
  try {
    yield* partsOf(asked)
  } finally {
    turn.end()
  }
}

const partsOf = async function* ({ instance, queue, asker, statement, signal }: StreamedSelect) {
  const turn = await queue.enter(asker, signal)
  let inTurn = true
  const endTurn = (): void => {
    if (inTurn) turn.end()
    inTurn = false
  }
  const connection = await instance.connect().catch((cause) => {
    endTurn()
    throw cause
  })
  const watch = watchQuery(connection, timeLimitMs, signal)
  try {
    const prepared = await prepareSelect(connection, statement)
    try {
      watch.assertWanted()
      const result = await prepared.stream()
      for (;;) {
        const chunk = await result.fetchChunk()
        endTurn()
        watch.assertWanted()
        if (!chunk || chunk.rowCount === 0) return
        const columns = (await mapOneByOne(Array.from({ length: result.columnCount }), (_, index) =>
          chunk.convertColumnValues(index, JSDuckDBValueConverter),
        )) as unknown as ResultColumns
        refuseLongTexts(columns)
        yield columns
      }
    } finally {
      prepared.destroySync()
    }
  } catch (cause) {
    throw watch.failureOf(cause)
  } finally {
    watch.end()
    endTurn()
    connection.closeSync()
  }
}

const refuseLongTexts = (columns: ResultColumns): void => {
  let characters = 0
  for (const column of columns) for (const value of column) if (typeof value === 'string') characters += value.length
  if (characters > maxCharacters)
    throw new UnderstudyError(
      'ENGINE-RESULT-SIZE',
      `its texts have more than ${maxCharacters.toLocaleString('en')} characters`,
    )
}
