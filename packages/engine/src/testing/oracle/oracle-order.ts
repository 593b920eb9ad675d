import type { SortCriteria } from '../../evaluate/evaluation.js'
import { type OracleValue, symbolsOf } from './oracle-app.js'
import { type OracleCubeRow, oracleCube } from './oracle-cube.js'
import type { OracleMeasure } from './oracle-expression.js'
import type { OracleSelections } from './oracle-list.js'
import { numberOf } from './oracle-reading.js'
import type { OracleView } from './oracle-security.js'

type Direction = -1 | 1

/** What a dimension column is sorted by. */
export interface OracleOrder {
  readonly expression?: { readonly measure: OracleMeasure; readonly direction: Direction }
  readonly frequency?: Direction
  readonly numeric?: Direction
  readonly text?: Direction
  readonly loadOrder?: Direction
}

export const sortCriteria = (order: OracleOrder): SortCriteria => ({
  ...(order.expression
    ? { byExpression: { expression: order.expression.measure.source, direction: order.expression.direction } }
    : {}),
  ...(order.frequency ? { byFrequency: order.frequency } : {}),
  ...(order.numeric ? { byNumeric: order.numeric } : {}),
  ...(order.text ? { byAscii: order.text } : {}),
  ...(order.loadOrder ? { byLoadOrder: order.loadOrder } : {}),
})

/** Compares two element numbers of a dimension; -2 and missing keys are last in either direction. */
export const dimensionComparison = (
  view: OracleView,
  field: string,
  order: OracleOrder,
  selections: OracleSelections,
): ((a: number, b: number) => number) => {
  const symbols = symbolsOf(view.app, field)
  const valuesOf = (measure: OracleMeasure) => {
    const rows = oracleCube(view, [field], [measure], selections)
    return (element: number) => rows.find((row) => row.elements[0] === element)?.measures[0] ?? null
  }
  const keys: [(element: number) => OracleValue, Direction | undefined][] = [
    [order.expression ? valuesOf(order.expression.measure) : () => null, order.expression?.direction],
    [valuesOf(countOf(field)), order.frequency],
    [(element) => (element < 0 ? null : numberOf(symbols[element] ?? null)), order.numeric],
    [(element) => (element < 0 ? null : textKey(String(symbols[element]))), order.text],
    [(element) => (element < 0 ? null : element), order.loadOrder],
    [(element) => (element < 0 ? null : element), 1],
  ]
  return (a, b) => {
    for (const [key, direction] of keys) {
      const difference = direction ? compareValues(key(a), key(b), direction) : 0
      if (difference !== 0) return difference
    }
    return 0
  }
}

const countOf = (field: string): OracleMeasure => ({
  source: `Count([${field}])`,
  aggregates: [
    {
      name: 'Count',
      argument: { source: field, fields: [field], bare: field, evaluate: (values) => values.get(field) ?? null },
    },
  ],
  evaluate: ([count]) => count ?? null,
})

/** Letter case decides between equal words only. */
const textKey = (text: string): string => `${text.toLowerCase()}\u0000${text}`

/** Compares values of one column; missing ones are last in either direction. */
const compareValues = (a: OracleValue, b: OracleValue, direction: Direction): number => {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -direction : direction
}

/** Compares rows by columns in order of priority, then by the dimensions from left to right. */
export const rowComparison =
  (
    dimensions: readonly ((a: number, b: number) => number)[],
    measures: readonly (Direction | 0)[],
    priority: readonly number[],
  ) =>
  (a: OracleCubeRow, b: OracleCubeRow): number => {
    for (const column of priority) {
      const compare = dimensions[column]
      const index = column - dimensions.length
      const direction = measures[index]
      const difference = compare
        ? compare(a.elements[column] ?? -2, b.elements[column] ?? -2)
        : direction
          ? compareValues(a.measures[index] ?? null, b.measures[index] ?? null, direction)
          : 0
      if (difference !== 0) return difference
    }
    for (const [column, element] of a.elements.entries()) {
      const other = b.elements[column] ?? -2
      if (element !== other) return element === -2 ? 1 : other === -2 ? -1 : element - other
    }
    return 0
  }
