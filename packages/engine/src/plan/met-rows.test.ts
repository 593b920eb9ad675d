import { expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { textField } from '../testing/text-field.js'
import type { Constraint, DataScope } from './data-scope.js'
import { meetsRows } from './met-rows.js'

/** Tables 0 - 1 - 2 in a row, linked by the fields 0 and 1; each has a field of its own: 10, 11 and 12. */
const chain = (...covered: readonly (readonly [number, number])[]): DataModel => {
  const fields: FieldModel[] = []
  for (const [id, tables] of [
    [0, [0, 1]],
    [1, [1, 2]],
    [10, [0]],
    [11, [1]],
    [12, [2]],
  ] as const)
    fields[id] = textField(id, tables)
  return {
    formats: defaultFormats,
    fields,
    tables: [],
    associations: [
      { fields: [0], tables: [0, 1], uniqueIn: [], covered },
      { fields: [1], tables: [1, 2], uniqueIn: [], covered },
    ],
  }
}

const alternatives = (...fields: readonly (readonly number[])[]): DataScope => ({
  kind: 'alternatives',
  alternatives: fields.map((own): Constraint => new Map(own.map((each) => [each, [1]]))),
})

test('a row meets one where every alternative allows only some values there or beyond', () => {
  expect(meetsRows(chain(), alternatives([11]), 0, 1)).toBe(true)
  expect(meetsRows(chain(), alternatives([12]), 0, 1)).toBe(true)
  expect(meetsRows(chain(), alternatives([11, 10], [12]), 0, 1)).toBe(true)
  expect(meetsRows(chain(), alternatives([11], [10]), 0, 1)).toBe(false)
  expect(meetsRows(chain(), alternatives([11]), 0, 2)).toBe(false)
})

test('what is allowed in a key that a row has itself says nothing of its partners', () => {
  expect(meetsRows(chain(), alternatives([0]), 0, 1)).toBe(false)
  expect(meetsRows(chain(), alternatives([1]), 0, 1)).toBe(true)
  expect(meetsRows(chain(), alternatives([]), 0, 1)).toBe(false)
})

test('a row meets one where all have a partner all the way', () => {
  expect(meetsRows(chain([0, 1]), alternatives([]), 0, 1)).toBe(true)
  expect(meetsRows(chain([0, 1]), alternatives([10]), 0, 1)).toBe(true)
  expect(meetsRows(chain([1, 0]), alternatives([]), 0, 1)).toBe(false)
  expect(meetsRows(chain([0, 1]), alternatives([]), 0, 2)).toBe(false)
  expect(meetsRows(chain([0, 1], [1, 2]), alternatives([]), 0, 2)).toBe(true)
})

test('operations on sets decide for rows, not for those that they meet', () => {
  const difference: DataScope = { kind: 'difference', left: alternatives([11]), right: alternatives([11]) }
  expect(meetsRows(chain([0, 1]), difference, 0, 1)).toBe(false)
})
