import type { SqlValue } from '../expressions/functions/sql-value.js'
import { type ListedValues, typeOfListed } from '../expressions/listed-values.js'
import { type InterRecord, type TypedExpression, typeOf, typeOfInterRecord } from '../expressions/typed-expression.js'
import type { Cube } from '../plan/cube.js'
import { isListOf } from '../plan/group-key.js'
import { aggregateValue } from './aggregate-columns.js'
import type { CubeFrame } from './cube-frame.js'
import { carriedNames } from './group-columns.js'
import { printGroups } from './groups.js'
import { allKeyNames, columnValue, isFirst, valueNames } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'
import { printScalar, type ScalarScope } from './scalar.js'
import { printWindows } from './windows.js'

/** Prints a cube: the columns of its keys, then `m0 ...`, with `t0 ...` for the texts of dual measures. */
export const printCube = (printFrame: PrintFrame, cube: Cube): string => {
  const frame = cubeFrame(printFrame)
  const scope: ScalarScope = {
    field: () => {
      throw new Error('fields occur inside aggregates only')
    },
    aggr: () => {
      throw new Error('Aggr occurs inside aggregates only')
    },
    aggregate: (aggregate) => aggregateValue(frame, aggregate, cube.aggregates.indexOf(aggregate)),
    listed: (listed) => listedValue(frame, cube, listed),
    interRecord: (interRecord) => windows?.valueOf(interRecord) ?? valueInTotals(frame, interRecord),
  }
  const windows = cube.windows && printWindows(frame, cube, cube.windows, (part) => printScalar(frame, part, scope))
  const columns = [
    ...allKeyNames(cube.keys),
    ...cube.parts.flatMap(({ groups: own }) => [...carriedNames(own), ...(own.apart ? [isFirst] : [])]),
    ...cube.measures.flatMap((measure, index) => measureColumns(measure, printScalar(frame, measure, scope), index)),
    ...totalsBeside(frame, cube, scope),
  ]
  const groups = printGroups(frame, cube)
  return `SELECT ${columns.join(', ') || '1'} FROM (${windows ? windows.around(groups) : groups})`
}

/** The frame in which the parts of a cube are printed. */
export const cubeFrame = (frame: PrintFrame): CubeFrame => ({
  ...frame,
  printCube: (inner) => printCube(frame, inner),
  keeping: (kept) => cubeFrame({ ...frame, kept }),
})

/** Totals are no rows: what is read from other rows is missing there, or what the function says. */
const valueInTotals = ({ dialect }: PrintFrame, interRecord: InterRecord): SqlValue => {
  const type = typeOfInterRecord(interRecord)
  const { inTotals } = interRecord.function
  const number = () => (inTotals === null ? dialect.missing('number') : dialect.cast(String(inTotals), 'number'))
  const text = () => dialect.missing('text')
  if (type === 'text') return dialect.value.text(text)
  return type === 'dual' ? dialect.value.both(type, { number, text }) : dialect.value.number(number)
}

/** The names of the columns of a measure, `m0` and `t0`, or of its total, `g0` and `h0`: its number or only side, and its text. */
export const measureNames = { own: ['m', 't'], total: ['g', 'h'] } as const

const totalsBeside = (frame: CubeFrame, cube: Cube, own: ScalarScope): readonly string[] => {
  const { overall, aggregates } = cube
  if (!overall) return []
  const scope: ScalarScope = {
    ...own,
    aggregate: (aggregate) => aggregateValue(frame, aggregate, overall[aggregates.indexOf(aggregate)] ?? 0),
    listed: (listed) => listedValue(frame, { ...cube, keys: [] }, listed),
    interRecord: (interRecord) => valueInTotals(frame, interRecord),
  }
  return cube.measures.flatMap((measure, index) =>
    measureColumns(measure, printScalar(frame, measure, scope), index, 'total'),
  )
}

const measureColumns = (
  measure: TypedExpression,
  value: SqlValue,
  index: number,
  of: keyof typeof measureNames = 'own',
): readonly string[] => {
  const [main, side] = measureNames[of]
  const number = () => `${value.number} AS ${main}${index}`
  const columns = {
    number: () => [number()],
    truth: () => [number()],
    text: () => [`${value.text} AS ${main}${index}`],
    dual: () => [number(), `${value.text} AS ${side}${index}`],
  }
  return columns[typeOf(measure)]()
}

/** The columns of the key that is the list; totals have no value of it. */
const listedValue = (frame: PrintFrame, { keys }: Cube, listed: ListedValues): SqlValue => {
  const position = keys.findIndex((key) => isListOf(key, listed))
  const key = keys[position]
  if (key) return columnValue(frame, typeOfListed(listed), valueNames(key, position))
  const missing = frame.dialect.missing(typeOfListed(listed) === 'text' ? 'text' : 'number')
  return columnValue(frame, typeOfListed(listed), [missing, frame.dialect.missing('text')])
}
