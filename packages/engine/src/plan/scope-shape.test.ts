import { describe, expect, it } from 'vitest'
import type { DataScope } from './data-scope.js'
import { fillable } from './filled-plan.js'
import { shapeOf } from './scope-shape.js'
import type { AllowedElements, SymbolCondition } from './symbol-condition.js'

const scope = (...alternatives: Readonly<Record<number, AllowedElements>>[]): DataScope => ({
  kind: 'alternatives',
  alternatives: alternatives.map(
    (allowed) => new Map(Object.entries(allowed).map(([field, values]) => [Number(field), values])),
  ),
})

const possible = (within: DataScope): SymbolCondition => ({ kind: 'possible', scope: within })

const searched = (text: string): SymbolCondition => ({ kind: 'text', text, anyCase: false })

/** What is selected in field 1, and the values of field 2 that are possible with it and with some values of field 3. */
const possibleWith = (selected: readonly number[], inner: readonly number[], others: readonly number[] = [7]) => [
  scope({ 1: selected }),
  scope({ 1: selected, 2: possible(scope({ 1: inner, 3: others })) }),
]

const textOf = (scopes: readonly DataScope[]) => shapeOf(scopes)?.text
const openOf = (scopes: readonly DataScope[]) => [...(shapeOf(scopes)?.open.keys() ?? [])].sort()

describe('the shape of scopes', () => {
  it('leaves open what all of them allow alike, within conditions, too', () => {
    expect(openOf(possibleWith([4], [4]))).toEqual([1, 3])
    expect(textOf(possibleWith([4], [4]))).toBe(textOf(possibleWith([5, 6], [5, 6], [8])))
  })

  it('tells values that differ from those within a condition', () => {
    expect(openOf(possibleWith([4], [5]))).toEqual([3])
    expect(textOf(possibleWith([4], [5]))).not.toBe(textOf(possibleWith([4], [6])))
    expect(textOf(possibleWith([4], [5]))).not.toBe(textOf(possibleWith([6], [5])))
  })

  it('tells a condition, and leaves no field open that one restricts', () => {
    const both = (condition: SymbolCondition, listed: readonly number[]) => [
      scope({ 2: condition }),
      scope({ 2: listed }),
    ]
    expect(openOf(both(searched('a'), [1]))).toEqual([])
    expect(openOf(both(searched('a'), [1]).reverse())).toEqual([])
    const different = [
      [scope({ 2: searched('a') })],
      [scope({ 2: searched('b') })],
      [scope({ 2: { kind: 'operation', operator: '-', left: { kind: 'everything' }, right: searched('a') } })],
      [scope({ 2: possible(scope({})) })],
      [scope({ 2: possible(scope({}, {})) })],
      [scope({ 2: possible(scope({ 3: searched('a') })) })],
      both(searched('a'), [1]),
      both(searched('a'), [2]),
    ].map(textOf)
    expect(new Set(different).size).toBe(different.length)
  })

  it('takes no text of a condition for the shape of another', () => {
    const inner = textOf([scope({ 2: searched('a') })]) ?? ''
    expect(textOf([scope({ 2: searched('a') }, { 3: searched('b') })])).not.toBe(
      textOf([scope({ 2: searched(`a"}],[3,${inner}`) })]),
    )
  })

  it('is not told of too many constraints, or long conditions', () => {
    const many = scope(...Array.from({ length: 101 }, (_, index) => ({ 1: [index] })))
    expect(shapeOf([many])).toBeUndefined()
    expect(shapeOf([scope({ 2: possible(many) })])).toBeUndefined()
    expect(shapeOf([scope({ 2: searched('a'.repeat(30_000)) })])).toBeUndefined()
  })
})

describe('a plan that is filled', () => {
  it('has other values within conditions, and keeps what they are not in', () => {
    const before = possibleWith([4], [4])
    const plan = { scopes: before, beside: [scope({ 2: searched('a') })] }
    const shape = shapeOf(before)
    const after = possibleWith([5], [5], [9])
    const filled = fillable(plan, new Set(shape?.open.keys())).filledWith(shapeOf(after)?.open ?? new Map())
    expect(filled.scopes).toEqual(after)
    expect(filled.beside).toBe(plan.beside)
    expect(before).toEqual(possibleWith([4], [4]))
  })
})
