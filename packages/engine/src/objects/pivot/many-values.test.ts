import { expect, test } from 'vitest'
import type { Cell } from '../../evaluate/evaluation.js'
import { turnsDuring } from '../../testing/turns-during.js'
import { buildAxis } from './pivot-axis.js'
import { tupleKey, tupleTree } from './pivot-tuples.js'
import { endsOf, keptValues, type ShownValue, visibleValues } from './visible-values.js'

const outer = 400
const inner = 500

const cell = (elem: number): Cell => ({ num: elem, text: null, elem })

const rows = Array.from({ length: outer * inner }, (_, row) => [
  cell(Math.floor(row / inner)),
  cell(row % inner),
  { num: (row * 7_919) % 1_009, text: null, elem: 0 },
])

/** What work makes, and how often others had the event loop meanwhile. */
const besideOthers = async <T>(work: () => Promise<T>): Promise<{ readonly made: T; readonly turns: number }> => {
  let made: T | undefined
  const turns = await turnsDuring(async () => {
    made = await work()
  })
  return { made: made as T, turns }
}

test('the headers of 200,000 values are made in turns with other work', async () => {
  const tree = await besideOthers(() => tupleTree(rows, 2))
  const byTuple = new Map(rows.map((row) => [tupleKey(row.slice(0, 2)), row]))
  const values = (sortByValue: 0 | 1) =>
    visibleValues({
      depth: 2,
      isExpanded: () => true,
      rowsAt: async () => byTuple,
      treeAt: async () => tree.made,
      sortByValue,
    })
  const shown = await besideOthers(() => values(0))
  const sorted = await besideOthers(() => values(1))
  const ends = await besideOthers(() => endsOf(shown.made, (depth) => depth === 1))
  const kept = await besideOthers(() => keptValues(shown.made, ([, { elem } = cell(0)]) => elem % 2 === 0))
  const axis = await besideOthers(() =>
    buildAxis(shown.made, {
      levels: [0, 1],
      measures: 1,
      hasTotal: (dimension) => dimension === 1,
      totalsFirst: false,
      alwaysExpanded: true,
    }),
  )
  const sizes = (value: ShownValue) => [value.within.length, value.within[0]?.within.length]
  expect([sizes(shown.made), sizes(sorted.made), sizes(kept.made)]).toEqual([
    [outer, inner],
    [outer, inner],
    [outer, inner / 2],
  ])
  expect(ends.made).toHaveLength(outer * (inner + 1))
  expect(axis.made.ends).toHaveLength(outer * (inner + 1))
  const turns = { tree, shown, sorted, ends, kept, axis }
  for (const [name, made] of Object.entries(turns)) expect([name, made.turns > 1]).toEqual([name, true])
})
