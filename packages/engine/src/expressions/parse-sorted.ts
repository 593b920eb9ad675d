import { type Cursor, expectSymbol, isSymbol, next, takeSymbol } from './cursor.js'
import { expressionProblem } from './expression-problem.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { AggrSortType, SortedNode } from './nodes/sorted-node.js'

/** Where `(` begins a dimension with its order rather than a value in brackets: `( name , ...`. */
export const isSorted = ({ tokens, position }: Cursor): boolean => {
  const [bracket, name, comma] = tokens.slice(position, position + 3)
  if (!bracket || !name || !comma) return false
  return isSymbol(bracket, '(') && (name.kind === 'name' || name.kind === 'quotedName') && isSymbol(comma, ',')
}

/** Reads `(field, (NUMERIC, ASCENDING))`; the direction may be left out. */
export const parseSorted = (cursor: Cursor): SortedNode => {
  const { at } = next(cursor)
  const name = next(cursor)
  const of: ExpressionNode = { kind: 'field', name: name.text, at: name.at }
  expectSymbol(cursor, ',')
  expectSymbol(cursor, '(')
  const by = wordOf(cursor, sortTypes, 'a sort type')
  const direction = takeSymbol(cursor, ',') ? wordOf(cursor, directions[by], `a direction of ${by}`) : 1
  expectSymbol(cursor, ')')
  expectSymbol(cursor, ')')
  return { kind: 'sorted', of, by, direction, at }
}

const sortTypes: Readonly<Record<string, AggrSortType>> = {
  NUMERIC: 'NUMERIC',
  TEXT: 'TEXT',
  FREQUENCY: 'FREQUENCY',
  LOAD_ORDER: 'LOAD_ORDER',
}

const numeric = { ASCENDING: 1, DESCENDING: -1, REVERSE: -1 } as const

const directions: Readonly<Record<AggrSortType, Readonly<Record<string, 1 | -1>>>> = {
  NUMERIC: numeric,
  FREQUENCY: numeric,
  TEXT: { ...numeric, A2Z: 1, Z2A: -1 },
  LOAD_ORDER: { ...numeric, ORIGINAL: 1 },
}

const wordOf = <Meaning>(cursor: Cursor, words: Readonly<Record<string, Meaning>>, wanted: string): Meaning => {
  const token = next(cursor)
  const word = token.kind === 'name' ? token.text.toUpperCase() : ''
  if (Object.hasOwn(words, word)) return words[word] as Meaning
  throw expressionProblem(token.at, `Expected ${wanted} (${Object.keys(words).join(', ')}) but found ${token.text}`)
}
