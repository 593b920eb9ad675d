import { expressionProblem } from './expression-problem.js'
import type { Token } from './tokenizer.js'

/** The tokens of an expression and how far they are read. */
export interface Cursor {
  readonly tokens: readonly Token[]
  position: number
}

export const peek = (cursor: Cursor): Token => cursor.tokens[cursor.position] ?? { kind: 'end', text: 'the end', at: 0 }

/** Reads the next token. */
export const next = (cursor: Cursor): Token => {
  const token = peek(cursor)
  cursor.position++
  return token
}

export const isSymbol = (token: Token, text: string): boolean => token.kind === 'symbol' && token.text === text

export const isWord = (token: Token, word: string): boolean =>
  token.kind === 'name' && token.text.toLowerCase() === word

/** Reads a symbol where it is next. */
export const takeSymbol = (cursor: Cursor, text: string): boolean => {
  if (!isSymbol(peek(cursor), text)) return false
  cursor.position++
  return true
}

/** @throws UnderstudyError ENGINE-EXPRESSION where something else is next */
export const expectSymbol = (cursor: Cursor, text: string): void => {
  const token = next(cursor)
  if (!isSymbol(token, text)) throw expressionProblem(token.at, `Expected ${text} but found ${token.text}`)
}

/** @throws UnderstudyError ENGINE-EXPRESSION where no name is next */
export const expectName = (cursor: Cursor): Token => {
  const token = next(cursor)
  if (token.kind !== 'name' && token.kind !== 'quotedName') {
    throw expressionProblem(token.at, `Expected a field name but found ${token.text}`)
  }
  return token
}

const maxDepth = 100

/** @throws UnderstudyError ENGINE-EXPRESSION beyond the depth that is read */
export const assertDepth = (cursor: Cursor, depth: number): void => {
  if (depth > maxDepth) throw expressionProblem(peek(cursor).at, 'The expression is nested too deeply')
}
