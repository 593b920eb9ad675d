import { expect, test } from 'vitest'
import { checkMeasure } from '../expressions/check-measure.js'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { textField } from '../testing/text-field.js'
import { describePlan } from './describe-plan.js'
import { fieldKey } from './group-key.js'
import { planCube } from './plan-cube.js'

/** Orders of customers, whose cities are in countries. */
const customer: FieldModel = { ...textField(0, [0, 1]), name: 'Customer', symbolCount: 20 }
const city: FieldModel = { ...textField(1, [1, 2]), name: 'City', symbolCount: 9 }
const country: FieldModel = { ...textField(2, [2]), name: 'Country', symbolCount: 3 }
const product: FieldModel = { ...textField(3, [0]), name: 'Product', symbolCount: 5 }
const serial: FieldModel = { ...textField(4, [0]), name: 'Serial', symbolCount: 70_000 }
const fields = [customer, city, country, product, serial]

const modelOf = (rowCount: number): DataModel => ({
  fields,
  tables: [
    { id: 0, name: 'orders', rowCount, fields: [0, 3, 4] },
    { id: 1, name: 'customers', rowCount: 20, fields: [0, 1] },
    { id: 2, name: 'cities', rowCount: 9, fields: [1, 2] },
  ],
  associations: [
    { fields: [0], tables: [0, 1], uniqueIn: [1] },
    { fields: [1], tables: [1, 2], uniqueIn: [2] },
  ],
  formats: defaultFormats,
})

/** Whether a cube is made of finer groups, and of which. */
const finerOf = (rowCount: number, dimensions: readonly FieldModel[], ...expressions: readonly string[]) => {
  const model = modelOf(rowCount)
  const names = new Map(fields.map((each) => [each.name, each]))
  const plan = planCube(
    model,
    {
      dimensions: dimensions.map((each) => ({ key: fieldKey(each), nullSuppression: false, order: {} })),
      measures: expressions.map((source) => ({
        expression: checkMeasure(model, names, source).expression,
        order: null,
      })),
      sortOrder: [],
      suppressZero: false,
      suppressMissing: false,
    },
    {
      // What is selected is in the orders, so that each customer meets one.
      selected: { kind: 'alternatives', alternatives: [new Map([[3, [1]]])] },
      of: () => ({ kind: 'alternatives', alternatives: [new Map()] }),
      loaded: () => undefined,
    },
  )
  return describePlan(model, plan)
    .split('\n')
    .flatMap((line) => /of all groups(.*)/.exec(line)?.[1]?.trim() ?? [])
}

test('groups of what is beyond a key are made of those by the key', () => {
  expect(finerOf(1000, [country], 'Count(Product)')).toEqual(['by [Customer]'])
  expect(finerOf(1000, [city, product], 'Count(Product)')).toEqual(['by [Customer], [Product]'])
  expect(finerOf(1000, [product], 'Count(Product)')).toEqual([])
})

test('different values are counted from groups by them', () => {
  expect(finerOf(1000, [], 'Count(DISTINCT Customer)', 'Count(Product)')).toEqual(['by [Customer]'])
  expect(finerOf(1000, [country], 'Count(DISTINCT Product)')).toEqual(['by [Customer], [Product]'])
  expect(finerOf(1000, [product], 'MaxString(Customer)')).toEqual([])
})

test('rows are grouped at once where finer groups would be nearly as many, or where they cannot be made of these', () => {
  expect(finerOf(84, [country], 'Count(Product)')).toHaveLength(1)
  expect(finerOf(83, [country], 'Count(Product)')).toEqual([])
  expect(finerOf(10_000_000, [], 'Count(DISTINCT Serial)')).toEqual([])
  expect(finerOf(1000, [country], "Concat(Product, ', ')")).toEqual([])
  expect(finerOf(1000, [country], 'Count(Product)', 'Count(DISTINCT Serial)')).toEqual([])
})

test('what the keys of an Aggr tell is joined to its groups, not to each row', () => {
  expect(finerOf(100_000, [country], 'Max(Aggr(Count(Serial), Customer, Product))')).toEqual([
    'by [Customer], [Product]',
  ])
  // A row of the product alone is of the customer of its first record.
  expect(finerOf(100_000, [country], 'Max(Aggr(Count(Serial), Product))')).toEqual([])
})
