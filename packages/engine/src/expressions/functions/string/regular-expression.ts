import { RE2JS } from 're2js'
import type { Refusal } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

/** Characters of a regular expression: one that a formula makes of values is read anew for each row. */
export const maxRegexLength = 1_000

/** What the syntax is, for descriptions: a search takes time for the length of the text alone, whatever is searched. */
export const regexSyntax =
  'Regular expressions are those of RE2: without looking ahead or behind, and without references to groups.'

/** Missing where a regular expression that is made of values is none, or too long. */
export const regexMissing = `Missing, too, where the regular expression comes from a value and is none, or longer than ${maxRegexLength.toLocaleString('en')} characters.`

/** What is wrong with a regular expression; `undefined` where nothing is. */
export const regexProblem = (regex: string): string | undefined => {
  if (regex.length > maxRegexLength) return `A regular expression has at most ${maxRegexLength} characters`
  try {
    RE2JS.compile(regex)
    return undefined
  } catch (error) {
    const told = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read'
    return `'${regex}' is no regular expression that is known here: ${told}`
  }
}

/** Refuses a call for a regular expression that is written in it, at these positions of its arguments. */
export const refuseRegexAt =
  (...positions: readonly number[]): Refusal =>
  (literals) =>
    positions
      .map((position) => literals[position])
      .map((literal) => (typeof literal === 'string' ? regexProblem(literal) : undefined))
      .find((problem) => problem !== undefined)

/**
 * SQL of a function of a text and a regular expression. One that is written in the formula has been checked, and is read
 * once; one that is made of values is read for each row, and where it cannot be read the result is missing.
 *
 * @param print the function's SQL, from that of the text and of the regular expression
 */
export const searched = (text: string, regex: SqlValue, print: (text: string, regex: string) => string): string => {
  if (typeof regex.literal === 'string') return print(text, regex.text)
  const bounded = `(CASE WHEN length(${regex.text}) <= ${maxRegexLength} THEN ${regex.text} END)`
  // Out of a list, as the database reads one that does not hang on rows before it evaluates anything, and fails there.
  return `list_extract(list_transform([struct_pack(searched := ${text}, regex := ${bounded})], lambda pair: TRY(${print('pair.searched', 'pair.regex')})), 1)`
}
