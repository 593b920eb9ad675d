import { UnderstudyError } from '@understudy/contract'
import type { AppFormats } from '../../format/app-formats.js'
import { readValue } from '../../format/read-value.js'
import {
  type BoundsCondition,
  type NumberBound,
  type ValueCondition,
  wordCharacter,
} from '../../plan/symbol-condition.js'

/** What a search looks for. */
export type Search =
  /** Values that meet a condition. */
  | { readonly kind: 'condition'; readonly condition: ValueCondition }
  /** Values that are alike, the most alike first. */
  | { readonly kind: 'alike'; readonly text: string }
  /** Values for which an expression is a number that is not zero. */
  | { readonly kind: 'expression'; readonly source: string }

/**
 * How a text without wildcards is found: in a list box by the beginnings of words in it; by a program, and in a set, where it
 * is the whole text of a value.
 */
export type SearchManner = 'words' | 'whole'

const maxDepth = 20
const maxBounds = 10
const maxWords = 100

/** The expression of a search by one, as it is written. */
export const searchedExpression = (search: string): string | undefined => {
  const text = search.trim()
  return text.startsWith('=') ? text.slice(1) : undefined
}

/**
 * Reads a search as QIX knows it: `=expression`, `~alike`, bounds such as `>=5<10`, `(a|b)` with the operators `|`, `&`, `^`
 * (one of two, not both) and `!`, wildcards `*`, `?` and `^` (where a word begins) for whole texts, and words, of which one
 * is enough; a phrase in quotes is one. The case of letters does not matter.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION where brackets nest too deep, or there are too many bounds or words
 */
export const parseSearch = (search: string, manner: SearchManner, formats: AppFormats): Search => {
  const text = search.trim()
  const source = searchedExpression(search)
  if (source !== undefined) return { kind: 'expression', source }
  if (text.startsWith('~') && text.length > 1) return { kind: 'alike', text: text.slice(1).trim().toLowerCase() }
  return { kind: 'condition', condition: conditionOf(manner === 'words' ? text : search, manner, formats) }
}

const conditionOf = (text: string, manner: SearchManner, formats: AppFormats): ValueCondition => {
  if (/^\s*[<>]/.test(text)) return boundsOf(text.trim(), formats)
  return compoundOf(text.trim(), formats) ?? (manner === 'words' ? wordsOf(text) : wholeText(text))
}

const wholeText = (text: string): ValueCondition => ({
  kind: 'pattern',
  pattern: text.toLowerCase().replace(/\*+/g, '*'),
})

const hasWildcards = (text: string): boolean => /[*?^]/.test(text)

const wordsOf = (text: string): ValueCondition => {
  if (hasWildcards(text)) return wholeText(unquoted(text))
  const words = [...text.matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([word, phrase]) => phrase ?? word)
  const of = words.filter((word) => word.trim() !== '').map(beginningOfWord)
  if (of.length > maxWords) throw new UnderstudyError('ENGINE-EXPRESSION', `A search has at most ${maxWords} words`)
  return of.length === 1 && of[0] ? of[0] : { kind: 'any', of }
}

const unquoted = (text: string): string => /^"([^"]+)"$/.exec(text)?.[1] ?? text

const beginningOfWord = (word: string): ValueCondition => {
  const [first = ''] = word
  return wholeText(`*${wordCharacter.test(first) ? '^' : ''}${word}*`)
}

const bound = /^(<=|>=|<|>)\s*([^<>=\s][^<>=]*)/

/** Bounds that no number can be read from are met by nothing. */
const boundsOf = (search: string, formats: AppFormats): BoundsCondition => {
  const nothing: BoundsCondition = { kind: 'bounds', bounds: [] }
  const bounds: NumberBound[] = []
  let rest = search
  for (let found = bound.exec(rest); found; found = bound.exec(rest)) {
    const limit = readValue((found[2] ?? '').trim(), formats)
    if (limit === null) return nothing
    if (bounds.length === maxBounds)
      throw new UnderstudyError('ENGINE-EXPRESSION', `A search has at most ${maxBounds} bounds`)
    bounds.push({ comparison: found[1] as NumberBound['comparison'], limit })
    rest = rest.slice(found[0].length).trimStart()
  }
  return rest === '' ? { kind: 'bounds', bounds } : nothing
}

const operators = { '|': '+', '&': '*', '^': '/' } as const

/** A part of alternatives: `^` is a wildcard at its beginning and between another and a letter, and an operator elsewhere. */
const operand = /^"[^"]*"|^(?:^\^|(?<=[*?])\^(?![\s*?(!"])|[^|&^()!"])+/

/** Alternatives in brackets; `undefined` for what only begins like them, which is a text. */
const compoundOf = (text: string, formats: AppFormats): ValueCondition | undefined => {
  if (!/^(?:\(.*[|&^!].*|!\(.*)\)$/s.test(text)) return undefined
  let position = 0
  const rest = () => text.slice(position)
  const skipBlanks = () => {
    position += /^\s*/.exec(rest())?.[0].length ?? 0
  }

  /** @returns `undefined` where brackets do not match, or a part is missing */
  const operation = (depth: number): ValueCondition | undefined => {
    let left = part(depth)
    for (skipBlanks(); left; skipBlanks()) {
      const operator = operators[text[position] as keyof typeof operators]
      if (operator === undefined) return left
      position++
      const right = part(depth)
      left = right && { kind: 'operation', operator, left, right }
    }
    return left
  }

  const part = (depth: number): ValueCondition | undefined => {
    if (depth > maxDepth)
      throw new UnderstudyError('ENGINE-EXPRESSION', `Brackets of a search nest at most ${maxDepth} deep`)
    skipBlanks()
    if (text[position] === '!') {
      position++
      const not = part(depth + 1)
      return not && { kind: 'operation', operator: '-', left: { kind: 'everything' }, right: not }
    }
    if (text[position] === '(') {
      position++
      const inner = operation(depth + 1)
      if (text[position] !== ')') return undefined
      position++
      return inner
    }
    const [written = ''] = operand.exec(rest()) ?? []
    position += written.length
    const wanted = unquoted(written.trim())
    if (wanted === '') return undefined
    return /^[<>]/.test(wanted) ? boundsOf(wanted, formats) : wholeText(wanted)
  }

  const whole = operation(0)
  skipBlanks()
  return position === text.length ? whole : undefined
}
