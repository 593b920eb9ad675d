import { UnderstudyError } from '@understudy/contract'
import { orderOfFew } from '../plan/order-of-few.js'
import { pageColumns } from '../plan/page-columns.js'
import { planWave, type WavePart } from '../plan/plan-wave.js'
import { byQuestion, type Question } from '../plan/question.js'
import { toldValues } from '../plan/told-values.js'
import { questionStatement, waveStatement } from '../print/wave-statement.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { eachInTurns, inTurns, mapInTurns } from '../turns.js'
import { inOrder } from './in-order.js'

/** A question that waits for others to be asked with. */
interface Asked {
  readonly question: Question
  readonly signal: AbortSignal | undefined
  readonly answer: (columns: Promise<ResultColumns>) => void
}

/** Turns of the event loop that questions wait for others, as long as each brings some. */
const maxTurns = 8

const waiting = new WeakMap<DataView, Asked[]>()

/**
 * Answers a question over a view. What is asked of a view at about the same time is planned together, so that rows which
 * several questions need are read once. A question that fails takes no other with it.
 *
 * @throws UnderstudyError ENGINE-QUERY-*, ENGINE-BUSY
 */
export const ask = async (view: DataView, question: Question, signal?: AbortSignal): Promise<ResultColumns> => {
  const columns = await askTogether(view, question, signal)
  const order = question.kind === 'cube page' ? orderOfFew(question) : undefined
  return order ? inOrder(columns, order) : columns
}

const askTogether = (view: DataView, question: Question, signal: AbortSignal | undefined): Promise<ResultColumns> =>
  new Promise((answer) => {
    const asked = { question, signal, answer }
    const others = waiting.get(view)
    if (others) {
      others.push(asked)
      return
    }
    const together = [asked]
    waiting.set(view, together)
    afterQuietTurn(together, () => {
      waiting.delete(view)
      const wanted = together.filter(({ signal }) => signal?.aborted !== true)
      for (const one of together) if (!wanted.includes(one)) one.answer(answerAlone(view, one))
      if (wanted.length > 0) answerWanted(view, wanted)
    })
  })

const afterQuietTurn = (asked: readonly Asked[], done: () => void, turn = 1): void => {
  const before = asked.length
  setImmediate(() => {
    if (asked.length === before || turn === maxTurns) done()
    else afterQuietTurn(asked, done, turn + 1)
  })
}

/** Nobody catches what is thrown here: each question then fails or succeeds by itself. */
const answerWanted = (view: DataView, wanted: readonly Asked[]): void => {
  try {
    answerTogether(view, wanted)
  } catch {
    for (const one of wanted) {
      const alone = answerAlone(view, one)
      // Where it has been answered before, nobody looks at this.
      alone.catch(() => undefined)
      one.answer(alone)
    }
  }
}

const answerTogether = (view: DataView, asked: readonly Asked[]): void => {
  const told = toldValues(asked.map(({ question }) => question))
  const readers = asked.flatMap((reader, index) => {
    const { page, key } = told.get(index) ?? {}
    return page === undefined || key === undefined ? [] : [{ reader, page: asked[page], key }]
  })
  const others = asked
    .filter((_, index) => !told.has(index))
    .map((one) => ({
      ...one,
      answer: (columns: Promise<ResultColumns>) => {
        one.answer(columns)
        for (const { reader, page, key } of readers)
          if (page === one) reader.answer(valuesInPage(view, reader, one.question, key, columns))
      },
    }))
  const parts = planWave(
    view.model,
    others.map(({ question }) => question),
  )
  for (const part of parts) {
    const members = part.questions.flatMap((index) => others[index] ?? [])
    const [only] = members
    if (only && members.length === 1 && part.shared.length === 0) only.answer(answerAlone(view, only))
    else answerPart(view, members, part)
  }
}

/** The values of a key in the rows of a page, of a field ascending; they are asked for where the page does not have all rows. */
const valuesInPage = async (
  view: DataView,
  reader: Asked,
  page: Question,
  key: number,
  columns: Promise<ResultColumns>,
): Promise<ResultColumns> => {
  const rows = await columns.catch((error: unknown) => {
    // The one who asked for the page may have left; whoever asked for the values has not.
    if (!mayBeOfOne(error) && !isCancelled(error)) throw error
    return undefined
  })
  if (!rows || page.kind !== 'cube page') return answerAlone(view, reader)
  const column = pageColumns(page.plan.cube).keys[key]
  const values = rows[column?.at ?? -1] ?? []
  if (values.length >= page.page.limit) return answerAlone(view, reader)
  return byQuestion<Promise<ResultColumns>>(reader.question, {
    'field values': ({ field }) => elementsAmong(values, field.symbolCount, reader.signal),
    'cube page': () =>
      differentValues(values, column?.text === undefined ? undefined : rows[column.text], reader.signal),
  })
}

const elementsAmong = async (
  values: ResultColumns[number],
  symbolCount: number,
  signal: AbortSignal | undefined,
): Promise<ResultColumns> => {
  // Element numbers are dense: a table of bytes sorts them.
  const seen = new Uint8Array(symbolCount)
  const see = (value: unknown) => {
    if (typeof value === 'number') seen[value] = 1
  }
  await eachInTurns(values, see, signal)
  const elements: number[] = []
  const gather = (from: number, to: number) => {
    for (let element = from; element < to; element++) if (seen[element] === 1) elements.push(element)
  }
  await inTurns(symbolCount, gather, signal)
  return [elements]
}

/** The different values of a key of one column, or of a number and its text. */
const differentValues = async (
  values: ResultColumns[number],
  texts: ResultColumns[number] | undefined,
  signal: AbortSignal | undefined,
): Promise<ResultColumns> => {
  const rows = new Map<string, number>()
  await eachInTurns(
    values,
    (value, row) => {
      const identity = JSON.stringify([value, texts?.[row]])
      if (!rows.has(identity)) rows.set(identity, row)
    },
    signal,
  )
  return [values, ...(texts ? [texts] : [])].map((column) => [...rows.values()].map((row) => column[row] ?? null))
}

const answerAlone = async ({ model, snapshot }: DataView, { question, signal }: Asked): Promise<ResultColumns> =>
  snapshot.runner.run(questionStatement(model, question), signal)

const answerPart = (view: DataView, members: readonly Asked[], part: WavePart): void => {
  const together = runTogether(view, members, part)
  members.forEach((member, index) => {
    member.answer(
      together.then(
        (answers) => answers[index] ?? [],
        (error) => {
          if (!mayBeOfOne(error)) throw error
          return answerAlone(view, member)
        },
      ),
    )
  })
}

const ofOne: ReadonlySet<string> = new Set([
  'ENGINE-QUERY-FAILED',
  'ENGINE-QUERY-TIMEOUT',
  'ENGINE-RESULT-SIZE',
  'ENGINE-EXPRESSION',
])

/** Whether one of several questions may have made a statement fail. */
const mayBeOfOne = (error: unknown): boolean => !(error instanceof UnderstudyError) || ofOne.has(error.code)

const isCancelled = (error: unknown): boolean =>
  error instanceof UnderstudyError && error.code === 'ENGINE-QUERY-CANCELLED'

const runTogether = async (
  { model, snapshot }: DataView,
  members: readonly Asked[],
  { shared }: WavePart,
): Promise<readonly ResultColumns[]> => {
  const statement = waveStatement(
    model,
    members.map(({ question }) => question),
    shared,
  )
  const { signal, release } = abortedWithAll(members)
  const [numbers = [], ...columns] = await snapshot.runner.run(statement, signal).finally(release)
  const rows: number[][] = statement.columns.map(() => [])
  await eachInTurns(numbers, (number, row) => rows[number as number]?.push(row))
  return Promise.all(
    statement.columns.map((positions, question) =>
      Promise.all(
        positions.map((position) => mapInTurns(rows[question] ?? [], (row) => columns[position - 1]?.[row] ?? null)),
      ),
    ),
  )
}

/** A signal that aborts when nobody waits for any of the answers. */
const abortedWithAll = (members: readonly Asked[]): { readonly signal: AbortSignal; readonly release: () => void } => {
  const all = new AbortController()
  const signals = new Set(members.map(({ signal }) => signal))
  let waiting = signals.size
  const left = (): void => {
    waiting -= 1
    if (waiting === 0) all.abort()
  }
  for (const signal of signals) signal?.addEventListener('abort', left)
  return {
    signal: all.signal,
    release: () => {
      for (const signal of signals) signal?.removeEventListener('abort', left)
    },
  }
}
