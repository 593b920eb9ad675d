import { expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { textField } from '../testing/text-field.js'
import { checkMeasure } from './check-measure.js'
import { isWholeNumber } from './whole-numbers.js'

const number = (id: number, name: string, numberType: 'SMALLINT' | 'INTEGER' | 'DOUBLE', most: number): FieldModel => ({
  ...textField(id, [0]),
  name,
  kind: 'number',
  numberType,
  min: -most,
  max: 5,
})

const fields = [
  number(0, 'Units', 'SMALLINT', 32_000),
  number(1, 'Grams', 'INTEGER', 100_001),
  number(2, 'Price', 'DOUBLE', 9),
  { ...textField(3, [0]), name: 'Text' },
]
const model: DataModel = {
  fields,
  tables: [{ id: 0, name: 't', rowCount: 9, fields: [0, 1, 2, 3] }],
  associations: [],
  formats: defaultFormats,
}

test('counts, and sums of small whole numbers, are whole; what may have a fraction or more digits is not', () => {
  const names = new Map(fields.map((each) => [each.name, each]))
  for (const [source, whole] of [
    ['Count(Text)', true],
    ['Count(DISTINCT Price)', true],
    ['Sum(Units)', true],
    ['Max(Units)', true],
    ['Sum(Grams)', false],
    ['Sum(Price)', false],
    ['Sum(Units / 2)', false],
    ['Avg(Units)', false],
    ['Sum(Units) / 2', false],
    ['Sum(Text)', false],
  ] as const)
    expect([source, isWholeNumber(checkMeasure(model, names, source).expression)]).toEqual([source, whole])
})
