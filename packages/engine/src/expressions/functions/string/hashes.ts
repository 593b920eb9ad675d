import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

const strings = functionsOf('string')

/** SQL of one text from which all values can be told apart: each with its length in front; a missing one has none. */
const joined = (values: readonly SqlValue[]): string =>
  values.map(({ text }) => `coalesce(length(${text}) || ':' || ${text}, '-')`).join(" || ';' || ")

const hash = (name: string, algorithm: string, hexadecimal: string, example: string) =>
  strings.text({
    name,
    parameters: [{ name: 'value' }],
    more: { name: 'value' },
    description: `A short text that is the same for the same values, and different for others: ${algorithm} in base 64. Other products write other texts.`,
    missing: 'A missing value counts as a value of its own.',
    examples: [
      [`Len(${name}('abc'))`, Number(example)],
      [`${name}('a', 'b') = ${name}('a', 'b')`, -1],
      [`${name}('a', 'b') = ${name}('ab')`, 0],
    ],
    duckdb: ([first], more) => `rtrim(base64(unhex(${hexadecimal}(${joined([first, ...more])}))), '=')`,
  })

export const hashes = [
  hash('Hash128', 'MD5', 'md5', '22'),
  hash('Hash160', 'SHA-1', 'sha1', '27'),
  hash('Hash256', 'SHA-256', 'sha256', '43'),
]
