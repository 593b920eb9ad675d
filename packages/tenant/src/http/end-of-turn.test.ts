import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { endOfTurn } from './end-of-turn.js'

it('runs all tasks of a turn once, in their order and at its end, and those that they bring in the next', async () => {
  const atEndOfTurn = endOfTurn()
  const run: string[] = []
  for (const name of ['a', 'b', 'c'])
    atEndOfTurn(() => {
      run.push(name)
      if (name === 'b') atEndOfTurn(() => run.push('later'))
    })
  await Promise.resolve()
  expect(run).toEqual([])
  await nextTurn()
  expect(run).toEqual(['a', 'b', 'c'])
  await nextTurn()
  expect(run).toEqual(['a', 'b', 'c', 'later'])
  atEndOfTurn(() => run.push('once more'))
  await nextTurn()
  expect(run.slice(4)).toEqual(['once more'])
})
