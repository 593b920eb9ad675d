import { expressionProblem } from './expression-problem.js'

/** A piece of an expression. `text` is the value: a name without brackets, a text without quotes. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'quotedName' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

/** Blanks, and comments to the end of a line or between slashes and stars. */
const blank = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const remark = /^\s*rem\s[^;]*;?/i
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const name = /[\p{L}_#@%][\p{L}\p{N}_#@%.]*/uy
const symbol = /<>|<=|>=|<<|>>|::|[-+*/&=<>(),{}$:]/y
const quoted: readonly { readonly open: string; readonly close: string; readonly kind: 'text' | 'quotedName' }[] = [
  { open: "'", close: "'", kind: 'text' },
  { open: '"', close: '"', kind: 'quotedName' },
  { open: '`', close: '`', kind: 'quotedName' },
  { open: '[', close: ']', kind: 'quotedName' },
]

/**
 * Splits an expression into tokens; the last one is of kind `end`.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const tokenize = (source: string): readonly Token[] => {
  const tokens: Token[] = []
  let at = remark.exec(source)?.[0].length ?? 0
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
    if (source.startsWith('/*', at)) throw expressionProblem(at, 'The comment is not closed')
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
  throw expressionProblem(at, `Unexpected character ${String.fromCodePoint(source.codePointAt(at) ?? 0)}`)
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
