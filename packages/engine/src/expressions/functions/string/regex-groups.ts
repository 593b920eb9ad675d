import { RE2JS } from 're2js'
import type { Bind } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { regexProblem } from './regular-expression.js'

/** Around each place that is found: no text holds these two, which Unicode gives to no character. */
const foundStart = 'chr(64976)'
export const foundEnd = 'chr(64977)'

/** A regular expression in three parts, each a group: what is before a group of it, the group, what is after. */
interface Divided {
  readonly regex: string
  readonly before: number
  readonly group: number
  readonly after: number
}

/** Where groups begin and end that are not inside of others, and the numbers of groups; `null` for what cannot be divided. */
const divided = (regex: string, wanted: number): Divided | null => {
  const open: { readonly at: number; readonly number: number | null }[] = []
  let count = 0
  let inside: { readonly from: number; readonly to: number; readonly last: number } | null = null
  let inClass = false
  for (let at = 0; at < regex.length; at++) {
    const char = regex[at]
    if (char === '\\') {
      if (regex[at + 1] === 'Q') return null
      at++
    } else if (inClass) inClass = char !== ']' || regex[at - 1] === '[' || regex.slice(at - 2, at) === '[^'
    else if (char === '[') inClass = true
    else if (char === '|' && open.length === 0) return null
    else if (char === '(') {
      const special = regex[at + 1] === '?'
      if (special && !/^\(\?(?:P?<|:)/.test(regex.slice(at))) return null
      const captures = !regex.startsWith('(?:', at)
      if (captures) count++
      open.push({ at, number: captures ? count : null })
    } else if (char === ')') {
      const closed = open.pop()
      if (closed?.number === wanted && open.length === 0) inside = { from: closed.at, to: at + 1, last: count }
    }
  }
  if (!inside || /^[*+?{]/.test(regex.slice(inside.to))) return null
  return {
    regex: `(${regex.slice(0, inside.from)})${regex.slice(inside.from, inside.to)}(${regex.slice(inside.to)})`,
    before: 1,
    group: wanted + 1,
    after: inside.last + 2,
  }
}

/** Rewriting knows groups of one digit. */
const maxGroup = 9

/** What is searched to find the places of a group, and what stands before, in and after each. */
interface GroupSearch {
  readonly regex: string
  readonly before: string
  readonly group: string
  readonly after: string
}

const groupSearch = (regex: string, group: number): GroupSearch | null => {
  if (group === 0) return { regex, before: '', group: '\\0', after: '' }
  const parts = divided(regex, group)
  if (!parts || parts.after > maxGroup) return null
  return {
    regex: parts.regex,
    before: `\\${parts.before}`,
    group: `\\${parts.group}`,
    after: `\\${parts.after}`,
  }
}

/** What is wrong with a group of a regular expression, as both are written in the formula. */
export const groupProblem = (regex: Literal, group: Literal): string | undefined => {
  if (typeof regex !== 'string' || typeof group !== 'number')
    return 'The regular expression and the number of its group have to be written in the expression'
  const problem = regexProblem(regex)
  if (problem !== undefined) return problem
  const count = RE2JS.compile(regex).groupCount()
  return Number.isInteger(group) && group >= 0 && group <= count
    ? undefined
    : `'${regex}' has groups 0 (all of it) to ${count}, not ${group}`
}

/** The same for a function that has to know where the group is found. */
export const groupPlaceProblem = (regex: Literal, group: Literal): string | undefined =>
  groupProblem(regex, group) ??
  (groupSearch(String(regex), Number(group))
    ? undefined
    : `The place of group ${group} in '${regex}' cannot be told here: let the group be in no other group, not repeated, and without | beside it`)

type Literal = string | number | undefined

/**
 * SQL of the parts that the found places of a group divide a text into: each but the first begins with one, which reaches
 * to `foundEnd`.
 *
 * @param regex and group have been checked by `groupPlaceProblem`
 */
export const partsAtGroup = (text: string, regex: SqlValue, group: SqlValue, options: string, bind: Bind): string => {
  const search = groupSearch(String(regex.literal), Number(group.literal))
  return search ? partsAt(text, bind(search.regex), search, options) : 'NULL::VARCHAR[]'
}

/** SQL of the parts that the places divide a text into at which all of a regular expression is found. */
export const partsAtMatch = (text: string, regex: string, options: string): string =>
  partsAt(text, regex, { before: '', group: '\\0', after: '' }, options)

const partsAt = (
  text: string,
  regex: string,
  { before, group, after }: Omit<GroupSearch, 'regex'>,
  options: string,
): string =>
  `string_split(regexp_replace(${text}, ${regex}, '${before}' || ${foundStart} || '${group}' || ${foundEnd} || '${after}', 'g${options}'), ${foundStart})`
