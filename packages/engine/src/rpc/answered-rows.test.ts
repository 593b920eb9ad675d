import { expect, test } from 'vitest'
import { answeredRows } from './answered-rows.js'

const page = (rows: number) => ({ qMatrix: Array.from({ length: rows }, () => [{ qText: 'a' }]), qArea: { qTop: 0 } })

test.each([
  ['pages of a table', { qDataPages: [page(2), page(3)] }, 5],
  ['a layout', { qLayout: { qInfo: {}, qHyperCube: { qSize: { qcy: 9 }, qDataPages: [page(4)] } } }, 4],
  ['a page without rows', { qLayout: { qListObject: { qDataPages: [page(0)] } } }, 0],
  ['pages of a pivot', { qLayout: { qHyperCube: { qPivotDataPages: [{ qLeft: [{}], qData: [[{}], [{}]] }] } } }, 2],
  ['nodes of a tree', { qNodes: [{}, {}, {}] }, 3],
  ['no data', { qProp: { qInfo: { qId: 'a' } } }, null],
  ['what a client called its own', { qLayout: { mine: { qMatrix: [[], []] } } }, null],
] as const)('%s', (_what, result, rows) => {
  expect(answeredRows(result)).toBe(rows)
})

test('what a client made as large as it likes is not looked through', () => {
  let looked = 0
  const many = Array.from({ length: 50_000 }, () => ({
    get member() {
      looked += 1
      return {}
    },
  }))
  expect(answeredRows({ qLayout: { x: many, ...Object.fromEntries(many.map((each, at) => [at, each])) } })).toBeNull()
  // What is waiting when enough was looked at is left alone.
  expect(looked).toBe(0)
})
