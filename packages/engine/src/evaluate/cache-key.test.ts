import { expect, it } from 'vitest'
import { noSelections } from '../selections/selection-state.js'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { cacheKey } from './cache-key.js'

it('tells numbers apart that JSON does not have', () =>
  withSnapshot('CREATE TABLE facts AS SELECT 1 AS "A"', async (snapshot) => {
    const { view } = await contextOf(snapshot)
    const bounds = [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      null,
      'Infinity',
      'NaN',
      1,
      0,
      -0,
      '-0',
    ]
    const keys = bounds.map((most) => cacheKey(view, noSelections, { most }))
    expect(new Set(keys).size).toBe(bounds.length)
  }))
