import type { OracleValue } from './oracle-app.js'
import type { OracleSelections } from './oracle-list.js'
import type { OracleView } from './oracle-security.js'

/** A row-level expression: how it is written, and what it is worth for the values of a row. */
export interface RowExpression {
  readonly source: string
  readonly fields: readonly string[]
  /** The field, where the expression is nothing else. */
  readonly bare: string | null
  readonly evaluate: (values: ReadonlyMap<string, OracleValue>) => OracleValue
}

/** One aggregation of a row-level expression. */
export interface OracleAggregate {
  readonly name: 'Sum' | 'Count' | 'CountDistinct' | 'Avg' | 'Min' | 'Max'
  readonly argument: RowExpression
  /** The records that it runs over; those selected, if not given. */
  readonly set?: OracleSet
  /** Dimensions that still group it; all, if not given. */
  readonly total?: readonly string[]
}

/** A set: how it is written, and the selections that it makes of those there are. */
export interface OracleSet {
  readonly source: string
  readonly fields: readonly string[]
  readonly selections: (view: OracleView, selections: OracleSelections) => OracleSelections
}

/** All fields that an aggregation names. */
export const fieldsOfAggregate = ({ argument, set, total }: OracleAggregate): readonly string[] => [
  ...argument.fields,
  ...(set?.fields ?? []),
  ...(total ?? []),
]

/** A measure over aggregates. `results` are in the order of `aggregates`. */
export interface OracleMeasure {
  readonly source: string
  readonly aggregates: readonly OracleAggregate[]
  readonly evaluate: (results: readonly OracleValue[]) => OracleValue
}

/** Aggregates the argument's values of the rows of a group, one for each row. */
export const aggregate = (name: OracleAggregate['name'], values: readonly OracleValue[]): OracleValue => {
  const present = values.filter((value) => value !== null)
  const numbers = present.map(Number)
  switch (name) {
    case 'Sum':
      return numbers.reduce((sum, value) => sum + value, 0)
    case 'Count':
      return present.length
    case 'CountDistinct':
      return new Set(present).size
    case 'Avg':
      return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length
    case 'Min':
      return numbers.length === 0 ? null : Math.min(...numbers)
    case 'Max':
      return numbers.length === 0 ? null : Math.max(...numbers)
  }
}

export const aggregateSource = ({ name, argument, set, total }: OracleAggregate): string => {
  const kept = total && total.length > 0 ? ` <${total.map((field) => `[${field}]`).join(', ')}>` : ''
  const qualifiers = [set?.source, total && `TOTAL${kept}`, name === 'CountDistinct' && 'DISTINCT'].filter(Boolean)
  return `${name === 'CountDistinct' ? 'Count' : name}(${[...qualifiers, argument.source].join(' ')})`
}

/** Arithmetic with missing values: one missing operand makes the result missing, and so does division by zero. */
export const arithmetic = (operator: '+' | '-' | '*' | '/', a: OracleValue, b: OracleValue): OracleValue => {
  if (a === null || b === null) return null
  const [left, right] = [Number(a), Number(b)]
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  return right === 0 ? null : left / right
}

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='

/** A missing value differs from any other, and is neither equal to, below nor above one. */
export const compares = (operator: Comparison, a: OracleValue, b: OracleValue): boolean => {
  if (a === null || b === null) return operator === '<>' && a !== b
  switch (operator) {
    case '=':
      return a === b
    case '<>':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}
