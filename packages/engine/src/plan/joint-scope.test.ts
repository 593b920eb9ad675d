import { expect, test } from 'vitest'
import type { Constraint, DataScope } from './data-scope.js'
import { jointScope } from './joint-scope.js'
import type { AllowedElements } from './symbol-condition.js'

const constraint = (allowed: Readonly<Record<number, AllowedElements>>): Constraint =>
  new Map(Object.entries(allowed).map(([field, elements]) => [Number(field), elements]))

const scope = (...alternatives: readonly Readonly<Record<number, AllowedElements>>[]): DataScope => ({
  kind: 'alternatives',
  alternatives: alternatives.map(constraint),
})

const joint = (...scopes: readonly DataScope[]) => {
  const found = jointScope(scopes)
  return found?.kind === 'alternatives' ? found.alternatives.map((each) => Object.fromEntries(each)) : found
}

test('what one scope allows beside another stays away', () => {
  const wide = scope({ 0: [1, 2] })
  expect(jointScope([scope({ 0: [1], 1: [5] }), wide])).toBe(wide)
  expect(jointScope([wide, scope({ 0: [1, 2], 1: [5] })])).toBe(wide)
  const everything = scope({})
  expect(jointScope([wide, everything])).toBe(everything)
  expect(joint(wide, scope({ 0: [1, 3], 1: [5] }))).toHaveLength(2)
})

test('scopes that differ in one field are one', () => {
  expect(joint(scope({ 0: [1], 1: [5] }), scope({ 0: [1], 1: [4, 7] }))).toEqual([{ 0: [1], 1: [4, 5, 7] }])
  expect(joint(scope({ 0: [1], 1: [5] }), scope({ 0: [2], 1: [4] }))).toEqual([
    { 0: [1], 1: [5] },
    { 0: [2], 1: [4] },
  ])
  expect(joint(scope({ 0: [1] }), scope({ 1: [1] }))).toEqual([{ 0: [1] }, { 1: [1] }])
  expect(joint(scope({ 0: [1], 1: [5] }), scope({ 0: [2], 1: [4] }), scope({ 0: [1], 1: [4] }))).toEqual([
    { 0: [2], 1: [4] },
    { 0: [1], 1: [4, 5] },
  ])
})

test('values that a condition tells are joined where it is the same alone', () => {
  const condition: AllowedElements = { kind: 'pattern', pattern: 'a*' }
  expect(joint(scope({ 0: condition }), scope({ 0: [1] }))).toHaveLength(2)
  expect(joint(scope({ 0: condition }), scope({ 0: condition, 1: [1] }))).toEqual([{ 0: condition }])
  expect(joint(scope({ 0: condition, 1: [2] }), scope({ 0: condition, 1: [1] }))).toEqual([{ 0: condition, 1: [1, 2] }])
})

test('a scope with several alternatives is one where another has the same', () => {
  const two = scope({ 0: [1] }, { 1: [1] })
  expect(jointScope([two, scope({ 0: [1], 2: [3] }, { 1: [1], 2: [3] })])).toBe(two)
  expect(jointScope([two, { kind: 'union', left: two, right: two }])).toBeUndefined()
})

test('scopes of more alternatives than are worth comparing stay apart', () => {
  const many = (count: number, own: Readonly<Record<number, AllowedElements>>) =>
    scope(...Array.from({ length: count }, (_, index) => ({ 0: [index], 1: [index % 7], ...own })))
  expect(joint(many(30, { 2: [1] }), many(30, { 3: [1] }))).toHaveLength(14)
  expect(joint(many(31, { 2: [1] }), many(30, { 3: [1] }))).toBeUndefined()
})
