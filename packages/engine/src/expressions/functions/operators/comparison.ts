import type { AppFormats } from '../../../format/app-formats.js'
import { readValue } from '../../../format/read-value.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

const operators = functionsOf('operator')
const operands = [{ name: 'a' }, { name: 'b' }] as const

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** How two values are compared: where both read as numbers by number, else by text. */
export const compared = (operator: ComparisonOperator, a: SqlValue, b: SqlValue, formats: AppFormats): string => {
  const by = (side: 'number' | 'text') => sideComparison(operator, a[side], b[side])
  if (readsAsText(a, formats) || readsAsText(b, formats)) return by('text')
  if (alwaysNumber(a) && alwaysNumber(b)) return by('number')
  return `(CASE WHEN ${a.number} IS NOT NULL AND ${b.number} IS NOT NULL THEN ${by('number')} ELSE ${by('text')} END)`
}

/** One missing side differs from a value that is there, and is neither below nor above it; two are not even equal. */
const sideComparison = (operator: ComparisonOperator, a: string, b: string): string =>
  operator === '<>' ? `(${a} IS DISTINCT FROM ${b})` : `coalesce(${a} ${operator} ${b}, FALSE)`

/** A text written in the expression that is no number decides how the other value is read. */
const readsAsText = (value: SqlValue, formats: AppFormats): boolean =>
  typeof value.literal === 'string' && readValue(value.literal, formats) === null

/** A text that is written is compared as a number once it does not read as a text. */
const alwaysNumber = (value: SqlValue): boolean =>
  value.type === 'number' || value.type === 'truth' || typeof value.literal === 'string'

const comparison = (
  name: ComparisonOperator,
  description: string,
  ...examples: readonly (readonly [string, number])[]
) =>
  operators.truth({
    name,
    parameters: operands,
    description,
    missing: name === '<>' ? 'True where just one of the two is missing.' : 'False where one of the two is missing.',
    examples,
    duckdb: ([a, b], _, _bind, formats) => compared(name, a, b, formats),
  })

export const comparisonOperators = [
  comparison(
    '=',
    'Whether two values are equal: as numbers where both read as numbers, else as texts, with case.',
    ["'1.0' = 1", -1],
    ["'a' = 'A'", 0],
    ["'2024-01-05' = 45296", -1],
    ['Null() = 1', 0],
  ),
  comparison('<>', 'Whether two values differ.', ["'007' <> 7", 0], ['1 <> Null()', -1], ["'a' <> 'b'", -1]),
  comparison('<', 'Whether a value is below another.', ["'11' < '2'", 0], ["'a' < 'b'", -1], ['2 < 2', 0]),
  comparison('<=', 'Whether a value is below another or equal.', ['2 <= 2', -1], ['3 <= 2', 0]),
  comparison('>', 'Whether a value is above another.', ["'11' > '2'", -1], ['2 > 2', 0]),
  comparison('>=', 'Whether a value is above another or equal.', ['2 >= 2', -1], ['1 >= 2', 0]),
]

const ordered = (
  name: 'precedes' | 'follows',
  operator: '<' | '>',
  description: string,
  example: readonly [string, number],
) =>
  operators.truth({
    name,
    parameters: operands,
    description,
    missing: 'False where one of the two is missing.',
    examples: [example],
    duckdb: ([a, b]) => `coalesce(${a.text} ${operator} ${b.text}, FALSE)`,
  })

export const textOrderOperators = [
  ordered('precedes', '<', 'Whether a text comes before another, read as texts only.', ["'11' precedes '2'", -1]),
  ordered('follows', '>', 'Whether a text comes after another, read as texts only.', ["'2' follows '11'", -1]),
]
