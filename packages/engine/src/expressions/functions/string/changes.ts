import { functionsOf } from '../scalar-function.js'
import { wholeNumber } from '../sql-value.js'

const strings = functionsOf('string')
const parameters = [{ name: 'text' }] as const

/** The longest text that Repeat makes: a formula must not fill the memory. */
const maxRepeated = 10_000
/** Characters that a replacement may lead to: nested ones multiply. */
const maxReplaced = 100_000

export const textChanges = [
  strings.text({
    name: 'Upper',
    parameters,
    description: 'A text in capital letters.',
    examples: [["Upper('aBc')", 'ABC']],
    duckdb: ([text]) => `upper(${text.text})`,
  }),
  strings.text({
    name: 'Lower',
    parameters,
    description: 'A text in small letters.',
    examples: [["Lower('aBc')", 'abc']],
    duckdb: ([text]) => `lower(${text.text})`,
  }),
  strings.text({
    name: 'Capitalize',
    parameters,
    description: 'A text with a capital letter at the start of each word, small ones elsewhere.',
    examples: [["Capitalize('AA bb cC')", 'Aa Bb Cc']],
    duckdb: ([text]) =>
      `array_to_string(list_transform(string_split(lower(${text.text}), ' '), lambda w: upper(left(w, 1)) || substring(w, 2)), ' ')`,
  }),
  strings.text({
    name: 'Trim',
    parameters,
    description: 'A text without the blanks around it.',
    examples: [["Trim('  a b ')", 'a b']],
    duckdb: ([text]) => `trim(${text.text})`,
  }),
  strings.text({
    name: 'LTrim',
    parameters,
    description: 'A text without the blanks before it.',
    examples: [["LTrim('  a ') & '|'", 'a |']],
    duckdb: ([text]) => `ltrim(${text.text})`,
  }),
  strings.text({
    name: 'RTrim',
    parameters,
    description: 'A text without the blanks after it.',
    examples: [["RTrim('  a ') & '|'", '  a|']],
    duckdb: ([text]) => `rtrim(${text.text})`,
  }),
  strings.text({
    name: 'Replace',
    parameters: [{ name: 'text' }, { name: 'from' }, { name: 'to' }],
    description: 'A text in which each occurrence of another, with case, is replaced.',
    missing: `Missing, too, where the lengths of text and replacement multiply to more than ${maxReplaced.toLocaleString('en')}.`,
    examples: [
      ["Replace('abcabc', 'b', 'X')", 'aXcaXc'],
      ["Replace('abc', '', 'X')", 'abc'],
      ["Replace('abc', 'B', 'X')", 'abc'],
      ["Replace(Repeat('a', 1001), 'a', Repeat('b', 100))", null],
    ],
    duckdb: ([text, from, to]) =>
      `(CASE WHEN ${from.text} = '' THEN ${text.text} ELSE replace(CASE WHEN length(${text.text}) * greatest(length(${to.text}), 1) <= ${maxReplaced} THEN ${text.text} END, ${from.text}, ${to.text}) END)`,
  }),
  strings.text({
    name: 'Repeat',
    parameters: [{ name: 'text' }, { name: 'count' }],
    description: 'A text several times in a row.',
    missing: `Missing, too, where that is longer than ${maxRepeated.toLocaleString('en')} characters.`,
    examples: [
      ["Repeat('ab', 3)", 'ababab'],
      ["Repeat('ab', 0)", ''],
      ["Len(Repeat('ab', 5000))", 10_000],
      ["Repeat('ab', 5001)", null],
    ],
    duckdb: ([text, count]) => {
      const times = `greatest(${wholeNumber(count)}, 0)`
      return `(CASE WHEN ${wholeNumber(count)} IS NOT NULL AND length(${text.text}) * ${times} <= ${maxRepeated} THEN repeat(${text.text}, ${times}) END)`
    },
  }),
  strings.text({
    name: 'KeepChar',
    parameters: [{ name: 'text' }, { name: 'kept' }],
    description: 'The characters of a text that are among others.',
    examples: [["KeepChar('a1b2', '12')", '12']],
    duckdb: ([text, kept]) =>
      `array_to_string(list_filter(string_split(${text.text}, ''), lambda c: contains(${kept.text}, c)), '')`,
  }),
  strings.text({
    name: 'PurgeChar',
    parameters: [{ name: 'text' }, { name: 'purged' }],
    description: 'The characters of a text that are not among others.',
    examples: [["PurgeChar('a1b2', '12')", 'ab']],
    duckdb: ([text, purged]) =>
      `array_to_string(list_filter(string_split(${text.text}, ''), lambda c: NOT contains(${purged.text}, c)), '')`,
  }),
  strings.text({
    name: 'Chr',
    parameters: [{ name: 'code' }],
    description: 'The character with a Unicode code.',
    examples: [
      ['Chr(65)', 'A'],
      ['Chr(0)', null],
    ],
    duckdb: ([code]) => {
      const point = wholeNumber(code)
      return `(CASE WHEN ${point} BETWEEN 1 AND 55295 OR ${point} BETWEEN 57344 AND 1114111 THEN chr(CAST(${point} AS INTEGER)) END)`
    },
  }),
]
