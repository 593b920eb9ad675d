import { UnderstudyError } from '@understudy/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FilterNode } from './filter-node.js'
import { parseFilter } from './filter-parser.js'

const attributes = { id: ['eq'], name: ['eq', 'co'], 'assignedRoles.name': ['eq'] } as const
type Attribute = keyof typeof attributes

const parse = (text: string) => parseFilter<Attribute>(text, attributes)

const refusal = (text: string): UnderstudyError => {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof UnderstudyError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

const eq = (attribute: Attribute, value: string): FilterNode<Attribute> => ({
  kind: 'comparison',
  attribute,
  operator: 'eq',
  value,
})

describe('parseFilter', () => {
  it('binds "and" stronger than "or"', () => {
    expect(parse('id eq "1" or id eq "2" and name eq "x"')).toEqual({
      kind: 'or',
      operands: [eq('id', '1'), { kind: 'and', operands: [eq('id', '2'), eq('name', 'x')] }],
    })
  })

  it('lets parentheses change that', () => {
    expect(parse('(id eq "1" or id eq "2") and name eq "x"')).toEqual({
      kind: 'and',
      operands: [{ kind: 'or', operands: [eq('id', '1'), eq('id', '2')] }, eq('name', 'x')],
    })
  })

  it('ignores the case of attributes, operators and keywords, and answers in the catalogue spelling', () => {
    expect(parse('ASSIGNEDROLES.Name EQ "A" OR Id Eq "b"')).toEqual({
      kind: 'or',
      operands: [eq('assignedRoles.name', 'A'), eq('id', 'b')],
    })
  })

  it('reads JSON escapes, and keeps parentheses and keywords inside strings', () => {
    expect(parse('name eq "a \\"b\\" \\u00e9 ) and ("')).toEqual(eq('name', 'a "b" é ) and ('))
  })

  it.each([
    ['an unknown attribute', 'id eq "1" and age eq "7"', 14, '"age" is no attribute to filter by; use one of id, name'],
    ['an inherited property name', 'constructor eq "1"', 0, 'is no attribute to filter by'],
    ['an operator that the attribute does not take', 'id co "1"', 3, '"id" does not take the operator "co"; use "eq"'],
    ['an operator outside the subset', 'name sw "1"', 5, '"name" does not take the operator "sw"; use "eq" or "co"'],
    ['no operator', 'name "x"', 5, 'an operator was expected after "name"'],
    ['an unquoted value', 'name eq x', 8, 'a string in double quotes was expected'],
    ['a single-quoted value', "name eq 'x'", 8, 'a string in double quotes was expected'],
    ['a number', 'name eq 1', 8, 'a string in double quotes was expected'],
    ['an open string', 'name eq "x', 8, 'is not closed'],
    ['a string that is not JSON', 'name eq "\\q"', 8, 'not a JSON string'],
    ['a NUL character, which no text column can hold', 'name eq "\\u0000"', 8, 'NUL'],
    ['an open parenthesis', '(name eq "x"', 12, '")" was expected for the "(" at position 0'],
    ['a superfluous parenthesis', 'name eq "x")', 11, '"and", "or" or the end was expected'],
    ['a missing junction', 'name eq "x" id eq "1"', 12, '"and", "or" or the end was expected'],
    ['negation', 'not (name eq "x")', 0, '"not" is not supported'],
    ['nothing', '  ', 2, 'an attribute name or "(" was expected, but the filter ends'],
    ['an end after a junction', 'name eq "x" or', 14, 'an attribute name or "(" was expected'],
  ])('refuses %s with the position and the remedy', (_case, text, position, message) => {
    const error = refusal(text)
    expect(error.code).toBe('REST-INVALID-FILTER')
    expect(error.meta).toEqual({ position })
    expect(error.source).toEqual({ parameter: 'filter' })
    expect(error.detail).toContain(message)
  })

  it('refuses what would exhaust the database or the stack', () => {
    expect(refusal(Array.from({ length: 501 }, () => 'id eq "1"').join(' or ')).detail).toContain('at most 500')
    expect(refusal('('.repeat(100_000)).detail).toContain('nest deeper than 32')
    expect(parse(`${'('.repeat(32)}id eq "1"${')'.repeat(32)}`)).toEqual(eq('id', '1'))
  })

  it('reads back every filter that it can be given', () => {
    const comparison = fc.record({
      kind: fc.constant('comparison' as const),
      attribute: fc.constantFrom<Attribute>('id', 'name', 'assignedRoles.name'),
      operator: fc.constant('eq' as const),
      value: fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
    })
    const { node } = fc.letrec<{ node: FilterNode<Attribute> }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        comparison,
        fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          operands: fc.array(tie('node'), { minLength: 2, maxLength: 4 }),
        }),
      ),
    }))
    const print = (filter: FilterNode<Attribute>): string =>
      filter.kind === 'comparison'
        ? `${filter.attribute} ${filter.operator} ${JSON.stringify(filter.value)}`
        : `(${filter.operands.map(print).join(` ${filter.kind} `)})`
    const flat = (filter: FilterNode<Attribute>): FilterNode<Attribute> =>
      filter.kind === 'comparison'
        ? filter
        : {
            kind: filter.kind,
            operands: filter.operands.map(flat).flatMap((o) => (o.kind === filter.kind ? o.operands : [o])),
          }
    fc.assert(
      fc.property(node, (filter) => {
        expect(parse(print(filter))).toEqual(flat(filter))
      }),
    )
  })

  it('never fails in any other way than with a positioned refusal', () => {
    const fragment = fc.constantFrom(
      'name',
      'id',
      ' eq ',
      ' co ',
      '"a"',
      '(',
      ')',
      ' and ',
      ' or ',
      '"',
      '\\',
      ' ',
      'é',
    )
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 14 }), (parts) => {
        const text = parts.join('')
        try {
          parse(text)
        } catch (error) {
          expect(error).toBeInstanceOf(UnderstudyError)
          const position = (error as UnderstudyError).meta?.position
          expect(position).toBeGreaterThanOrEqual(0)
          expect(position).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
