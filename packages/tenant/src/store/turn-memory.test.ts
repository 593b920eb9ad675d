import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { turnMemory } from './turn-memory.js'

/** Counts the reads, so that a shared one is seen. */
const counting = () => {
  let count = 0
  return { read: () => [++count], count: () => count }
}

it('shares a read among equal queries of one turn', () => {
  const memory = turnMemory()
  const { read, count } = counting()
  expect([memory.recall('q', ['a', 1], read), memory.recall('q', ['a', 1], read)]).toEqual([[1], [1]])
  expect(count()).toBe(1)
})

it.each<[string, string, unknown[]]>([
  ['another query', 'p', ['a', 'b']],
  ['another parameter', 'q', ['a', 'c']],
  ['parameters split elsewhere', 'q', ['a","b']],
  ['a parameter of another type', 'q', ['a', null]],
])('shares nothing with %s', (_what, sql, parameters) => {
  const memory = turnMemory()
  const { read } = counting()
  memory.recall('q', ['a', 'b'], read)
  expect(memory.recall(sql, parameters, read)).toEqual([2])
})

it('remembers nothing in the next turn', async () => {
  const memory = turnMemory()
  const { read } = counting()
  memory.recall('q', [], read)
  await nextTurn()
  expect(memory.recall('q', [], read)).toEqual([2])
  await nextTurn()
  expect(memory.recall('q', [], read)).toEqual([3])
})

it('remembers nothing from before a write', () => {
  const memory = turnMemory()
  const { read } = counting()
  memory.recall('q', [], read)
  memory.forget()
  expect(memory.recall('q', [], read)).toEqual([2])
})
