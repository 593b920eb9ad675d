import { expect, test } from 'vitest'
import { containerParts } from './container-parts.js'

const item = (qId: string, qData = {}) => ({ qInfo: { qId, qType: 'barchart' }, qData })
const qChildList = {
  qItems: [
    item('one', { title: 'First' }),
    item('two', { childRefId: 'ref-2', visualization: 'kpi' }),
    item('three', { containerChildId: 'ref-3' }),
  ],
}

test('without a list all children are shown, by their titles or types', () => {
  expect(containerParts({ qChildList })).toMatchObject([
    { objectId: 'one', ref: 'one', label: 'First' },
    { objectId: 'two', label: 'kpi' },
    { objectId: 'three', label: 'barchart' },
  ])
})

test('a list gives names, order and places, by the id of the child or of its reference', () => {
  const children = [{ refId: 'ref-3', label: 'Last' }, { refId: 'one' }, { refId: 'gone' }]
  expect(containerParts({ qChildList, children })).toMatchObject([
    { objectId: 'three', ref: 'ref-3', label: 'Last' },
    { objectId: 'one', label: 'First' },
  ])
  const objects = [{ childRefId: 'ref-2', bounds: { x: 50, width: 50 } }]
  expect(containerParts({ qChildList, objects })).toMatchObject([{ objectId: 'two', bounds: { x: 50, width: 50 } }])
})

test.each([
  [undefined, true],
  ['', true],
  ['1', true],
  ['-1', true],
  [1, true],
  ['0', false],
  [0, false],
  ['false', false],
  [false, false],
])('a part with the condition %s is shown: %s', (condition, shown) => {
  expect(containerParts({ qChildList, children: [{ refId: 'one', condition }] })).toHaveLength(shown ? 1 : 0)
})
