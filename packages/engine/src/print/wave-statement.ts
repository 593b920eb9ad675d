import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Groups } from '../plan/cube.js'
import { type SharedRows, sharedKey } from '../plan/plan-wave.js'
import { byQuestion, type Question } from '../plan/question.js'
import { type SharedGroups, sharedGroups, type ValuesOfGroups } from '../plan/shared-groups.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { elementColumn, numberColumn, unitColumn } from '../snapshot/snapshot-schema.js'
import { cubeFrame } from './cube.js'
import type { CubeFrame } from './cube-frame.js'
import { printCubePage } from './cube-statements.js'
import type { ColumnType } from './dialect.js'
import { printFieldValues } from './field-statements.js'
import { printGroupsAsRows } from './finer-groups.js'
import { aggregateNames } from './group-columns.js'
import { printMerged } from './groups.js'
import { keptStatement } from './kept-statements.js'
import { allKeyNames, keyNames } from './key-columns.js'
import { type PrintFrame, printFrame } from './print-frame.js'
import type { PrintedQuestion } from './printed-question.js'
import type { PrintedRows } from './printed-rows.js'
import { printInPlace } from './table-rows.js'

/** A statement for several questions: its first column tells the question of a row, the others are shared by them. */
export interface WaveStatement extends SelectStatement {
  /** For each question the positions of its columns in the result. */
  readonly columns: readonly (readonly number[])[]
}

const printQuestion = (
  frame: PrintFrame,
  question: Question,
  valuesOf: SharedGroups['valuesOf'] = new Map(),
): PrintedQuestion =>
  byQuestion(question, {
    'cube page': (page) => printCubePage(frame, page),
    'field values': (values) => {
      const found = valuesOf.get(values)
      return found ? printValuesOfGroups(cubeFrame(frame), found) : printFieldValues(cubeFrame(frame), values)
    },
  })

/** Prints the different values of a key, ascending, where its groups are made for other questions, too. */
const printValuesOfGroups = (frame: CubeFrame, { groups, position, within }: ValuesOfGroups): PrintedQuestion => {
  const key = groups.keys[position]
  const printed = printMerged(frame, groups)
  const rows = within && printGroupsAsRows(frame, groups, within.rows, printed)
  const [name = ''] = (key && (rows ? rows.keyColumns(key) : keyNames(key, position))) ?? []
  const elem = frame.dialect.cast(name, 'element')
  const isWithin = within && rows?.isWithin(within.scope)
  const from = rows ? `${rows.fromSql()} WHERE ${isWithin} AND` : `FROM (${printed}) WHERE`
  return { sql: `SELECT DISTINCT ${elem} AS c0 ${from} ${name} IS NOT NULL ORDER BY c0`, types: ['element'] }
}

/** Prints one question. Its columns are those of the result. */
export const questionStatement = (model: DataModel, question: Question): SelectStatement => {
  const kept = question.kind === 'cube page' ? keptStatement(model, question) : undefined
  if (kept) return kept
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
  const { once, valuesOf } = sharedGroups(model, questions)
  const made = new Map<Groups, { readonly name: string; readonly sql: string }>()
  const frame: PrintFrame = {
    ...plain,
    sharedGroups: (groups, print) => {
      const common = once.get(groups)
      if (!common) return print(groups)
      const { groups: all, positions } = common
      const read = (name: string) => `SELECT ${columnsOfCommon(groups, positions.get(groups))} FROM ${name}`
      const known = made.get(all)
      if (known) return read(known.name)
      // Groups that they are made of come before them.
      const sql = print(all)
      const name = `g${made.size}`
      made.set(all, { name, sql })
      return read(name)
    },
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
  const printed = questions.map((question) => printQuestion(frame, question, valuesOf))
  const rowsOnce = [...shares.values()].map(({ rows: { rows, scope }, name, columns, placed }) => {
    const inPlace = printInPlace(cubeFrame(plain), rows, scope)
    const selected = [...columns].map(([column, id]) => {
      const field = model.fields[id]
      if (!field) throw new Error('a shared column of no field')
      return `${storedColumns.find(([name]) => name(id) === column)?.[1](inPlace, field) ?? ''} AS ${column}`
    })
    if (placed.asked) selected.push(`${inPlace.place()} AS place`)
    return plain.dialect.computedOnce(name, `SELECT ${selected.join(', ') || '1 AS one'} ${inPlace.fromSql()}`)
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
  const groupsOnce = [...made.values()].map(({ name, sql }) => plain.dialect.computedOnce(name, sql))
  const statement = plain.statement(`WITH ${[...rowsOnce, ...groupsOnce].join(', ')} ${branches.join(' UNION ALL ')}`)
  return { ...statement, columns: printed.map((question) => positions(question, counts)) }
}

/** The columns of a field in its tables, and what reads them. */
const storedColumns: readonly (readonly [
  (field: number) => string,
  (rows: PrintedRows, field: FieldModel) => string | undefined,
])[] = [
  [elementColumn, (rows, field) => rows.elementOf(field)],
  [numberColumn, (rows, field) => rows.storedNumberOf(field)],
  [unitColumn, (rows, field) => rows.unitsOf(field)],
]

/** The columns of groups among those of common ones, in which aggregates stand elsewhere. */
const columnsOfCommon = ({ keys, aggregates }: Groups, positions: ReadonlyMap<number, number> | undefined): string =>
  positions
    ? [
        ...allKeyNames(keys),
        ...aggregates.flatMap(({ aggregate, index }) => {
          const names = aggregateNames(aggregate, positions.get(index) ?? index)
          return aggregateNames(aggregate, index).map((name, side) => `${names[side]} AS ${name}`)
        }),
      ].join(', ') || '1'
    : '*'

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
