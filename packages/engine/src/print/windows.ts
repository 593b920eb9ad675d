import { levelOf } from '../expressions/check-inter-record.js'
import type { Segment } from '../expressions/functions/inter-record-function.js'
import type { ExpressionType, SqlValue } from '../expressions/functions/sql-value.js'
import { type InterRecord, type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import { isWholeNumber } from '../expressions/whole-numbers.js'
import type { Axis, Cube, Windows } from '../plan/cube.js'
import type { CubeFrame } from './cube-frame.js'
import { aggregateNames } from './group-columns.js'
import { keyNames } from './key-columns.js'
import { type PrintedOrder, printOrder } from './order.js'
import { keyIsPresent } from './row-conditions.js'

/** The side of a table that a function reads along. */
type Side = InterRecord['function']['along']

/** The place of a row among all rows of the cube, from 1; in a pivot table that among the cells of its column or row. */
const places: Readonly<Record<Side, string>> = { rows: 'pos', columns: 'cpos' }

/** What measures read from other rows, and the rows with the columns that this takes. */
export interface PrintedWindows {
  /** `null` in totals of the side that the function reads along, unless it tells what they are totals of. */
  readonly valueOf: (interRecord: InterRecord) => SqlValue | null
  /** Prints the rows around the groups of a cube, after all values have been asked for. */
  readonly around: (groups: string) => string
}

/**
 * Prints what is read from other rows as layers of columns: the first numbers the rows of the cube; then there are, in
 * turn, the arguments of calls, what is made of these, and the windows over it, which are arguments of the next calls. What
 * is printed above
 * the layers reads columns alone: not every function takes a window as an argument.
 *
 * @param printArgument prints an argument within a layer
 */
export const printWindows = (
  frame: CubeFrame,
  cube: Cube,
  windows: Windows,
  printArgument: (argument: TypedExpression) => SqlValue,
): PrintedWindows => {
  const { dialect } = frame
  const { keys } = cube
  const layers: Map<string, string>[] = []
  const calls: InterRecord[] = []
  const names = new Map<string, string>()
  const namesAlong = (side: Side) => windows[side].keys.map((position) => namesOf(keys[position], position))
  const along = { rows: namesAlong('rows'), columns: namesAlong('columns') }
  const isPivot = along.columns.length > 0
  const shown = isPivot ? { joins: [], terms: [] } : printOrder(frame, keys, windows.rows.order)
  const asked = { place: false }
  const placeAlong = (side: Side): string => {
    asked.place = true
    return places[side]
  }
  /** The order that is shown: that of columns which all layers have, where it needs nothing else, so that no row is numbered. */
  const shownAlong = (side: Side): readonly string[] =>
    isPivot || shown.joins.length > 0 ? [placeAlong(side)] : shown.terms

  /** A column of a layer, which is printed once. */
  const column = (layer: number, name: string, sql: () => string): string => {
    for (let index = layers.length; index <= layer; index++) layers.push(new Map())
    const columns = layers[layer]
    if (!columns?.has(name)) {
      columns?.set(name, '')
      columns?.set(name, sql())
    }
    return name
  }

  const segment = ({ total, ...call }: InterRecord): Segment => {
    const side = call.function.along
    // Cells of a column agree in what lies along the other side.
    const partition = [...along[otherSide[side]].flat(), ...(total ? [] : along[side].slice(0, -1).flat())]
    const madeLayer = argumentLayer(call) + 1
    const named = (layer: number, sql: string): string => {
      const known = names.get(sql) ?? `w${names.size}`
      names.set(sql, known)
      return column(layer, known, () => sql)
    }
    return {
      dimensions: along[side].length,
      get rowNumber() {
        if (total) return placeAlong(side)
        const order = shownAlong(side)
        return column(0, `${places[side]}_n`, () => dialect.window('row_number()', { partition, order }))
      },
      get rowCount() {
        const name = `${places[side]}_${total ? 't' : 'c'}`
        return column(0, name, () => dialect.window('count(*)', { partition, order: [] }))
      },
      made: (sql) => named(madeLayer, sql),
      over: (reading, { order, thenShown = false, between, ties }) => {
        const terms = order && !thenShown ? order : [...(order ?? []), ...shownAlong(side)]
        return named(madeLayer + 1, dialect.window(reading, { partition, order: terms, between, ties }))
      },
    }
  }

  const argumentOf = (call: InterRecord, argument: TypedExpression, index: number): SqlValue => {
    if (argument.kind === 'number' || argument.kind === 'text') return printArgument(argument)
    if (!calls.includes(call)) calls.push(call)
    const name = `x${calls.indexOf(call)}_${index}`
    // A combination of a row and a column that has no records has no value.
    const printed = (side: 'number' | 'text') =>
      isPivot ? `CASE WHEN ${hasRecords} THEN ${printArgument(argument)[side]} END` : printArgument(argument)[side]
    const value = columnValue(frame, typeOf(argument), (side) =>
      column(argumentLayer(call), `${name}${side === 'number' ? 'n' : 't'}`, () => printed(side)),
    )
    return isWholeNumber(argument) ? wholeValue(value) : value
  }

  return {
    valueOf: (call) =>
      windows[call.function.along].seen || call.function.inTotals !== null
        ? call.function.print[dialect.name](
            call.arguments.map((argument, index) => argumentOf(call, argument, index)),
            segment(call),
          )
        : null,
    around: (groups) =>
      isPivot
        ? `SELECT * FROM (${layers.reduce(layer, cells(frame, cube, windows, groups))}) WHERE ${hasRecords}`
        : layers.reduce(layer, numbered(frame, keys, windows, groups, shown, asked.place)),
  }
}

const otherSide: Readonly<Record<Side, Side>> = { rows: 'columns', columns: 'rows' }

/** Whether a cell of a pivot table has records. */
const hasRecords = 'has_records'

/** Calls of one level have their arguments in a layer, what is made of these in the next, and their windows in the third. */
const argumentLayer = (call: Pick<InterRecord, 'arguments'>): number => 3 * (levelOf(call) - 1)

const layer = (rows: string, columns: ReadonlyMap<string, string>): string => {
  if (columns.size === 0) return rows
  const selected = [...columns].map(([name, sql]) => `${sql} AS ${name}`)
  return `SELECT ${['*', ...selected].join(', ')} FROM (${rows}) AS cube`
}

/** The rows that are shown, numbered in their order where somebody asks for it. */
const numbered = (
  frame: CubeFrame,
  keys: Cube['keys'],
  { present }: Windows,
  groups: string,
  { joins, terms }: PrintedOrder,
  isAsked: boolean,
): string => {
  const number = `${frame.dialect.window('row_number()', { partition: [], order: terms })} AS ${places.rows}`
  return [
    `SELECT ${['cube.*', ...(isAsked ? [number] : [])].join(', ')} FROM (${groups}) AS cube`,
    ...(isAsked ? joins : []),
    where(keys, present),
  ].join(' ')
}

/** All cells of a pivot table: each of its rows with each of its columns, numbered along both. */
const cells = (frame: CubeFrame, cube: Cube, { rows, columns, present }: Windows, groups: string): string => {
  const { keys } = cube
  const names = (axis: Axis) => axis.keys.flatMap((position) => namesOf(keys[position], position))
  const left = names(rows)
  const top = names(columns)
  const numbers = (['rows', 'columns'] as const).map((side) => {
    const axis = { rows, columns }[side]
    const printed = printOrder(frame, keys, axis.order, `${side}_`)
    const partition = (side === 'rows' ? top : left).map((name) => `cube.${name}`)
    const number = frame.dialect.window('row_number()', { partition, order: printed.terms })
    return { joins: printed.joins, column: `${number} AS ${places[side]}` }
  })
  const values = cube.aggregates.flatMap((aggregate, index) => aggregateNames(aggregate, index))
  // A row is there though all its cells are in columns that are left out.
  const distinct = (axis: Axis) =>
    `(SELECT DISTINCT ${names(axis).join(', ') || '1 AS whole'} FROM known AS cube ${where(
      keys,
      present.filter((position) => axis.keys.includes(position)),
    )})`
  const same = (alias: string, axis: readonly string[]) =>
    axis.map((name) => frame.dialect.same(`${alias}.${name}`, `known.${name}`))
  const sides = [...left.map((name) => `side.${name}`), ...top.map((name) => `head.${name}`)]
  return [
    `WITH ${frame.dialect.computedOnce('known', `SELECT cube.*, TRUE AS ${hasRecords} FROM (${groups}) AS cube`)},`,
    `cube AS (SELECT ${[...sides, ...[...values, hasRecords].map((name) => `known.${name}`)].join(', ')}`,
    `FROM ${distinct(rows)} AS side CROSS JOIN ${distinct(columns)} AS head LEFT JOIN known`,
    `ON ${[...same('side', left), ...same('head', top)].join(' AND ')})`,
    `SELECT cube.*, ${numbers.map(({ column }) => column).join(', ')} FROM cube`,
    ...new Set(numbers.flatMap(({ joins }) => joins)),
  ].join(' ')
}

const where = (keys: Cube['keys'], present: readonly number[]): string =>
  present.length === 0 ? '' : `WHERE ${present.map((position) => keyIsPresent(keys, position)).join(' AND ')}`

const namesOf = (key: Cube['keys'][number] | undefined, position: number): readonly string[] =>
  key ? keyNames(key, position) : []

/** The same value, of which it is known that it is a whole number; its sides are printed when they are asked for. */
const wholeValue = (value: SqlValue): SqlValue => Object.create(value, { isWhole: { value: true, enumerable: true } })

const columnValue = (
  { dialect }: CubeFrame,
  type: ExpressionType,
  column: (side: 'number' | 'text') => string,
): SqlValue => {
  const number = () => column('number')
  const text = () => column('text')
  const values: Readonly<Record<ExpressionType, () => SqlValue>> = {
    number: () => dialect.value.number(number),
    truth: () => dialect.value.number(number),
    text: () => dialect.value.text(text),
    dual: () => dialect.value.both('dual', { number, text }),
  }
  return values[type]()
}
