import { expressionProblem } from './expression-problem.js'

/** A piece of an expression. `text` is the value: a name without brackets, a text without quotes. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'quotedName' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

const blank = /\s+/y
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const name = /[\p{L}_#@%][\p{L}\p{N}_#@%.]*/uy
const symbol = /<>|<=|>=|[-+*/&=<>(),]/y
const quoted: readonly { readonly open: string; readonly close: string; readonly kind: 'text' | 'quotedName' }[] = [
  { open: "'", close: "'", kind: 'text' },
  { open: '"', close: '"', kind: 'quotedName' },
  { open: '[', close: ']', kind: 'quotedName' },
]

/** Constructs of the language that are read but not evaluated here. */
const unsupported: ReadonlyMap<string, string> = new Map([
  ['{', 'Set analysis is not supported'],
  ['$', 'Dollar-sign expansion is not supported'],
])

/**
 * Splits an expression into tokens; the last one is of kind `end`.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const tokenize = (source: string): readonly Token[] => {
  const tokens: Token[] = []
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  while (at < source.length) {
    const space = match(blank)
    if (space !== undefined) {
      at += space.length
      continue
    }
    const quotes = quoted.find(({ open }) => source.startsWith(open, at))
    if (quotes) {
      const { text, end } = readQuoted(source, at, quotes.close)
      tokens.push({ kind: quotes.kind, text, at })
      at = end
      continue
    }
    const token = readPlain(match, source, at)
    tokens.push(token)
    at += token.text.length
  }
  return [...tokens, { kind: 'end', text: 'the end', at: source.length }]
}

const readPlain = (match: (pattern: RegExp) => string | undefined, source: string, at: number): Token => {
  for (const [kind, pattern] of [
    ['number', number],
    ['name', name],
    ['symbol', symbol],
  ] as const) {
    const text = match(pattern)
    if (text !== undefined) return { kind, text, at }
  }
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
  throw expressionProblem(at, unsupported.get(character) ?? `Unexpected character ${character}`)
}

/** A doubled closing quote stands for itself. */
const readQuoted = (source: string, at: number, close: string): { readonly text: string; readonly end: number } => {
  let text = ''
  for (let position = at + 1; position < source.length; position++) {
    if (source[position] !== close) text += source[position]
    else if (source[position + 1] !== close) return { text, end: position + 1 }
    else {
      text += close
      position++
    }
  }
  throw expressionProblem(at, `Missing closing ${close}`)
}
