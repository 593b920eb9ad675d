import type { SqlValue } from '../expressions/functions/sql-value.js'
import { type Aggregate, type TypedExpression, typeOf, typeOfAggregate } from '../expressions/typed-expression.js'
import type { Cube } from '../plan/cube.js'
import { printGroups } from './groups.js'
import { allKeyNames } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'
import { printScalar } from './scalar.js'

/** Prints a cube: the columns of its keys, then `m0 ...`, with `t0 ...` for the texts of dual measures. */
export const printCube = (frame: PrintFrame, cube: Cube): string => {
  const scope = {
    field: () => {
      throw new Error('fields occur inside aggregates only')
    },
    aggr: () => {
      throw new Error('Aggr occurs inside aggregates only')
    },
    aggregate: (aggregate: Aggregate) => aggregateValue(frame, aggregate, cube.aggregates.indexOf(aggregate)),
  }
  const columns = [
    ...allKeyNames(cube.keys),
    ...cube.measures.flatMap((measure, index) => measureColumns(measure, printScalar(frame, measure, scope), index)),
  ]
  return `SELECT ${columns.join(', ') || '1'} FROM (${printGroups({ ...frame, printCube: (inner) => printCube(frame, inner) }, cube)})`
}

const measureColumns = (measure: TypedExpression, value: SqlValue, index: number): readonly string[] => {
  const number = () => `${value.number} AS m${index}`
  const columns = {
    number: () => [number()],
    truth: () => [number()],
    text: () => [`${value.text} AS m${index}`],
    dual: () => [number(), `${value.text} AS t${index}`],
  }
  return columns[typeOf(measure)]()
}

/** The columns of an aggregate's groups; a group that no row made is worth what the function says of none. */
const aggregateValue = ({ dialect }: PrintFrame, aggregate: Aggregate, index: number): SqlValue => {
  const type = typeOfAggregate(aggregate)
  const { whenEmpty } = aggregate.function
  const number = () => (whenEmpty === null ? `a${index}` : `coalesce(a${index}, ${whenEmpty})`)
  const text = () => `b${index}`
  if (type === 'text') return dialect.value.text(text)
  return type === 'dual' ? dialect.value.both(type, { number, text }) : dialect.value.number(number)
}
