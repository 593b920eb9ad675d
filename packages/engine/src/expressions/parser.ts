import {
  assertDepth,
  type Cursor,
  expectName,
  expectSymbol,
  isSymbol,
  isWord,
  next,
  peek,
  takeSymbol,
} from './cursor.js'
import { expressionProblem } from './expression-problem.js'
import type { CallNode, NameNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { PrefixOperator } from './nodes/operator-nodes.js'
import type { OuterSet } from './nodes/scoped-node.js'
import { parseOuterSet } from './parse-set.js'
import { isSorted, parseSorted } from './parse-sorted.js'
import { type Token, tokenize } from './tokenizer.js'

const maxLength = 20_000
/** Operators in a row: each makes the tree one level deeper. */
const maxChain = 200

/** How tightly infix operators bind; all associate to the left. */
const bindingPower: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['xor', 1],
  ['and', 2],
  ...['=', '<>', '<', '<=', '>', '>=', 'like', 'precedes', 'follows'].map((operator) => [operator, 4] as const),
  ['&', 5],
  ['bitor', 6],
  ['bitxor', 6],
  ['bitand', 7],
  ['<<', 8],
  ['>>', 8],
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['/', 10],
])
const notPower = 3
const signPower = 11

/**
 * Parses a chart expression, with or without a leading `=` (a Pratt parser: one loop over binding powers).
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with the position of the error
 */
export const parseExpression = (source: string): ExpressionNode => {
  if (source.length > maxLength) throw expressionProblem(maxLength, 'The expression is too long')
  const cursor: Cursor = { tokens: tokenize(source), position: 0 }
  takeSymbol(cursor, '=')
  if (peek(cursor).kind === 'end') throw expressionProblem(0, 'The expression is empty')
  const node = parseScope(cursor, 0)
  const rest = peek(cursor)
  if (rest.kind !== 'end') throw expressionProblem(rest.at, `Unexpected ${rest.text}`)
  return node
}

/**
 * Checks that a text is sets alone, one or more, which may stand in front of any expression.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with the position of what is no set
 */
export const assertSets = (source: string): void => {
  if (source.length > maxLength) throw expressionProblem(maxLength, 'The set is too long')
  const cursor: Cursor = { tokens: tokenize(source), position: 0 }
  for (let depth = 0; depth === 0 || peek(cursor).kind !== 'end'; depth++) {
    const token = peek(cursor)
    if (!isSymbol(token, '{')) throw expressionProblem(token.at, `Expected a set but found ${token.text}`)
    parseOuterSet(cursor, depth, parseScope)
  }
}

/** What stands between brackets, or alone: sets in front of it reach to its end. */
const parseScope = (cursor: Cursor, depth: number): ExpressionNode => {
  assertDepth(cursor, depth)
  const token = peek(cursor)
  if (!isSymbol(token, '{')) return parseOperators(cursor, 0, depth)
  const outer = parseOuterSet(cursor, depth, parseScope)
  return { kind: 'scoped', ...outer, operand: parseScope(cursor, depth + 1), at: token.at }
}

const infixOperator = (token: Token): string | undefined =>
  token.kind === 'symbol' || token.kind === 'name' ? token.text.toLowerCase() : undefined

const parseOperators = (cursor: Cursor, minPower: number, depth: number): ExpressionNode => {
  assertDepth(cursor, depth)
  let left = parsePrefix(cursor, depth)
  for (let length = depth; ; length++) {
    const token = peek(cursor)
    const operator = infixOperator(token)
    const power = operator === undefined ? undefined : bindingPower.get(operator)
    if (operator === undefined || power === undefined || power <= minPower) return left
    if (length > maxChain) throw expressionProblem(token.at, 'The expression has too many operators')
    cursor.position++
    const right = parseOperators(cursor, power, depth + 1)
    left = { kind: 'binary', operator, left, right, at: token.at }
  }
}

const prefixOperator = (token: Token): { readonly operator: PrefixOperator; readonly power: number } | undefined => {
  if (isSymbol(token, '-') || isSymbol(token, '+')) return { operator: token.text as '-' | '+', power: signPower }
  if (isWord(token, 'bitnot')) return { operator: 'bitnot', power: signPower }
  return isWord(token, 'not') ? { operator: 'not', power: notPower } : undefined
}

const finiteNumber = ({ text, at }: Token): number => {
  const value = Number(text)
  if (Number.isFinite(value)) return value
  throw expressionProblem(at, `${text} is beyond the range of numbers`)
}

const parsePrefix = (cursor: Cursor, depth: number): ExpressionNode => {
  const token = next(cursor)
  const { at, text } = token
  if (token.kind === 'number') return { kind: 'number', value: finiteNumber(token), at }
  if (token.kind === 'text') return { kind: 'text', value: text, at }
  if (token.kind === 'quotedName') return { kind: 'field', name: text, at }
  const prefix = prefixOperator(token)
  if (prefix) {
    return { kind: 'unary', operator: prefix.operator, operand: parseOperators(cursor, prefix.power, depth + 1), at }
  }
  if (isSymbol(token, '(')) {
    const inner = parseScope(cursor, depth + 1)
    expectSymbol(cursor, ')')
    return inner
  }
  if (isSymbol(token, '{')) {
    throw expressionProblem(at, 'A set stands at the beginning of a formula, a bracket or an argument')
  }
  if (isSymbol(token, '$')) throw expressionProblem(at, '$ stands in front of a bracket: $(variable) or $(=expression)')
  if (token.kind !== 'name') throw expressionProblem(at, `Unexpected ${text}`)
  return isSymbol(peek(cursor), '(') ? parseCall(cursor, token, depth) : { kind: 'field', name: text, at }
}

const parseCall = (cursor: Cursor, name: Token, depth: number): CallNode => {
  cursor.position++
  const qualifiers = parseQualifiers(cursor, depth)
  const args: ExpressionNode[] = []
  if (!isSymbol(peek(cursor), ')')) {
    do args.push(isSorted(cursor) ? parseSorted(cursor) : parseScope(cursor, depth + 1))
    while (takeSymbol(cursor, ','))
  }
  expectSymbol(cursor, ')')
  return { kind: 'call', name: name.text, args, ...qualifiers, at: name.at }
}

/**
 * A set, `DISTINCT`, `NODISTINCT`, `TOTAL` and `ALL` (`{1} TOTAL`) before an argument, in any order; a field of such a name is
 * written in brackets.
 */
const parseQualifiers = (
  cursor: Cursor,
  depth: number,
): Pick<CallNode, 'distinct' | 'repeated' | 'total' | 'set' | 'outer'> => {
  let distinct = false
  let repeated = false
  let total: readonly NameNode[] | null = null
  const outer: OuterSet[] = []
  for (;;) {
    const token = peek(cursor)
    if (isSymbol(token, '{')) {
      outer.push(parseOuterSet(cursor, depth, parseScope))
    } else if (isWord(token, 'distinct')) {
      cursor.position++
      distinct = true
    } else if (isWord(token, 'nodistinct')) {
      cursor.position++
      repeated = true
    } else if (isWord(token, 'total')) {
      cursor.position++
      total = parseTotalFields(cursor)
    } else if (isWord(token, 'all') && isFollowedByArgument(cursor)) {
      cursor.position++
      total = []
      outer.push({
        set: { kind: 'identified', identifier: { kind: 'all' }, modifier: [], at: token.at },
        keepsEmpty: false,
      })
    } else return { distinct, repeated, total, set: outer.at(-1)?.set ?? null, outer }
  }
}

/** `All` alone is the name of a field. */
const isFollowedByArgument = ({ tokens, position }: Cursor): boolean => {
  const { kind, text } = tokens[position + 1] ?? { kind: 'end', text: '' }
  if (kind === 'name' && bindingPower.has(text.toLowerCase())) return false
  return kind === 'name' || kind === 'quotedName' || kind === 'number' || kind === 'text'
}

const parseTotalFields = (cursor: Cursor): readonly NameNode[] => {
  if (!takeSymbol(cursor, '<')) return []
  const fields: NameNode[] = []
  do {
    const { text, at } = expectName(cursor)
    fields.push({ name: text, at })
  } while (takeSymbol(cursor, ','))
  expectSymbol(cursor, '>')
  return fields
}
