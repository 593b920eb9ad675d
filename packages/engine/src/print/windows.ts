import { levelOf } from '../expressions/check-inter-record.js'
import type { Segment } from '../expressions/functions/inter-record-function.js'
import type { ExpressionType, SqlValue } from '../expressions/functions/sql-value.js'
import { type InterRecord, type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import type { Cube, Windows } from '../plan/cube.js'
import type { CubeFrame } from './cube-frame.js'
import { keyNames } from './key-columns.js'
import { printOrder } from './order.js'
import { keyIsPresent } from './row-conditions.js'

/** The place of a row among all rows of the cube, from 1. */
const place = 'pos'

/** What measures read from other rows, and the rows with the columns that this takes. */
export interface PrintedWindows {
  readonly valueOf: (interRecord: InterRecord) => SqlValue
  /** Prints the rows around the groups of a cube, after all values have been asked for. */
  readonly around: (groups: string) => string
}

/**
 * Prints what is read from other rows as layers of columns: the first numbers the rows of the cube; then there are, in
 * turn, the arguments of calls and the windows over them, which are arguments of the next calls. What is printed above
 * the layers reads columns alone: not every function takes a window as an argument.
 *
 * @param printArgument prints an argument within a layer
 */
export const printWindows = (
  frame: CubeFrame,
  { keys }: Cube,
  windows: Windows,
  printArgument: (argument: TypedExpression) => SqlValue,
): PrintedWindows => {
  const { dialect } = frame
  const layers: Map<string, string>[] = []
  const calls: InterRecord[] = []
  const names = new Map<string, string>()
  const outer = windows.outer.flatMap((position) => namesOf(keys[position], position))

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
    const partition = total ? [] : outer
    const windowLayer = argumentLayer(call) + 1
    return {
      dimensions: keys.length,
      get rowNumber() {
        if (total) return place
        return column(0, 'rn', () => dialect.window('row_number()', { partition, order: [place] }))
      },
      get rowCount() {
        return column(0, total ? 'ct' : 'cn', () => dialect.window('count(*)', { partition, order: [] }))
      },
      over: (reading, { alike = [], order = [place], between }) => {
        const sql = dialect.window(reading, { partition: [...partition, ...alike], order, between })
        const known = names.get(sql) ?? `w${names.size}`
        names.set(sql, known)
        return column(windowLayer, known, () => sql)
      },
    }
  }

  const argumentOf = (call: InterRecord, argument: TypedExpression, index: number): SqlValue => {
    if (argument.kind === 'number' || argument.kind === 'text') return printArgument(argument)
    if (!calls.includes(call)) calls.push(call)
    const name = `x${calls.indexOf(call)}_${index}`
    return columnValue(frame, typeOf(argument), (side) =>
      column(argumentLayer(call), `${name}${side === 'number' ? 'n' : 't'}`, () => printArgument(argument)[side]),
    )
  }

  return {
    valueOf: (call) =>
      call.function.print[dialect.name](
        call.arguments.map((argument, index) => argumentOf(call, argument, index)),
        segment(call),
      ),
    around: (groups) => layers.reduce(layer, numbered(frame, keys, windows, groups)),
  }
}

/** Calls of one level have their arguments in a layer, and their windows in the next. */
const argumentLayer = (call: Pick<InterRecord, 'arguments'>): number => 2 * (levelOf(call) - 1)

const layer = (rows: string, columns: ReadonlyMap<string, string>): string => {
  const selected = [...columns].map(([name, sql]) => `${sql} AS ${name}`)
  return `SELECT ${['*', ...selected].join(', ')} FROM (${rows})`
}

const numbered = (frame: CubeFrame, keys: Cube['keys'], { order, present }: Windows, groups: string): string => {
  const { joins, terms } = printOrder(frame, keys, order)
  const conditions = present.map((position) => keyIsPresent(keys, position))
  return [
    `SELECT cube.*, ${frame.dialect.window('row_number()', { partition: [], order: terms })} AS ${place}`,
    `FROM (${groups}) AS cube`,
    ...joins,
    conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
  ].join(' ')
}

const namesOf = (key: Cube['keys'][number] | undefined, position: number): readonly string[] =>
  key ? keyNames(key, position) : []

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
