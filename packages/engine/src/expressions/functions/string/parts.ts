import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'

const strings = functionsOf('string')

/** A count of characters, or a position: never below the least; the database's `greatest` would pass over a missing one. */
const atLeast = (least: 0 | 1, value: SqlValue): string => {
  const whole = wholeNumber(value)
  return `(CASE WHEN ${whole} < ${least} THEN ${least} ELSE ${whole} END)`
}

/** SQL of a number of an occurrence, from 1; missing below. */
const positive = (value: SqlValue): string => {
  const whole = wholeNumber(value)
  return `(CASE WHEN ${whole} >= 1 THEN ${whole} END)`
}

/** Positions of a text's parts, counted from 1, or from the right where negative. */
const part = (parts: string, n: string): string =>
  `(CASE WHEN ${n} = 0 THEN NULL ELSE list_extract(${parts}, ${n}) END)`

export const textParts = [
  strings.text({
    name: 'Left',
    parameters: [{ name: 'text' }, { name: 'count' }],
    description: 'The first characters of a text.',
    examples: [
      ["Left('abcdef', 3)", 'abc'],
      ["Left('ab', 9)", 'ab'],
      ["Left('ab', -1)", ''],
    ],
    duckdb: ([text, n]) => `left(${text.text}, ${atLeast(0, n)})`,
  }),
  strings.text({
    name: 'Right',
    parameters: [{ name: 'text' }, { name: 'count' }],
    description: 'The last characters of a text.',
    examples: [
      ["Right('abcdef', 2)", 'ef'],
      ["Right('ab', 9)", 'ab'],
    ],
    duckdb: ([text, n]) => `right(${text.text}, ${atLeast(0, n)})`,
  }),
  strings.text({
    name: 'Mid',
    parameters: [{ name: 'text' }, { name: 'start' }, { name: 'count', optional: true }],
    description: 'The characters of a text from a position on, counted from 1; all of them where no count is given.',
    examples: [
      ["Mid('abcd', 2)", 'bcd'],
      ["Mid('abcd', 2, 2)", 'bc'],
      ["Mid('abcd', 9)", ''],
    ],
    duckdb: ([text, start, n]) => `substring(${text.text}, ${atLeast(1, start)}${n ? `, ${atLeast(0, n)}` : ''})`,
  }),
  strings.text({
    name: 'SubField',
    parameters: [{ name: 'text' }, { name: 'delimiter' }, { name: 'n', optional: true }],
    description:
      'The n-th part of a text that a delimiter divides; counted from the right where n is negative. The first part where n is left out.',
    examples: [
      ["SubField('a;b;c', ';', 2)", 'b'],
      ["SubField('a;b;c', ';', -1)", 'c'],
      ["SubField('a;b;c', ';', 4)", null],
      ["SubField('', ';', 1)", ''],
      ["SubField('a;b;c', ';')", 'a'],
    ],
    duckdb: ([text, delimiter, n]) => part(`string_split(${text.text}, ${delimiter.text})`, n ? wholeNumber(n) : '1'),
  }),
  strings.text({
    name: 'TextBetween',
    parameters: [{ name: 'text' }, { name: 'before' }, { name: 'after' }, { name: 'n', optional: true }],
    description: 'The text between two delimiters, of their n-th occurrence.',
    examples: [
      ["TextBetween('<a><b>', '<', '>')", 'a'],
      ["TextBetween('<a><b>', '<', '>', 2)", 'b'],
      ["TextBetween('<>', '<', '>')", ''],
      ["TextBetween('<a', '<', '>')", null],
    ],
    duckdb: ([text, before, after, n]) => {
      const rest = `CAST(list_extract(string_split(${text.text}, ${before.text}), ${n ? positive(n) : '1'} + 1) AS VARCHAR)`
      const end = `CAST(${after.text} AS VARCHAR)`
      return `(CASE WHEN contains(${rest}, ${end}) THEN list_extract(string_split(${rest}, ${end}), 1) END)`
    },
  }),
]
