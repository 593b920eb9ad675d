import { isWellFormedText } from '@understudy/contract'
import { filterError } from './filter-error.js'

/** A token with the offset of its first character. */
export type FilterToken =
  | { readonly kind: 'open' | 'close' | 'end'; readonly position: number }
  | { readonly kind: 'word'; readonly text: string; readonly position: number }
  | { readonly kind: 'string'; readonly value: string; readonly position: number }

const space = /[ \t\r\n]+/y
const word = /[^\s()"]+/y
const jsonString = /"(?:[^"\\]|\\.)*"/y

const match = (pattern: RegExp, text: string, position: number): string | undefined => {
  pattern.lastIndex = position
  return pattern.exec(text)?.[0]
}

const parseLiteral = (literal: string, position: number): string => {
  try {
    return JSON.parse(literal)
  } catch {
    throw filterError(position, 'this is not a JSON string; write \\" for a quote and \\\\ for a backslash')
  }
}

/** Reads the string that begins at `position`; `end` is the offset behind it. */
const readString = (text: string, position: number): { readonly value: string; readonly end: number } => {
  const literal = match(jsonString, text, position)
  if (literal === undefined) throw filterError(position, 'the string that starts here is not closed; end it with "')
  const value = parseLiteral(literal, position)
  if (value.includes('\0')) throw filterError(position, 'the string holds a NUL character; remove it')
  if (!isWellFormedText(value))
    throw filterError(position, 'the string is no Unicode; it holds half of a surrogate pair')
  return { value, end: position + literal.length }
}

/**
 * Splits a filter into its tokens. Values are JSON strings (RFC 7644 section 3.4.2.2, `compValue`).
 *
 * @throws UnderstudyError REST-INVALID-FILTER for a string that is not closed or not JSON
 */
export const filterTokens = (text: string): FilterToken[] => {
  const tokens: FilterToken[] = []
  let position = 0
  while (position < text.length) {
    const character = text[position]
    const blank = match(space, text, position)
    if (blank !== undefined) {
      position += blank.length
    } else if (character === '(' || character === ')') {
      tokens.push({ kind: character === '(' ? 'open' : 'close', position })
      position += 1
    } else if (character === '"') {
      const { value, end } = readString(text, position)
      tokens.push({ kind: 'string', value, position })
      position = end
    } else {
      const found = match(word, text, position) ?? text.slice(position)
      tokens.push({ kind: 'word', text: found, position })
      position += found.length
    }
  }
  tokens.push({ kind: 'end', position: text.length })
  return tokens
}
