import { functionsOf, type ScalarFunction } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { foundEnd, groupPlaceProblem, groupProblem, partsAtGroup, partsAtMatch } from './regex-groups.js'
import { maxRegexLength, refuseRegexAt, regexMissing, regexSyntax, searched } from './regular-expression.js'

const strings = functionsOf('string')
const subject = [{ name: 'text' }, { name: 'regex' }] as const
const group = { name: 'group' } as const
const n = { name: 'n', optional: true } as const

/** Characters that a replacement may lead to: nested ones multiply. */
const maxReplaced = 100_000

/** The n-th of a list, counted from the right where n is negative. */
const nth = (list: string, position: SqlValue | undefined): string => {
  const at = position ? wholeNumber(position) : '1'
  return `(CASE WHEN ${at} <> 0 THEN list_extract(${list}, CAST(${at} AS BIGINT)) END)`
}

/** SQL over the parts of a text and the number of a place in it, each computed once; a negative number counts from the right. */
const overParts = (parts: string, position: string, print: (parts: string, at: string) => string): string => {
  const at = 'CASE WHEN found.n < 0 AND len(found.parts) + found.n > 0 THEN len(found.parts) + found.n ELSE found.n END'
  return `list_extract(list_transform(list_transform([struct_pack(parts := ${parts}, n := CAST(${position} AS BIGINT))], lambda found: struct_pack(parts := found.parts, n := ${at})), lambda reached: ${print('reached.parts', 'reached.n')}), 1)`
}

/** Where the n-th place is, from 1; 0 where it is not. The mark at the end of each earlier place is no character of the text. */
const placeOf = (parts: string, position: string): string =>
  overParts(
    parts,
    position,
    (of, at) =>
      `CASE WHEN ${of} IS NULL OR ${at} IS NULL THEN NULL WHEN ${at} < 1 OR ${at} >= len(${of}) THEN 0.0::DOUBLE ELSE CAST(length(array_to_string(list_slice(${of}, 1, ${at}), '')) - ${at} + 2 AS DOUBLE) END`,
  )

const withoutMarks = (text: string): string => `replace(${text}, ${foundEnd}, '')`

/** SQL of the text in which the n-th place, or each where n is 0, is replaced. */
const replacedAt = (parts: string, position: string, replacement: string): string =>
  overParts(parts, position, (of, at) => {
    const rest = (part: string) => `list_extract(string_split(${part}, ${foundEnd}), 2)`
    const joined = (list: string) => withoutMarks(`array_to_string(${list}, '')`)
    const all = `list_extract(${of}, 1) || array_to_string(list_transform(list_slice(${of}, 2, len(${of})), lambda part: ${replacement} || ${rest('part')}), '')`
    const one = `${joined(`list_slice(${of}, 1, ${at})`)} || ${replacement} || ${rest(`list_extract(${of}, ${at} + 1)`)} || ${joined(`list_slice(${of}, ${at} + 2, len(${of}))`)}`
    return `CASE WHEN ${at} = 0 THEN ${all} WHEN ${at} < 1 OR ${at} >= len(${of}) THEN ${joined(of)} WHEN ${at} IS NOT NULL THEN ${one} END`
  })

/** SQL of a text that can be replaced in without filling the memory. */
const replaceable = (text: SqlValue, replacement: SqlValue): string =>
  `(CASE WHEN length(${text.text}) * greatest(length(${replacement.text}), 1) <= ${maxReplaced} THEN ${text.text} END)`

interface Case {
  /** What the names of the functions end with. */
  readonly suffix: '' | 'I'
  /** The database's word for it. */
  readonly option: 'c' | 'i'
  readonly how: string
}

const functionsIn = ({ suffix, option, how }: Case): readonly ScalarFunction[] => [
  strings.number({
    name: `MatchRegEx${suffix}`,
    parameters: subject,
    more: { name: 'regex' },
    refusal: ([, ...literals]) => refuseRegexAt(...literals.keys())(literals),
    description: `The position of the first regular expression that the whole of a text matches, ${how}; 0 where none does. ${regexSyntax}`,
    missing: `A missing value matches nothing: 0; nor does what is made of values and no regular expression.`,
    examples: [
      [`MatchRegEx${suffix}('testSample', 'test')`, 0],
      [`MatchRegEx${suffix}('abc123', '[a-z]', '[0-9]', '[a-z]+[0-9]+', '.+')`, 3],
      [`MatchRegEx${suffix}('ABC', '[abc]+', '[123]')`, suffix ? 1 : 0],
    ],
    duckdb: ([text, first], more) => {
      const cases = [first, ...more].map((regex, index) => {
        const matches = searched(text.text, regex, (of, by) => `regexp_full_match(${of}, ${by}, '${option}')`)
        return `WHEN coalesce(${matches}, FALSE) THEN ${index + 1}.0::DOUBLE`
      })
      return `(CASE ${cases.join(' ')} ELSE 0.0::DOUBLE END)`
    },
  }),
  strings.dual({
    name: `IsRegEx${suffix}`,
    parameters: [{ name: 'text' }, { name: 'debug', optional: true }],
    description: `Whether a text is a regular expression, of at most ${maxRegexLength.toLocaleString('en')} characters; with a second argument the text of 0 says so in words. ${regexSyntax}`,
    missing: 'A missing value is none.',
    examples: [
      [`IsRegEx${suffix}('[a-z]')`, -1],
      [`IsRegEx${suffix}('[a-z')`, 0],
      [`IsRegEx${suffix}('(a', 1)`, { number: 0, text: 'no regular expression' }],
    ],
    duckdb: ([regex, debug]) => {
      const valid = `coalesce(list_extract(list_transform([${regex.text}], lambda regex: length(regex) <= ${maxRegexLength} AND TRY(regexp_matches('', regex)) IS NOT NULL), 1), FALSE)`
      return {
        number: () => `(CASE WHEN ${valid} THEN -1.0::DOUBLE ELSE 0.0::DOUBLE END)`,
        text: () => `(CASE WHEN ${valid} THEN '-1' ELSE '${debug ? 'no regular expression' : '0'}' END)`,
      }
    },
  }),
  strings.number({
    name: `CountRegEx${suffix}`,
    parameters: subject,
    refusal: refuseRegexAt(1),
    description: `How often a regular expression is found in a text, ${how}. ${regexSyntax}`,
    missing: regexMissing,
    examples: [
      [`CountRegEx${suffix}('abc123', '[0-9]')`, 3],
      [`CountRegEx${suffix}('ABC123', '[a-c]')`, suffix ? 3 : 0],
    ],
    duckdb: ([text, regex]) =>
      `CAST(len(${searched(text.text, regex, (of, by) => `regexp_extract_all(${of}, ${by}, 0, '${option}')`)}) AS DOUBLE)`,
  }),
  strings.number({
    name: `IndexRegEx${suffix}`,
    parameters: [...subject, n],
    refusal: refuseRegexAt(1),
    description: `Where a regular expression is found in a text for the n-th time, ${how}, from 1; 0 where it is not. A negative n counts from the right. ${regexSyntax}`,
    missing: regexMissing,
    examples: [
      [`IndexRegEx${suffix}('abc123', '[a-z][0-9]+')`, 3],
      [`IndexRegEx${suffix}('abc123', '[a-z][0-9]+', 2)`, 0],
      [`IndexRegEx${suffix}('ABC123', '[a-z][0-9]+')`, suffix ? 3 : 0],
      [`IndexRegEx${suffix}('a1b2', '[0-9]', -1)`, 4],
    ],
    duckdb: ([text, regex, count]) =>
      placeOf(
        searched(text.text, regex, (of, by) => partsAtMatch(of, by, option)),
        count ? wholeNumber(count) : '1',
      ),
  }),
  strings.number({
    name: `IndexRegExGroup${suffix}`,
    parameters: [...subject, group, n],
    refusal: ([, regex, of]) => groupPlaceProblem(regex, of),
    description: `Where a group of a regular expression is found in a text for the n-th time, ${how}, from 1; 0 where it is not. Group 0 is all of it. ${regexSyntax}`,
    examples: [
      [`IndexRegExGroup${suffix}('abc123', '([a-z]+)([0-9]+)', 2)`, 4],
      [`IndexRegExGroup${suffix}('abc123 def456', '([a-z]+)([0-9]+)', 2, 2)`, 11],
    ],
    duckdb: ([text, regex, of, count], _, bind) =>
      placeOf(partsAtGroup(text.text, regex, of, option, bind), count ? wholeNumber(count) : '1'),
  }),
  strings.text({
    name: `ExtractRegEx${suffix}`,
    parameters: [...subject, n],
    refusal: refuseRegexAt(1),
    description: `What a regular expression finds in a text, ${how}, for the n-th time; the first where n is left out, from the right where it is negative. ${regexSyntax}`,
    missing: `${regexMissing} Missing where it is not found.`,
    examples: [
      [`ExtractRegEx${suffix}('a,b c;1 2,3', '[a-z]|[0-9]', 4)`, '1'],
      [`ExtractRegEx${suffix}('abc', 'a|b', -1)`, 'b'],
      [`ExtractRegEx${suffix}('A,B C;1 2,3', '[a-c]|[4-9]')`, suffix ? 'A' : null],
    ],
    duckdb: ([text, regex, at]) =>
      nth(
        searched(text.text, regex, (of, by) => `regexp_extract_all(${of}, ${by}, 0, '${option}')`),
        at,
      ),
  }),
  strings.text({
    name: `ExtractRegExGroup${suffix}`,
    parameters: [...subject, group, n],
    refusal: ([, regex, of]) => groupProblem(regex, of),
    description: `What a group of a regular expression finds in a text, ${how}, for the n-th time. Group 0 is all of it. ${regexSyntax}`,
    missing: 'Missing where it is not found.',
    examples: [
      [`ExtractRegExGroup${suffix}('abc123 def456', '([a-z]+)([0-9]+)', 1, 2)`, 'def'],
      [`ExtractRegExGroup${suffix}('abc123 def456', '([a-z]+)([0-9]+)', 2)`, '123'],
    ],
    duckdb: ([text, regex, of, at]) =>
      nth(`regexp_extract_all(${text.text}, ${regex.text}, ${Number(of.literal)}, '${option}')`, at),
  }),
  strings.text({
    name: `ReplaceRegEx${suffix}`,
    parameters: [...subject, { name: 'to' }, { name: 'n', optional: true }],
    refusal: refuseRegexAt(1),
    description: `A text in which what a regular expression finds, ${how}, is replaced: the n-th time, from the right where n is negative; each time where n is 0 or left out. ${regexSyntax}`,
    missing: `${regexMissing} Missing where the lengths of text and replacement multiply to more than ${maxReplaced.toLocaleString('en')}.`,
    examples: [
      [`ReplaceRegEx${suffix}('abc123', '[0-9]', 'x')`, 'abcxxx'],
      [`ReplaceRegEx${suffix}('abc123', '[0-9]', 'x', 1)`, 'abcx23'],
      [`ReplaceRegEx${suffix}('abc123', '[0-9]', 'x', 4)`, 'abc123'],
      [`ReplaceRegEx${suffix}('ABC123', '[a-c]', '5')`, suffix ? '555123' : 'ABC123'],
      [`ReplaceRegEx${suffix}('abc123', '[0-9]', 'x', -1)`, 'abc12x'],
    ],
    duckdb: ([text, regex, to, at]) => {
      const within = replaceable(text, to)
      return replacedAt(
        searched(within, regex, (of, by) => partsAtMatch(of, by, option)),
        at ? wholeNumber(at) : '0',
        to.text,
      )
    },
  }),
  strings.text({
    name: `ReplaceRegExGroup${suffix}`,
    parameters: [...subject, { name: 'to' }, group, { name: 'n', optional: true }],
    refusal: ([, regex, , of]) => groupPlaceProblem(regex, of),
    description: `A text in which what a group of a regular expression finds, ${how}, is replaced: the n-th time, or each time where n is 0 or left out. Group 0 is all of it. ${regexSyntax}`,
    missing: `Missing where the lengths of text and replacement multiply to more than ${maxReplaced.toLocaleString('en')}.`,
    examples: [
      [`ReplaceRegExGroup${suffix}('abc123', '([a-z])([0-9]+)', 'x', 0)`, 'abx'],
      [`ReplaceRegExGroup${suffix}('abc123', '([a-z])([0-9]+)', 'x', 1)`, 'abx123'],
      [`ReplaceRegExGroup${suffix}('abc123', '([a-z])([0-9]+)', 'x', 2)`, 'abcx'],
      [`ReplaceRegExGroup${suffix}('abc123abc123', '([a-z])([0-9]+)', 'x', 1, 2)`, 'abc123abx123'],
    ],
    duckdb: ([text, regex, to, of, at], _, bind) => {
      const within = replaceable(text, to)
      return replacedAt(partsAtGroup(within, regex, of, option, bind), at ? wholeNumber(at) : '0', to.text)
    },
  }),
  strings.text({
    name: `SubFieldRegEx${suffix}`,
    parameters: [{ name: 'text' }, { name: 'delimiter' }, n],
    refusal: refuseRegexAt(1),
    description: `The n-th part of a text that a regular expression divides, ${how}; counted from the right where n is negative, the first where it is left out. ${regexSyntax}`,
    missing: `${regexMissing} Missing where there is no such part.`,
    examples: [
      [`SubFieldRegEx${suffix}('a,b c;1 2,3', ' |,|;', 4)`, '1'],
      [`SubFieldRegEx${suffix}('a;b;c;1;2;3', ';', 2)`, 'b'],
      [`SubFieldRegEx${suffix}('aXbxc', 'x', 2)`, suffix ? 'b' : 'c'],
    ],
    duckdb: ([text, delimiter, at]) =>
      nth(
        // The database heeds its option in expressions that do not change alone.
        searched(
          text.text,
          delimiter,
          (of, by) => `string_split_regex(${of}, '${option === 'i' ? '(?i)' : ''}' || ${by})`,
        ),
        at,
      ),
  }),
]

/** Functions of regular expressions, each with and without regard to case. */
export const regexes: readonly ScalarFunction[] = [
  ...functionsIn({ suffix: '', option: 'c', how: 'with case' }),
  ...functionsIn({ suffix: 'I', option: 'i', how: 'whatever its case' }),
]
