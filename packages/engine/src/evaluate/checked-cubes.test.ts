import { expect, it } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { checkedCube } from './checked-cubes.js'

it('keeps five hundred cubes of a snapshot, however short their requests are', () =>
  withSnapshot('CREATE TABLE facts AS SELECT 1 AS "A"', async (snapshot) => {
    const context = await contextOf(snapshot)
    const check = (state: number) =>
      checkedCube({ ...context, state: `state ${state}` }, { dimensions: [], measures: [] }, new Map())
    const first = check(0)
    for (let state = 1; state < 500; state++) check(state)
    expect(check(0)).toBe(first)
    for (let state = 500; state < 1_000; state++) check(state)
    expect(check(0)).not.toBe(first)
  }))
