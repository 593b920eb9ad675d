import { filterError } from './filter-error.js'
import { type FilterToken, filterTokens } from './filter-lexer.js'
import type { FilterAttributes, FilterNode, FilterOperator } from './filter-node.js'

/** Beyond this, a database's own limits on expressions come near. */
const maximumComparisons = 500
const maximumDepth = 32

/** Operators of RFC 7644 table 3 that are not part of the subset; named so that the refusal can say so. */
const unsupportedOperators = new Set(['ne', 'sw', 'ew', 'pr', 'gt', 'ge', 'lt', 'le'])

const describe = (token: FilterToken): string => {
  if (token.kind === 'end') return 'the filter ends'
  if (token.kind === 'word') return `"${token.text}" was found`
  if (token.kind === 'string') return 'a string was found'
  return `"${token.kind === 'open' ? '(' : ')'}" was found`
}

const isWord = (token: FilterToken, text: string): boolean => token.kind === 'word' && token.text.toLowerCase() === text

/**
 * Reads a filter of the RFC 7644 section 3.4.2.2 subset that contract 4.0 describes: `eq` and `co` with string values,
 * `and` (binds stronger), `or`, parentheses. Attribute names, operators and keywords are case-insensitive.
 *
 * @param attributes what the list can be filtered by; the result uses their spelling
 * @throws UnderstudyError REST-INVALID-FILTER with the position, what was wrong and how to write it
 */
export const parseFilter = <Attribute extends string>(
  text: string,
  attributes: FilterAttributes<Attribute>,
): FilterNode<Attribute> => {
  const tokens = filterTokens(text)
  const spelling = new Map(Object.keys(attributes).map((name) => [name.toLowerCase(), name as Attribute]))
  let index = 0
  let comparisons = 0

  const peek = (): FilterToken => tokens[index] ?? { kind: 'end', position: text.length }
  const take = (): FilterToken => {
    const token = peek()
    index += 1
    return token
  }

  const junction = (kind: 'and' | 'or', operand: () => FilterNode<Attribute>): FilterNode<Attribute> => {
    const first = operand()
    if (!isWord(peek(), kind)) return first
    const operands = [first]
    while (isWord(peek(), kind)) {
      take()
      operands.push(operand())
    }
    return { kind, operands: operands.flatMap((node) => (node.kind === kind ? node.operands : [node])) }
  }

  const readOperator = (attribute: Attribute): FilterOperator => {
    const token = take()
    const name = token.kind === 'word' ? token.text.toLowerCase() : undefined
    const allowed = attributes[attribute]
    const operator = allowed.find((candidate) => candidate === name)
    if (operator !== undefined) return operator
    const choice = allowed.map((candidate) => `"${candidate}"`).join(' or ')
    if (name !== undefined && (unsupportedOperators.has(name) || name === 'eq' || name === 'co'))
      throw filterError(token.position, `"${attribute}" does not take the operator "${name}"; use ${choice}`)
    throw filterError(
      token.position,
      `an operator was expected after "${attribute}", but ${describe(token)}; use ${choice}`,
    )
  }

  const comparison = (): FilterNode<Attribute> => {
    const token = take()
    if (token.kind !== 'word')
      throw filterError(token.position, `an attribute name or "(" was expected, but ${describe(token)}`)
    const attribute = spelling.get(token.text.toLowerCase())
    if (attribute === undefined) {
      const problem =
        token.text.toLowerCase() === 'not' ? '"not" is not supported' : `"${token.text}" is no attribute to filter by`
      throw filterError(token.position, `${problem}; use one of ${Object.keys(attributes).join(', ')}`)
    }
    const operator = readOperator(attribute)
    const value = take()
    if (value.kind !== 'string')
      throw filterError(
        value.position,
        `a string in double quotes was expected after "${operator}", but ${describe(value)}`,
      )
    comparisons += 1
    if (comparisons > maximumComparisons)
      throw filterError(
        token.position,
        `a filter holds at most ${maximumComparisons} comparisons; split it into several requests`,
      )
    return { kind: 'comparison', attribute, operator, value: value.value }
  }

  const disjunction = (depth: number): FilterNode<Attribute> =>
    junction('or', () => junction('and', () => primary(depth)))

  const primary = (depth: number): FilterNode<Attribute> => {
    if (peek().kind !== 'open') return comparison()
    const open = take()
    if (depth === maximumDepth)
      throw filterError(open.position, `parentheses nest deeper than ${maximumDepth}; remove those that are not needed`)
    const inner = disjunction(depth + 1)
    const close = take()
    if (close.kind !== 'close')
      throw filterError(
        close.position,
        `")" was expected for the "(" at position ${open.position}, but ${describe(close)}`,
      )
    return inner
  }

  const filter = disjunction(0)
  const rest = peek()
  if (rest.kind !== 'end')
    throw filterError(rest.position, `"and", "or" or the end was expected, but ${describe(rest)}`)
  return filter
}
