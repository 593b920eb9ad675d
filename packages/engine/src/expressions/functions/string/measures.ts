import { functionsOf } from '../scalar-function.js'
import { nonZero, type SqlValue, wholeNumber } from '../sql-value.js'

const strings = functionsOf('string')

/** Above the positions in all texts, and above the codes of characters. */
const beyondTexts = 2 ** 32

/** The positions in a text, from 1, where another begins. */
const occurrences = (text: SqlValue, wanted: SqlValue): string =>
  `list_filter(range(1, length(${text.text}) + 1), lambda p: starts_with(substring(${text.text}, p), ${wanted.text}))`

export const textMeasures = [
  strings.number({
    name: 'Len',
    wholeBelow: beyondTexts,
    parameters: [{ name: 'text' }],
    description: 'The count of characters of a text.',
    missing: 'A missing value has no characters: 0.',
    examples: [
      ["Len('abc')", 3],
      ['Len(Null())', 0],
      ['Len(12.5)', 4],
    ],
    duckdb: ([text]) => `CAST(coalesce(length(${text.text}), 0) AS DOUBLE)`,
  }),
  strings.number({
    name: 'Index',
    wholeBelow: beyondTexts,
    parameters: [{ name: 'text' }, { name: 'wanted' }, { name: 'n', optional: true }],
    description:
      'The position of the n-th occurrence of a text in another, from the right where n is negative; 0 where there is none.',
    examples: [
      ["Index('abcabc', 'b')", 2],
      ["Index('abcabc', 'b', 2)", 5],
      ["Index('abcabc', 'b', -1)", 5],
      ["Index('abcabc', 'x')", 0],
    ],
    duckdb: ([text, wanted, n]) =>
      n
        ? `(CASE WHEN ${text.text} IS NOT NULL AND ${wanted.text} IS NOT NULL THEN CAST(coalesce(list_extract(${occurrences(text, wanted)}, ${nonZero(wholeNumber(n))}), 0) AS DOUBLE) END)`
        : `CAST(strpos(${text.text}, ${wanted.text}) AS DOUBLE)`,
  }),
  strings.number({
    name: 'FindOneOf',
    wholeBelow: beyondTexts,
    parameters: [{ name: 'text' }, { name: 'characters' }, { name: 'n', optional: true }],
    description: 'The position of the n-th character of a text that is among others; 0 where there is none.',
    examples: [
      ["FindOneOf('my example text string', 'et%s')", 4],
      ["FindOneOf('my example text string', 'et%s', 3)", 12],
      ["FindOneOf('abc', 'xyz')", 0],
    ],
    duckdb: ([text, characters, n]) =>
      `(CASE WHEN ${text.text} IS NOT NULL THEN CAST(coalesce(list_extract(list_filter(range(1, length(${text.text}) + 1), lambda p: contains(${characters.text}, substring(${text.text}, p, 1))), ${n ? `${nonZero(wholeNumber(n))}` : '1'}), 0) AS DOUBLE) END)`,
  }),
  strings.number({
    name: 'SubStringCount',
    wholeBelow: beyondTexts,
    parameters: [{ name: 'text' }, { name: 'wanted' }],
    description: 'How often a text occurs in another.',
    examples: [
      ["SubStringCount('abcdefgcdxyz', 'cd')", 2],
      ["SubStringCount('abc', 'x')", 0],
    ],
    duckdb: ([text, wanted]) =>
      `(CASE WHEN ${wanted.text} = '' THEN 0.0::DOUBLE ELSE CAST(len(string_split(${text.text}, ${wanted.text})) - 1 AS DOUBLE) END)`,
  }),
  strings.number({
    name: 'Ord',
    wholeBelow: beyondTexts,
    parameters: [{ name: 'text' }],
    description: 'The Unicode code of the first character of a text.',
    examples: [
      ["Ord('A')", 65],
      ["Ord('')", null],
    ],
    duckdb: ([text]) => `(CASE WHEN ${text.text} <> '' THEN CAST(unicode(${text.text}) AS DOUBLE) END)`,
  }),
  strings.number({
    name: 'LevenshteinDist',
    wholeBelow: beyondTexts,
    parameters: [{ name: 'a' }, { name: 'b' }],
    description:
      'How many characters have to be added, removed or changed to make one text of another. Of long texts the first 200 characters count.',
    examples: [["LevenshteinDist('Kitten', 'Sitting')", 3]],
    duckdb: ([a, b]) => `CAST(levenshtein(left(${a.text}, 200), left(${b.text}, 200)) AS DOUBLE)`,
  }),
]
