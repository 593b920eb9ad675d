import { expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel } from '../model/data-model.js'
import { routeFrom } from '../model/join-route.js'
import { joinKinds } from './join-kinds.js'

/** Tables 0 - 1 - 2 in a row, with pairs of which each row of the first has a partner in the second. */
const chain = (...covered: readonly (readonly [number, number])[]): DataModel => ({
  formats: defaultFormats,
  fields: [],
  tables: [],
  associations: [
    { fields: [0], tables: [0, 1], uniqueIn: [], covered },
    { fields: [1], tables: [1, 2], uniqueIn: [], covered },
  ],
})

const kinds = (model: DataModel, combined: readonly number[], joined: readonly number[]) => {
  const hops = [...routeFrom(model, ...combined).values()]
  const of = (tables: readonly number[]) => hops.filter(({ table }) => tables.includes(table))
  return [...joinKinds(model, of(combined), of(joined))]
}

test('rows without a partner stay, unless there can be none', () => {
  expect(kinds(chain(), [0, 1], [2])).toEqual([
    [1, 'full'],
    [2, 'left'],
  ])
  expect(kinds(chain([0, 1]), [0, 1], [])).toEqual([[1, 'right']])
  expect(kinds(chain([1, 0]), [0, 1], [])).toEqual([[1, 'left']])
  expect(kinds(chain([0, 1], [1, 0]), [0, 1], [])).toEqual([[1, 'inner']])
})

test('a partner counts only where the row that it is one of is always there', () => {
  // Rows of 0 may lack one of 1, and then one of 2.
  expect(kinds(chain([1, 2]), [0], [1, 2])).toEqual([
    [1, 'left'],
    [2, 'left'],
  ])
  expect(kinds(chain([0, 1], [1, 2]), [0], [1, 2])).toEqual([
    [1, 'inner'],
    [2, 'inner'],
  ])
  expect(kinds(chain([1, 2]), [0, 1], [2])).toEqual([
    [1, 'full'],
    [2, 'left'],
  ])
  expect(kinds(chain([0, 1], [1, 2]), [0, 1], [2])).toEqual([
    [1, 'right'],
    [2, 'inner'],
  ])
  expect(kinds(chain([0, 1], [1, 2]), [0, 1, 2], [])).toEqual([
    [1, 'right'],
    [2, 'right'],
  ])
})
