import type { DataModel } from '../model/data-model.js'
import { type SharedRows, sharedKey } from '../plan/plan-wave.js'
import { byQuestion, type Question } from '../plan/question.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { elementColumn } from '../snapshot/snapshot-schema.js'
import { cubeFrame } from './cube.js'
import { printCubePage } from './cube-statements.js'
import type { ColumnType } from './dialect.js'
import { printFieldValues } from './field-statements.js'
import { type PrintFrame, printFrame } from './print-frame.js'
import type { PrintedQuestion } from './printed-question.js'
import { printInPlace } from './table-rows.js'

/** A statement for several questions: its first column tells the question of a row, the others are shared by them. */
export interface WaveStatement extends SelectStatement {
  /** For each question the positions of its columns in the result. */
  readonly columns: readonly (readonly number[])[]
}

const printQuestion = (frame: PrintFrame, question: Question): PrintedQuestion =>
  byQuestion(question, {
    'cube page': (page) => printCubePage(frame, page),
    'field values': (values) => printFieldValues(cubeFrame(frame), values),
  })

/** Prints one question. Its columns are those of the result. */
export const questionStatement = (model: DataModel, question: Question): SelectStatement => {
  const frame = printFrame(model)
  return frame.statement(printQuestion(frame, question).sql)
}

const types: readonly ColumnType[] = ['element', 'number', 'text']

/**
 * Prints questions as one statement. Columns of a type are shared by the questions, as are rows that several of them
 * read: these are made once, with the columns that somebody asks for.
 */
export const waveStatement = (
  model: DataModel,
  questions: readonly Question[],
  shared: readonly SharedRows[],
): WaveStatement => {
  const plain = printFrame(model)
  const shares = new Map(
    shared.map((rows, index) => [
      rows.key,
      { rows, name: `w${index}`, columns: new Map<string, number>(), placed: { asked: false } },
    ]),
  )
  const frame: PrintFrame = {
    ...plain,
    sharedRows: (rows, scope) => {
      const key = sharedKey(rows, scope)
      const share = key === undefined ? undefined : shares.get(key)
      return (
        share && {
          name: share.name,
          column: (field, column) => {
            share.columns.set(column, field)
            return `${share.name}.${column}`
          },
          place: () => {
            share.placed.asked = true
            return `${share.name}.place`
          },
        }
      )
    },
  }
  const printed = questions.map((question) => printQuestion(frame, question))
  const once = [...shares.values()].map(({ rows: { rows, scope }, name, columns, placed }) => {
    const inPlace = printInPlace(cubeFrame(plain), rows, scope)
    const made = [...columns].map(([column, id]) => {
      const field = model.fields[id]
      if (!field) throw new Error('a shared column of no field')
      return `${(column === elementColumn(id) ? inPlace.elementOf(field) : inPlace.storedNumberOf(field)) ?? ''} AS ${column}`
    })
    if (placed.asked) made.push(`${inPlace.place()} AS place`)
    return plain.dialect.computedOnce(name, `SELECT ${made.join(', ') || '1 AS one'} ${inPlace.fromSql()}`)
  })
  const counts = types.map((type) => Math.max(0, ...printed.map((question) => count(question, type))))
  const branches = printed.map((question, index) => {
    const own = types.map((type) => question.types.flatMap((of, column) => (of === type ? [column] : [])))
    const columns = types.flatMap((type, place) =>
      Array.from({ length: counts[place] ?? 0 }, (_, slot) => {
        const column = own[place]?.[slot]
        return column === undefined ? plain.dialect.missing(type) : `p${index}.c${column}`
      }),
    )
    return `SELECT ${[plain.dialect.cast(String(index), 'element'), ...columns].join(', ')} FROM (${question.sql}) AS p${index}`
  })
  const statement = plain.statement(`WITH ${once.join(', ')} ${branches.join(' UNION ALL ')}`)
  return { ...statement, columns: printed.map((question) => positions(question, counts)) }
}

const count = (question: PrintedQuestion, type: ColumnType): number => question.types.filter((of) => of === type).length

/** Where the columns of a question are: behind the number of the question, those of one type after those of another. */
const positions = (question: PrintedQuestion, counts: readonly number[]): readonly number[] => {
  const next = counts.map((_, place) => 1 + counts.slice(0, place).reduce((sum, many) => sum + many, 0))
  return question.types.map((type) => {
    const place = types.indexOf(type)
    const position = next[place] ?? 0
    next[place] = position + 1
    return position
  })
}
