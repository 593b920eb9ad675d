import { describe, expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { checkMeasure } from './check-measure.js'
import { aggrsOf } from './typed-expression.js'

const field = (id: number, name: string): FieldModel => ({
  id,
  name,
  kind: 'number',
  symbolCount: 3,
  symbolType: 'UTINYINT',
  numberType: 'INTEGER',
  min: null,
  max: null,
  maxGlyphCount: 1,
  tags: [],
  tables: [0],
})

const fields = [field(0, 'Year'), field(1, 'Month no'), field(2, 'x')]
const model: DataModel = {
  fields,
  tables: [{ id: 0, name: 't', rowCount: 9, fields: [0, 1, 2] }],
  associations: [],
  formats: defaultFormats,
}
const check = (source: string) => checkMeasure(model, new Map(fields.map((each) => [each.name, each])), source)

describe('the order of the dimensions of Aggr', () => {
  const orderOf = (source: string) => {
    const { expression } = check(source)
    const [aggr] =
      expression.kind === 'aggregate' ? expression.aggregate.arguments.flatMap((a) => (a ? aggrsOf(a) : [])) : []
    return aggr?.dimensions.map((key, index) => [
      key.kind === 'field' ? key.field.name : 'calculated',
      aggr.order[index]?.by,
      aggr.order[index]?.direction,
    ])
  }

  test.each([
    ['Year', ['Year', 'LOAD_ORDER', 1]],
    ['(Year)', ['Year', 'LOAD_ORDER', 1]],
    ['(Year, (NUMERIC))', ['Year', 'NUMERIC', 1]],
    ['(Year, (Numeric, Descending))', ['Year', 'NUMERIC', -1]],
    ['([Month no], (text, z2a))', ['Month no', 'TEXT', -1]],
    ['("Month no", (TEXT, A2Z))', ['Month no', 'TEXT', 1]],
    ['(Year, (FREQUENCY, REVERSE))', ['Year', 'FREQUENCY', -1]],
    ['(Year, (LOAD_ORDER, ORIGINAL))', ['Year', 'LOAD_ORDER', 1]],
  ])('%s', (dimension, expected) => {
    expect(orderOf(`Max(Aggr(Sum(x), ${dimension}))`)).toEqual([expected])
  })

  test('a field that is named twice is one dimension', () => {
    expect(orderOf('Max(Aggr(Sum(x), (Year, (TEXT)), [Month no], Year))')).toEqual([
      ['Year', 'TEXT', 1],
      ['Month no', 'LOAD_ORDER', 1],
    ])
  })

  test.each([
    [
      'Aggr(Sum(x), (Year, (AGE)))',
      'Expected a sort type (NUMERIC, TEXT, FREQUENCY, LOAD_ORDER) but found AGE (at character 22)',
    ],
    [
      'Aggr(Sum(x), (Year, (NUMERIC, A2Z)))',
      'Expected a direction of NUMERIC (ASCENDING, DESCENDING, REVERSE) but found A2Z',
    ],
    ['Aggr(Sum(x), (Year, constructor))', 'Expected ( but found constructor'],
    ['Aggr(Sum(x), (Year, (constructor)))', 'Expected a sort type'],
    ['Aggr(Sum(x), (Years, (TEXT)))', 'There is no field [Years]; did you mean [Year]? (at character 15)'],
    ['Sum((Year, (TEXT)))', 'Only a dimension of Aggr is written with an order (at character 5)'],
  ])('%s is refused', (source, message) => {
    expect(() => check(source)).toThrow(message)
  })
})
