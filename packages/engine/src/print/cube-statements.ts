import type { ExpressionType } from '../expressions/functions/sql-value.js'
import { typeOf } from '../expressions/typed-expression.js'
import type { DataModel } from '../model/data-model.js'
import { dualMeasures } from '../plan/checked-cube.js'
import type { CubePlan, Page } from '../plan/cube-plan.js'
import { byKey, type GroupKey } from '../plan/group-key.js'
import { isLimited, limitedRow } from '../plan/limited-key.js'
import { orderOfFew } from '../plan/order-of-few.js'
import type { CubePage } from '../plan/question.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { cubeFrame, measureNames, printCube } from './cube.js'
import type { ColumnType } from './dialect.js'
import { limitedName, valueNames } from './key-columns.js'
import { type PrintedOrder, printOrder } from './order.js'
import { type PrintFrame, printFrame } from './print-frame.js'
import type { PrintedQuestion } from './printed-question.js'
import { printConditions } from './row-conditions.js'

/**
 * Prints a page of the rows of a cube, in order, but for few rows that are put in it afterwards, with the columns of
 * `pageColumns`: of keys that are fields the element numbers. NULL is a missing value.
 */
export const printCubePage = (frame: PrintFrame, asked: CubePage): PrintedQuestion => {
  const { plan, page } = asked
  const { keys, measures, overall } = plan.cube
  const order = orderOfFew(asked) ? undefined : printOrder(cubeFrame(frame), keys, plan.order)
  const text = (sql: string): ResultColumn => ({ sql, type: 'text' })
  const columns: readonly ResultColumn[] = [
    ...keys.map((key, position) => keyColumn(frame, key, position)),
    ...measures.map((measure, index) => ({ sql: `cube.m${index}`, type: resultTypes[typeOf(measure)] })),
    ...keys.flatMap((key, position) => valueNames(key, position).slice(1)).map((name) => text(`cube.${name}`)),
    ...dualMeasures(measures).map((index) => text(`cube.t${index}`)),
    ...limitedPositions(keys).map((position): ResultColumn => {
      return { sql: frame.dialect.cast(`cube.${limitedName(position)}`, 'element'), type: 'element' }
    }),
    ...(overall ? measures : []).map((measure, index) => ({
      sql: `cube.${measureNames.total[0]}${index}`,
      type: resultTypes[typeOf(measure)],
    })),
    ...(overall ? dualMeasures(measures) : []).map((index) => text(`cube.${measureNames.total[1]}${index}`)),
  ]
  const sql = [
    `SELECT ${columns.map(({ sql: column }, index) => `${column} AS c${index}`).join(', ')} FROM (${printCube(frame, plan.cube)}) AS cube`,
    ...(order?.joins ?? []),
    printConditions(plan),
    ...(order ? orderedPage(frame, order, page) : []),
  ]
  return { sql: sql.join(' '), types: columns.map(({ type }) => type) }
}

const orderedPage = (frame: PrintFrame, { terms }: PrintedOrder, { offset, limit }: Page): readonly string[] => [
  terms.length === 0 ? '' : `ORDER BY ${terms.join(', ')}`,
  frame.dialect.page(frame.bind(limit, 'count'), frame.bind(offset, 'count')),
]

interface ResultColumn {
  readonly sql: string
  readonly type: ColumnType
}

/** Of a value that is a number and a text, the number; its text is a column of its own. */
const resultTypes: Readonly<Record<ExpressionType, ColumnType>> = {
  number: 'number',
  truth: 'number',
  dual: 'number',
  text: 'text',
}

const limitedPositions = (keys: readonly GroupKey[]): readonly number[] =>
  keys.flatMap((key, position) => (isLimited(key) ? [position] : []))

/**
 * Prints one row of facts of a cube: its row count, then distinct values of each key, min and max of each measure outside of
 * others, and for each limited key the count of rows outside of its values.
 */
export const cubeFactsStatement = (model: DataModel, plan: CubePlan): SelectStatement => {
  const frame = printFrame(model)
  const { keys, measures } = plan.cube
  const count = (what: string) => frame.dialect.cast(`count(${what})`, 'number')
  const columns = [
    count('*'),
    ...keys.map((key, position) => count(`DISTINCT ${wholeKey(valueNames(key, position))}`)),
    ...measures.flatMap((_, index) => ['min', 'max'].map((of) => `${of}(${withoutOthers(keys, `m${index}`)})`)),
    ...limitedPositions(keys).map((position) => count(`nullif(${limitedName(position)}, ${limitedRow.kept})`)),
  ]
  return frame.statement(
    `SELECT ${columns.join(', ')} FROM (${printCube(frame, plan.cube)}) AS cube ${printConditions(plan)}`,
  )
}

/** A measure, which is missing in rows of others: these say nothing of the range of values. */
const withoutOthers = (keys: readonly GroupKey[], measure: string): string => {
  const kept = limitedPositions(keys).map((position) => `${limitedName(position)} = ${limitedRow.kept}`)
  return kept.length === 0 ? measure : `CASE WHEN ${kept.join(' AND ')} THEN ${measure} END`
}

/** A key of two columns is missing where both are. */
const wholeKey = ([first = '1', second]: readonly string[]): string =>
  second === undefined
    ? first
    : `CASE WHEN ${first} IS NOT NULL OR ${second} IS NOT NULL THEN row(${first}, ${second}) END`

const keyColumn = ({ dialect }: Pick<PrintFrame, 'dialect'>, key: GroupKey, position: number): ResultColumn =>
  byKey<ResultColumn>(key, {
    field: () => ({ sql: dialect.cast(`cube.d${position}`, 'element'), type: 'element' }),
    calculated: ({ expression }) => ({ sql: `cube.d${position}`, type: resultTypes[typeOf(expression)] }),
    limited: ({ key: own }) => keyColumn({ dialect }, own, position),
  })
