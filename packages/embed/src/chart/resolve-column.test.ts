import { expect, test } from 'vitest'
import { resolveDimension, resolveMeasure } from './resolve-column.js'

const items = {
  dimensions: new Map([
    ['Origin city', 'd1'],
    ['Odd ] title', 'd2'],
  ]),
  measures: new Map([['Flights', 'm1']]),
}

test.each([
  ['[Origin city]', { qLibraryId: 'd1', type: 'dimension' }],
  ['Origin city', { qLibraryId: 'd1', type: 'dimension' }],
  [' [Odd ]] title] ', { qLibraryId: 'd2', type: 'dimension' }],
  ['[City]', { qDef: { qFieldDefs: ['[City]'] } }],
  ['City', { qDef: { qFieldDefs: ['City'] } }],
  ["=If(City = 'A', 'x')", { qDef: { qFieldDefs: ["=If(City = 'A', 'x')"] } }],
  ['Flights', { qDef: { qFieldDefs: ['Flights'] } }],
])('dimension %j', (written, expected) => {
  expect(resolveDimension(written, items)).toEqual(expected)
})

test.each([
  ['[Flights]', { qLibraryId: 'm1', type: 'measure' }],
  ['Flights', { qLibraryId: 'm1', type: 'measure' }],
  ['=Sum([Distance])', { qDef: { qDef: 'Sum([Distance])' } }],
  ['Sum([Distance])', { qDef: { qDef: 'Sum([Distance])' } }],
  ['[A]+[B]', { qDef: { qDef: '[A]+[B]' } }],
  ['Origin city', { qDef: { qDef: 'Origin city' } }],
])('measure %j', (written, expected) => {
  expect(resolveMeasure(written, items)).toEqual(expected)
})

test('definitions of QIX are taken as they are; library items are told apart for nebula.js', () => {
  const inline = { qDef: { qFieldDefs: ['City'] }, qNullSuppression: true }
  expect(resolveDimension(inline, items)).toEqual(inline)
  expect(resolveMeasure({ qLibraryId: 'x' }, items)).toEqual({ qLibraryId: 'x', type: 'measure' })
})

test('anything else is refused', () => {
  expect(() => resolveDimension(5, items)).toThrow('EMBED-ATTRIBUTE')
  expect(() => resolveMeasure(null, items)).toThrow('EMBED-ATTRIBUTE')
})
