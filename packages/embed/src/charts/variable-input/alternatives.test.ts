import { expect, test } from 'vitest'
import { alternativesOf } from './alternatives.js'

test('a list is as it is written', () => {
  const alternatives = [{ value: 5, label: 'Five' }, { value: 'x' }]
  expect(alternativesOf({ alternatives, dynamicvalues: 'a|b' })).toEqual([
    { value: '5', label: 'Five' },
    { value: 'x', label: 'x' },
  ])
})

test('a formula makes values with and without labels', () => {
  expect(alternativesOf({ valueType: 'd', dynamicvalues: '1~One|2|' })).toEqual([
    { value: '1', label: 'One' },
    { value: '2', label: '2' },
  ])
})
