import { expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { textField } from '../testing/text-field.js'
import type { DataScope } from './data-scope.js'
import { planWave, sharedKey } from './plan-wave.js'
import { fieldValues } from './question.js'
import { type JoinedAggr, tableRows } from './row-source.js'

const a = textField(0, [0])
const b = textField(1, [0])
const c = textField(2, [1])

const modelOf = (rowCount: number): DataModel => ({
  fields: [a, b, c],
  tables: [
    { id: 0, name: 'facts', rowCount, fields: [0, 1] },
    { id: 1, name: 'others', rowCount, fields: [2] },
  ],
  associations: [],
  formats: defaultFormats,
})

const within = (field: number, ...elements: number[]): DataScope => ({
  kind: 'alternatives',
  alternatives: [new Map([[field, elements]])],
})
const everything: DataScope = { kind: 'alternatives', alternatives: [new Map()] }

/** The questions of each statement, and the fields of the rows that it reads once. */
const planned = (rowCount: number, ...asked: readonly (readonly [FieldModel, DataScope])[]) => {
  const model = modelOf(rowCount)
  const questions = asked.map(([of, scope]) => fieldValues(model, of, scope))
  return planWave(model, questions).map(({ questions: of, shared }) => [
    [...of].sort(),
    shared.map(({ rows }) => [...rows.homes.keys()].sort()),
  ])
}

test('questions about the same rows within equal scopes share a statement, with the fields of all', () => {
  const some = within(0, 1, 3)
  expect(planned(1000, [a, some], [c, some], [b, within(0, 1, 3)], [a, within(0, 1, 4)])).toEqual([
    [[0, 2], [[0, 1]]],
    [[1], []],
    [[3], []],
  ])
})

test('two questions about a range of values of a table read it in place, and more of them once', () => {
  const range = within(0, 1, 2, 3)
  expect(planned(1000, [a, range], [b, range])).toEqual([
    [[0], []],
    [[1], []],
  ])
  expect(planned(1000, [a, range], [b, range], [b, range])).toEqual([[[0, 1, 2], [[0, 1]]]])
  const two: DataScope = { kind: 'alternatives', alternatives: [new Map([[0, [1]]]), new Map([[1, [1]]])] }
  expect(planned(1000, [a, two], [b, two])).toEqual([[[0, 1], [[0, 1]]]])
})

test('one question shares with itself what it reads twice', () => {
  const model = modelOf(1000)
  const once = fieldValues(model, a, within(0, 1, 3))
  expect(planWave(model, [once])).toEqual([{ questions: [0], shared: [] }])
  const twice = { ...once, rows: [...once.rows, ...once.rows] }
  expect(planWave(model, [twice]).map(({ questions, shared }) => [questions, shared.length])).toEqual([[[0], 1]])
})

test('rows that nothing restricts, or that are too many to keep, are read in place', () => {
  expect(planned(1000, [a, everything], [b, everything])).toEqual([
    [[0], []],
    [[1], []],
  ])
  expect(planned(1_000_000_000, [a, within(0, 1, 3)], [b, within(0, 1, 3)])).toEqual([
    [[0], []],
    [[1], []],
  ])
})

test('a statement has a bound', () => {
  const many = Array.from({ length: 50 }, (_, index) => [index % 2 ? a : b, within(0, 1)] as const)
  expect(planned(1000, ...many).map(([questions]) => questions?.length)).toEqual([40, 10])
})

test('rows are shared where they are those of one table, each once, with no values of an Aggr', () => {
  const key = textField(0, [0, 1])
  const [own, other, apart] = [textField(1, [0]), textField(2, [1]), textField(3, [2])]
  const linked = (...uniqueIn: readonly number[]): DataModel => ({
    ...modelOf(1000),
    fields: [key, own, other, apart],
    tables: [
      { id: 0, name: 'facts', rowCount: 1000, fields: [0, 1] },
      { id: 1, name: 'others', rowCount: 1000, fields: [0, 2] },
      { id: 2, name: 'apart', rowCount: 1000, fields: [3] },
    ],
    associations: [{ fields: [0], tables: [0, 1], uniqueIn }],
  })
  const keyOf = (...rows: Parameters<typeof tableRows>) => sharedKey(tableRows(...rows), everything)
  expect(keyOf(linked(), [0], [own])).toBe(keyOf(linked(1), [0], [own, other]))
  expect(keyOf(linked(), [0], [own])).not.toBe(keyOf(linked(), [1], [other]))
  expect(keyOf(linked(), [0], [own])).not.toBe(sharedKey(tableRows(linked(), [0], [own]), within(1, 2)))
  const notShared = {
    'several rows met': keyOf(linked(), [0], [own, other]),
    'several rows met, as different values': keyOf(linked(), [0], [own, other], { bridged: true }),
    'combined tables': keyOf(linked(1), [0, 1], [own, other]),
    'a product': keyOf(linked(), [0, 2], [own, apart]),
    'values of an Aggr': keyOf(linked(), [0], [own], { aggrs: [{} as JoinedAggr] }),
  }
  for (const [kind, made] of Object.entries(notShared)) expect([kind, made]).toEqual([kind, undefined])
})
