import { expect, test } from 'vitest'
import { checkMeasure } from '../expressions/check-measure.js'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { textField } from '../testing/text-field.js'
import type { DataScope } from './data-scope.js'
import { describePlan } from './describe-plan.js'
import { fieldKey } from './group-key.js'
import { planCubeWithTotals } from './plan-cube.js'

const shop: FieldModel = { ...textField(0, [0]), name: 'Shop', symbolCount: 9 }
const receipt: FieldModel = { ...textField(1, [0]), name: 'Receipt', symbolCount: 10_000 }
const kind: FieldModel = { ...textField(2, [0]), name: 'Kind', symbolCount: 2 }
const fields = [shop, receipt, kind]
const model: DataModel = {
  fields,
  tables: [{ id: 0, name: 'sales', rowCount: 20_000, fields: [0, 1, 2] }],
  associations: [],
  formats: defaultFormats,
}
const selected: DataScope = { kind: 'alternatives', alternatives: [new Map()] }

/** What stands beside the rows of a cube. */
const besideRows = (dimensions: readonly FieldModel[], ...expressions: readonly string[]): readonly string[] => {
  const names = new Map(fields.map((each) => [each.name, each]))
  const { plan } = planCubeWithTotals(
    model,
    {
      dimensions: dimensions.map((each) => ({ key: fieldKey(each), nullSuppression: true, order: {} })),
      measures: expressions.map((source) => ({
        expression: checkMeasure(model, names, source).expression,
        order: null,
      })),
      sortOrder: [],
      suppressZero: false,
      suppressMissing: false,
    },
    { selected, of: () => selected, loaded: () => undefined },
  )
  return describePlan(model, plan)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^total|of all groups|^a[1-9] =/.test(line))
}

test('few rows have the totals beside them, which are made of their groups', () => {
  expect(besideRows([shop], 'Count(Receipt) / Count(TOTAL Receipt)')).toEqual([
    'total of the groups',
    'a1 = sum of a0',
    'total of m0 beside each row = (a1 / a1)',
  ])
})

test('what is made of the same parts is made once, and nothing for what is read in other rows alone', () => {
  const totals = besideRows([shop], 'Count(Receipt)', 'Rank(Count(Receipt))', 'Max(Receipt) - Min(Receipt)')
  expect(totals.filter((line) => /^a[4-9] =/.test(line))).toEqual([
    'a4 = sum of a0',
    'a5 = max of a2',
    'a6 = min of a3',
  ])
  expect(totals.filter((line) => line.startsWith('total of m'))).toHaveLength(3)
  const [moving, ...others] = besideRows([shop], 'RangeAvg(Above(Count(Receipt), 0, 3))')
  expect([moving?.startsWith('total of m0 beside each row'), others]).toEqual([true, []])
})

test('different values are added up where each of them is a group of its own', () => {
  expect(besideRows([shop], 'Count(DISTINCT Shop)').slice(-3)).toEqual([
    'total of the groups',
    'a1 = sum of a0',
    'total of m0 beside each row = a1',
  ])
})

test('where there may be many rows, or totals cannot be made of groups, they are asked for apart', () => {
  expect(besideRows([receipt], 'Count(Shop)')).toEqual([])
  expect(besideRows([shop], 'Count(DISTINCT Shop) + Count(DISTINCT Kind)')).toEqual([
    'of all groups by [Shop], [Kind]',
    'a1 = Count(DISTINCT [Kind])',
  ])
  expect(besideRows([kind], 'Count(DISTINCT Receipt)')).toEqual([])
})
