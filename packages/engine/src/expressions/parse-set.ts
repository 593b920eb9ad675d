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
import type { ExpressionNode } from './nodes/expression-node.js'
import type { OuterSet } from './nodes/scoped-node.js'
import type { ElementNode, ElementsNode, ModifierNode, SetIdentifier, SetNode, SetOperator } from './nodes/set-node.js'
import { type Token, tokenize } from './tokenizer.js'

/** Reads an expression: of a search such as `"=Sum(x)>5"`. */
type ParseExpression = (cursor: Cursor, depth: number) => ExpressionNode

/** `*` and `/` bind tighter than `+` and `-`. */
const powers: Readonly<Record<SetOperator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 }

const setOperator = (cursor: Cursor): SetOperator | undefined => {
  const token = peek(cursor)
  return token.kind === 'symbol' && token.text in powers ? (token.text as SetOperator) : undefined
}

/** Operators in a row: each makes the tree one level deeper. */
const maxChain = 100

/** Reads operands with operators between them, by their powers. */
const parseChain = <Node>(
  cursor: Cursor,
  depth: number,
  minPower: number,
  operand: (depth: number) => Node,
  combine: (operator: SetOperator, left: Node, right: Node, at: number) => Node,
): Node => {
  assertDepth(cursor, depth)
  let left = operand(depth)
  for (let length = depth; ; length++) {
    const operator = setOperator(cursor)
    if (operator === undefined || powers[operator] <= minPower) return left
    const { at } = next(cursor)
    if (length > maxChain) throw expressionProblem(at, 'The set has too many operators')
    left = combine(operator, left, parseChain(cursor, depth + 1, powers[operator], operand, combine), at)
  }
}

/**
 * Parses a set that may stand in front of an expression, from its `{` on, with the `&` that only such sets have.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with the position of the error
 */
export const parseOuterSet = (cursor: Cursor, depth: number, parse: ParseExpression): OuterSet => {
  const after = cursor.tokens[cursor.position + 1]
  const keepsEmpty = after !== undefined && isSymbol(after, '&')
  return { set: parseSet(cursor, depth, parse, keepsEmpty), keepsEmpty }
}

const parseSet = (cursor: Cursor, depth: number, parse: ParseExpression, flagged = false): SetNode => {
  const { at } = next(cursor)
  if (flagged) next(cursor)
  if (takeSymbol(cursor, '}')) return { kind: 'identified', identifier: { kind: 'inherited' }, modifier: [], at }
  const set = parseSetChain(cursor, depth + 1, parse)
  expectSymbol(cursor, '}')
  return set
}

const parseSetChain = (cursor: Cursor, depth: number, parse: ParseExpression): SetNode =>
  parseChain<SetNode>(
    cursor,
    depth,
    0,
    (inner) => parseEntity(cursor, inner, parse),
    (operator, left, right, at) => ({ kind: 'operation', operator, left, right, at }),
  )

const everything = (at: number): SetNode => ({ kind: 'identified', identifier: { kind: 'all' }, modifier: [], at })

const parseEntity = (cursor: Cursor, depth: number, parse: ParseExpression): SetNode => {
  assertDepth(cursor, depth)
  const { at } = peek(cursor)
  if (takeSymbol(cursor, '-')) {
    return { kind: 'operation', operator: '-', left: everything(at), right: parseEntity(cursor, depth + 1, parse), at }
  }
  if (takeSymbol(cursor, '(')) {
    const inner = parseSetChain(cursor, depth + 1, parse)
    expectSymbol(cursor, ')')
    return inner
  }
  const identifier = parseIdentifier(cursor)
  const token = peek(cursor)
  if (isSymbol(token, '<>')) {
    cursor.position++
    return { kind: 'identified', identifier, modifier: [], at }
  }
  if (!isSymbol(token, '<')) {
    if (identifier.kind !== 'inherited') return { kind: 'identified', identifier, modifier: [], at }
    throw expressionProblem(token.at, `Expected a set but found ${token.text}`)
  }
  cursor.position++
  const modifier: ModifierNode[] = []
  do modifier.push(parseModifier(cursor, depth + 1, parse))
  while (takeSymbol(cursor, ','))
  expectSymbol(cursor, '>')
  return { kind: 'identified', identifier, modifier, at }
}

const parseIdentifier = (cursor: Cursor): SetIdentifier => {
  const token = peek(cursor)
  if (token.kind === 'number' && token.text === '1') {
    cursor.position++
    return { kind: 'all' }
  }
  if (token.kind === 'name' || token.kind === 'quotedName') {
    cursor.position++
    return takeSymbol(cursor, '::') ? bookmarkIn(cursor, token) : named(token, null)
  }
  if (!takeSymbol(cursor, '$')) return { kind: 'inherited' }
  const after = peek(cursor)
  if (takeSymbol(cursor, '::')) return bookmarkIn(cursor, token)
  if (after.at !== token.at + 1) return { kind: 'selected' }
  if (after.kind === 'number' && /^\d+$/.test(after.text)) {
    cursor.position++
    return { kind: 'step', steps: Number(after.text) }
  }
  if (after.kind === 'name' && /^_\d+$/.test(after.text)) {
    cursor.position++
    return { kind: 'step', steps: -Number(after.text.slice(1)) }
  }
  return { kind: 'selected' }
}

const named = ({ text: name, at }: Token, state: string | null): SetIdentifier => ({ kind: 'named', name, state, at })

const bookmarkIn = (cursor: Cursor, state: Token): SetIdentifier => named(expectName(cursor), state.text)

const parseModifier = (cursor: Cursor, depth: number, parse: ParseExpression): ModifierNode => {
  const { text: field, at } = expectName(cursor)
  const operator = setOperator(cursor)
  if (operator !== undefined) cursor.position++
  expectSymbol(cursor, '=')
  const token = peek(cursor)
  if (isSymbol(token, ',') || isSymbol(token, '>')) return { field, operator: operator ?? null, elements: null, at }
  return { field, operator: operator ?? null, elements: parseElements(cursor, depth, parse), at }
}

const parseElements = (cursor: Cursor, depth: number, parse: ParseExpression): ElementsNode =>
  parseChain<ElementsNode>(
    cursor,
    depth,
    0,
    (inner) => parseElementSet(cursor, inner, parse),
    (operator, left, right, at) => ({ kind: 'operation', operator, left, right, at }),
  )

const parseElementSet = (cursor: Cursor, depth: number, parse: ParseExpression): ElementsNode => {
  assertDepth(cursor, depth)
  const token = next(cursor)
  const { at } = token
  if (isSymbol(token, '(')) {
    const inner = parseElements(cursor, depth + 1, parse)
    expectSymbol(cursor, ')')
    return inner
  }
  if (isSymbol(token, '-')) {
    const right = parseElementSet(cursor, depth + 1, parse)
    return { kind: 'operation', operator: '-', left: everyValue(at), right, at }
  }
  if (isSymbol(token, '{')) return { kind: 'list', elements: parseList(cursor, depth, parse), at }
  const excluded = isWord(token, 'e')
  if ((isWord(token, 'p') || excluded) && takeSymbol(cursor, '(')) {
    const set = isSymbol(peek(cursor), '{') ? parseSet(cursor, depth + 1, parse) : null
    const field = isSymbol(peek(cursor), ')') ? null : expectName(cursor).text
    expectSymbol(cursor, ')')
    return { kind: 'possible', excluded, set, field, at }
  }
  const isName = token.kind === 'name' || token.kind === 'quotedName'
  if ((isName || isSymbol(token, '$')) && takeSymbol(cursor, '::')) {
    return { kind: 'field', state: token.text, name: expectName(cursor).text, at }
  }
  if (isName) return { kind: 'field', state: null, name: token.text, at }
  throw expressionProblem(at, `Expected values such as {'a', 'b'} but found ${token.text}`)
}

const everyValue = (at: number): ElementsNode => ({ kind: 'list', elements: [{ kind: 'search', text: '*' }], at })

const parseList = (cursor: Cursor, depth: number, parse: ParseExpression): readonly ElementNode[] => {
  const elements: ElementNode[] = []
  if (takeSymbol(cursor, '}')) return elements
  do elements.push(parseElement(cursor, depth, parse))
  while (takeSymbol(cursor, ','))
  expectSymbol(cursor, '}')
  return elements
}

/** Quotes decide: `'a'` is one value with its case, `"a*"` and `[a*]` are searches, without quotes case does not matter. */
const parseElement = (cursor: Cursor, depth: number, parse: ParseExpression): ElementNode => {
  const token = next(cursor)
  if (token.kind === 'text') return { kind: 'literal', text: token.text, exact: true }
  if (token.kind === 'quotedName') return searchElement(token.text, token.at, depth, parse)
  if (!begins(token)) throw expressionProblem(token.at, `Expected a value but found ${token.text}`)
  return unquoted(cursor, token)
}

const begins = (token: Token): boolean =>
  token.kind === 'number' ||
  token.kind === 'name' ||
  ['-', '*'].some((symbol) => isSymbol(token, symbol)) ||
  compares(token)

const compares = ({ kind, text }: Token): boolean => kind === 'symbol' && /^[<>]=?$/.test(text)

const goesOn = (token: Token): boolean =>
  token.kind === 'number' ||
  token.kind === 'name' ||
  ['-', '*', '/', ':'].some((symbol) => isSymbol(token, symbol)) ||
  compares(token)

/**
 * A value without quotes: what stands together, as `2024Q1` and `2024-01-05`; with a star, or bounds such as `>=5 <10`, it is
 * a search.
 */
const unquoted = (cursor: Cursor, first: Token): ElementNode => {
  const bounds = compares(first)
  let text = first.text
  let end = first.at + first.text.length
  for (let token = peek(cursor); goesOn(token) && (bounds || token.at === end); token = peek(cursor)) {
    cursor.position++
    text += token.at === end ? token.text : ` ${token.text}`
    end = token.at + token.text.length
  }
  return bounds || text.includes('*') ? { kind: 'search', text } : { kind: 'literal', text, exact: false }
}

const searchElement = (text: string, at: number, depth: number, parse: ParseExpression): ElementNode => {
  if (!text.trimStart().startsWith('=')) return { kind: 'search', text }
  const source = text.trimStart().slice(1)
  const start = at + 1 + text.length - source.length
  const tokens = tokenize(source).map((token) => ({ ...token, at: start + token.at }))
  const inner: Cursor = { tokens, position: 0 }
  const node = parse(inner, depth + 1)
  const rest = peek(inner)
  if (rest.kind !== 'end') throw expressionProblem(at, `Unexpected ${rest.text} in a search`)
  return { kind: 'expression', node }
}
