import type { OracleValue } from './oracle-app.js'
import type { OracleSelections } from './oracle-list.js'
import { numberOf } from './oracle-reading.js'
import type { OracleRecords } from './oracle-records.js'
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
  /** The records that it runs over; those of the sets in front, if not given. */
  readonly set?: OracleSet
  /** Sets in front of the formula, from left to right. */
  readonly outer?: readonly OuterOracleSet[]
  /** Dimensions that still group it; all, if not given. */
  readonly total?: readonly string[]
}

/** A set: how it is written, and the records that it makes. */
export interface OracleSet {
  /** Without its braces. */
  readonly source: string
  readonly fields: readonly string[]
  /** @param around records that it is applied on top of, where it has no identifier; those selected, if not given */
  readonly records: (view: OracleView, selections: OracleSelections, around?: OracleRecords) => OracleRecords
}

export interface OuterOracleSet {
  readonly set: OracleSet
  /** Whether a field of which it leaves no value stays without any in the next set. */
  readonly keepsEmpty: boolean
}

/** All fields that an aggregation names. */
export const fieldsOfAggregate = ({ argument, set, outer, total }: OracleAggregate): readonly string[] => [
  ...argument.fields,
  ...(set?.fields ?? []),
  ...(outer ?? []).flatMap((one) => one.set.fields),
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
  const numbers = present.flatMap((value) => numberOf(value) ?? [])
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
  const qualifiers = [set && `{${set.source}}`, total && `TOTAL${kept}`, name === 'CountDistinct' && 'DISTINCT'].filter(
    Boolean,
  )
  return `${name === 'CountDistinct' ? 'Count' : name}(${[...qualifiers, argument.source].join(' ')})`
}

/** How sets in front of a formula are written. */
export const outerSource = (outer: readonly OuterOracleSet[]): string =>
  outer.map(({ set, keepsEmpty }) => `{${keepsEmpty ? '& ' : ''}${set.source}} `).join('')

/** Arithmetic: an operand that is missing or no number makes the result missing, and so does division by zero. */
export const arithmetic = (operator: '+' | '-' | '*' | '/', a: OracleValue, b: OracleValue): OracleValue => {
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left === null || right === null) return null
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  return right === 0 ? null : left / right
}

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='

/**
 * A missing value differs from any other, and is neither equal to, below nor above one. Two values that read as numbers are
 * compared as these, others by their characters.
 */
export const compares = (operator: Comparison, a: OracleValue, b: OracleValue): boolean => {
  if (a === null || b === null) return operator === '<>' && a !== b
  const [left, right] = [numberOf(a), numberOf(b)]
  const difference =
    left !== null && right !== null ? left - right : String(a) === String(b) ? 0 : String(a) < String(b) ? -1 : 1
  switch (operator) {
    case '=':
      return difference === 0
    case '<>':
      return difference !== 0
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
  }
}
