import { expressionProblem } from './expression-problem.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { BinaryOperator } from './nodes/operator-nodes.js'
import { type Token, tokenize } from './tokenizer.js'

const maxLength = 20_000
const maxDepth = 100

/** How tightly infix operators bind; all associate to the left. */
const bindingPower: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ['=', 4],
  ['<>', 4],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['&', 5],
  ['+', 6],
  ['-', 6],
  ['*', 7],
  ['/', 7],
])
const notPower = 3
const signPower = 8

/** The tokens and how far they are read. */
interface Cursor {
  readonly tokens: readonly Token[]
  position: number
}

/**
 * Parses a chart expression, with or without a leading `=` (a Pratt parser: one loop over binding powers).
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with the position of the error
 */
export const parseExpression = (source: string): ExpressionNode => {
  if (source.length > maxLength) throw expressionProblem(maxLength, 'The expression is too long')
  const tokens = tokenize(source)
  const cursor: Cursor = { tokens, position: 0 }
  if (peek(cursor).kind === 'symbol' && peek(cursor).text === '=') cursor.position++
  if (peek(cursor).kind === 'end') throw expressionProblem(0, 'The expression is empty')
  const node = parseOperators(cursor, 0, 0)
  const rest = peek(cursor)
  if (rest.kind !== 'end') throw expressionProblem(rest.at, `Unexpected ${rest.text}`)
  return node
}

const peek = (cursor: Cursor): Token => cursor.tokens[cursor.position] ?? { kind: 'end', text: 'the end', at: 0 }

const next = (cursor: Cursor): Token => {
  const token = peek(cursor)
  cursor.position++
  return token
}

const isSymbol = (token: Token, text: string): boolean => token.kind === 'symbol' && token.text === text

const isWord = (token: Token, word: string): boolean => token.kind === 'name' && token.text.toLowerCase() === word

const infixOperator = (token: Token): string | undefined => {
  if (token.kind === 'symbol') return token.text
  return isWord(token, 'and') || isWord(token, 'or') ? token.text.toLowerCase() : undefined
}

const parseOperators = (cursor: Cursor, minPower: number, depth: number): ExpressionNode => {
  if (depth > maxDepth) throw expressionProblem(peek(cursor).at, 'The expression is nested too deeply')
  let left = parsePrefix(cursor, depth)
  // Chains associate to the left and grow the tree by one level each.
  for (let length = depth; ; length++) {
    const token = peek(cursor)
    const operator = infixOperator(token)
    const power = operator === undefined ? undefined : bindingPower.get(operator)
    if (power === undefined || power <= minPower) return left
    if (length > maxDepth * 5) throw expressionProblem(token.at, 'The expression has too many operators')
    cursor.position++
    const right = parseOperators(cursor, power, depth + 1)
    left = { kind: 'binary', operator: operator as BinaryOperator, left, right, at: token.at }
  }
}

const parsePrefix = (cursor: Cursor, depth: number): ExpressionNode => {
  const token = next(cursor)
  const { at, text } = token
  if (token.kind === 'number') return { kind: 'number', value: Number(text), at }
  if (token.kind === 'text') return { kind: 'text', value: text, at }
  if (token.kind === 'quotedName') return { kind: 'field', name: text, at }
  if (isSymbol(token, '-') || isSymbol(token, '+')) {
    return { kind: 'unary', operator: text as '-' | '+', operand: parseOperators(cursor, signPower, depth + 1), at }
  }
  if (isWord(token, 'not')) {
    return { kind: 'unary', operator: 'not', operand: parseOperators(cursor, notPower, depth + 1), at }
  }
  if (isSymbol(token, '(')) {
    const inner = parseOperators(cursor, 0, depth + 1)
    expectSymbol(cursor, ')')
    return inner
  }
  if (token.kind !== 'name') throw expressionProblem(at, `Unexpected ${text}`)
  return isSymbol(peek(cursor), '(') ? parseCall(cursor, token, depth) : { kind: 'field', name: text, at }
}

const parseCall = (cursor: Cursor, name: Token, depth: number): CallNode => {
  cursor.position++
  const distinct = takeQualifier(cursor)
  const args: ExpressionNode[] = []
  if (!isSymbol(peek(cursor), ')')) {
    args.push(parseOperators(cursor, 0, depth + 1))
    while (isSymbol(peek(cursor), ',')) {
      cursor.position++
      args.push(parseOperators(cursor, 0, depth + 1))
    }
  }
  expectSymbol(cursor, ')')
  return { kind: 'call', name: name.text, distinct, args, at: name.at }
}

/** `DISTINCT` before an argument; a field of that name is written in brackets. */
const takeQualifier = (cursor: Cursor): boolean => {
  const token = peek(cursor)
  if (isWord(token, 'total')) throw expressionProblem(token.at, 'TOTAL is not supported')
  if (!isWord(token, 'distinct')) return false
  cursor.position++
  return true
}

const expectSymbol = (cursor: Cursor, text: string): void => {
  const token = next(cursor)
  if (!isSymbol(token, text)) throw expressionProblem(token.at, `Expected ${text} but found ${token.text}`)
}
