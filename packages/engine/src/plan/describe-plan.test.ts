import { describe, expect, test } from 'vitest'
import { checkDimension } from '../expressions/check-dimension.js'
import { checkMeasure } from '../expressions/check-measure.js'
import type { SetExpression } from '../expressions/sets/set-expression.js'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { symbolSet } from '../model/symbol-set.js'
import type { CheckedCube, DimensionLimit } from './checked-cube.js'
import type { DataScope } from './data-scope.js'
import { describePlan } from './describe-plan.js'
import { fieldKey } from './group-key.js'
import { planCube } from './plan-cube.js'

const field = (id: number, name: string, kind: FieldModel['kind'], tables: readonly number[]): FieldModel => ({
  id,
  name,
  kind,
  symbolCount: 9,
  symbolType: 'UTINYINT',
  numberType: kind === 'text' ? null : 'INTEGER',
  min: null,
  max: null,
  maxGlyphCount: 1,
  tags: [],
  tables,
})

/** Orders belong to one customer each; an order has many lines. */
const customer = field(0, 'Customer', 'text', [0, 1])
const region = field(1, 'Region', 'text', [1])
const amount = field(2, 'Amount', 'number', [0])
const order = field(3, 'Order', 'number', [0, 2])
const item = field(4, 'Item', 'text', [2])
const quantity = field(5, 'Quantity', 'number', [2])
const fields = [customer, region, amount, order, item, quantity]
const model: DataModel = {
  fields,
  tables: [
    { id: 0, name: 'orders', rowCount: 9, fields: [0, 2, 3] },
    { id: 1, name: 'customers', rowCount: 3, fields: [0, 1] },
    { id: 2, name: 'lines', rowCount: 20, fields: [3, 4, 5] },
  ],
  associations: [
    { fields: [0], tables: [0, 1], uniqueIn: [1] },
    { fields: [3], tables: [0, 2], uniqueIn: [0] },
  ],
  formats: defaultFormats,
}

/** Regions were loaded in another order than their element numbers have. */
const loaded = (of: FieldModel) => (of === region ? [7, 3, 4] : undefined)

const selected: DataScope = { kind: 'alternatives', alternatives: [new Map([[1, [3, 4]]])] }
const everything: DataScope = { kind: 'alternatives', alternatives: [new Map()] }

const planned = (
  dimensions: readonly FieldModel[],
  expressions: readonly string[],
  more: Partial<Omit<CheckedCube, 'dimensions' | 'measures'>> & {
    readonly sorted?: CheckedCube['dimensions'][number]
  } = {},
): readonly string[] => {
  const names = new Map(fields.map((each) => [each.name, each]))
  const checked: CheckedCube = {
    dimensions: dimensions.map((each) => ({ key: fieldKey(each), nullSuppression: false, order: {}, ...more.sorted })),
    measures: expressions.map((source) => ({ expression: checkMeasure(model, names, source).expression, order: null })),
    sortOrder: [],
    suppressZero: false,
    suppressMissing: false,
    ...more,
  }
  const of = (_: SetExpression) => everything
  return describePlan(model, planCube(model, checked, { selected, of, loaded })).split('\n')
}

describe('a plan tells', () => {
  test('the order in which measures read other rows, and which rows are seen together', () => {
    const plan = planned([region, item], ['RangeSum(Above(Sum(Quantity), 0, 2))'], { sortOrder: [1, 0] })
    const windows = plan.findIndex((line) => line.includes('seen together'))
    expect(plan.slice(windows, windows + 4)).toEqual([
      '  rows seen together by [Item]',
      '    order key 1 by load order ascending',
      '    order key 0 by load order of 3 listed elements ascending',
      '  m0 = RangeSum(Above(a0, 0, 2))',
    ])
  })

  test('a table and those joined to it; dimension values without rows are groups, too', () => {
    expect(planned([region], ['Sum(Amount) / Count(Amount)'])).toEqual([
      'cube by [Region]',
      '  rows within Region 2 of 9',
      '    of orders joined to customers',
      '    a0 = Sum([Amount])',
      '    a1 = Count([Amount])',
      '  rows within Region 2 of 9',
      '    of customers',
      '  m0 = (a0 / a1)',
    ])
  })

  test('which values of a limited key are kept, by a cube of their own', () => {
    const limit: DimensionLimit = {
      rule: { kind: 'count', rows: 3, others: 1 },
      by: checkMeasure(model, new Map(fields.map((each) => [each.name, each])), 'Sum(Amount)').expression,
      direction: -1,
      global: false,
      showsOthers: true,
      collapses: false,
      keepsMissing: true,
      among: 'all',
    }
    const sorted = { key: fieldKey(region), nullSuppression: true, order: {}, limit }
    expect(planned([region], ['Avg(Amount)'], { sorted, sortOrder: [0] })).toEqual([
      'cube by [Region] and others',
      '  keep 3 rows of [Region]',
      '    cube by [Region]',
      '      rows within Region 2 of 9',
      '        of orders joined to customers',
      '        a0 = Sum([Amount])',
      '      rows within Region 2 of 9',
      '        of customers',
      '      m0 = a0',
      '    where key 0 is present',
      '    order by m0 descending',
      '    order key 0 by load order of 3 listed elements ascending',
      '  rows within Region 2 of 9',
      '    of orders joined to customers',
      '    a0 = Avg([Amount])',
      '  rows within Region 2 of 9',
      '    of customers',
      '  m0 = a0',
      'where key 0 is present',
      'order key 0 by others ascending',
      'order key 0 by load order of 3 listed elements ascending',
    ])
  })

  test('a branch for each grain; of tables with many rows for one, different values are joined', () => {
    expect(planned([item], ['Sum(Quantity) + Sum(Amount)'])).toEqual([
      'cube by [Item]',
      '  rows within Region 2 of 9',
      '    of lines',
      '    a0 = Sum([Quantity])',
      '  rows within Region 2 of 9',
      '    of orders joined to values of lines',
      '    a1 = Sum([Amount])',
      '  m0 = (a0 + a1)',
    ])
  })

  test('the rows of several sets once, each aggregate over those of its own', () => {
    expect(planned([], ['Sum(Amount) / Sum({1} Amount)', 'Sum(Amount)'])).toEqual([
      'cube',
      '  rows within everything',
      '    of orders',
      '    a0 = Sum([Amount]) within Region 2 of 9',
      '    a2 = Sum([Amount]) within Region 2 of 9',
      '    a1 = Sum([Amount])',
      '  m0 = (a0 / a1)',
      '  m1 = a2',
    ])
    expect(planned([amount], ['Count({1} DISTINCT Amount)'])).toEqual([
      'cube by [Amount]',
      '  rows within everything',
      '    of orders',
      '    a0 = Count(DISTINCT [Amount])',
      '  m0 = a0',
    ])
  })

  test('a branch for each set of what counts missing values, or of rows that are met several times', () => {
    const branches = (dimensions: readonly FieldModel[], expression: string) =>
      planned(dimensions, [expression]).filter((line) => / within /.test(line))
    expect(branches([], 'NullCount(Amount) / NullCount({1} Amount)')).toEqual([
      '  rows within Region 2 of 9',
      '  rows within everything',
    ])
    expect(branches([], 'Median(Amount) / Median({1} Amount)')).toHaveLength(2)
    expect(branches([], 'Max(Amount, 2) / Max({1} Amount, 2)')).toHaveLength(2)
    expect(branches([item], 'Sum(Amount) / Sum({1} Amount)')).toHaveLength(2)
  })

  test('distinct values of a key, from all tables that hold it', () => {
    expect(planned([], ['Count(DISTINCT Customer)'])).toEqual([
      'cube',
      '  rows within Region 2 of 9',
      '    of orders',
      '    of customers',
      '    a0 = Count(DISTINCT [Customer])',
      '  m0 = a0',
    ])
  })

  test('coarser groups for TOTAL', () => {
    expect(planned([region, customer], ['Sum(Amount) / Sum(TOTAL <Region> Amount)'])).toEqual([
      'cube by [Region], [Customer]',
      '  rows within Region 2 of 9',
      '    of orders joined to customers',
      '    a0 = Sum([Amount])',
      '  rows within Region 2 of 9',
      '    of customers',
      '  total by [Region] of the groups',
      '    a1 = sum of a0',
      '  m0 = (a0 / a1)',
    ])
  })

  test('what a total is made of beside the aggregates that are shown', () => {
    expect(planned([region], ['Avg(TOTAL Amount)'])).toEqual([
      'cube by [Region]',
      '  rows within Region 2 of 9',
      '    of customers',
      '  total',
      '    rows within Region 2 of 9',
      '      of orders',
      '      a0 = Avg([Amount])',
      '  m0 = a0',
    ])
    expect(planned([region], ['Count(Amount) / Avg(TOTAL Amount)'])).toEqual([
      'cube by [Region]',
      '  rows within Region 2 of 9',
      '    of orders joined to customers',
      '    a0 = Count([Amount])',
      '    a2 = Sum([Amount])',
      '    a3 = NumericCount([Amount])',
      '  rows within Region 2 of 9',
      '    of customers',
      '  total of the groups',
      '    a1 = sum of a2 / sum of a3',
      '  m0 = (a0 / a1)',
    ])
  })

  test('totals of rows that are not in the groups, or in several of them, by rows of their own', () => {
    const ofGroups = (dimensions: readonly FieldModel[], expression: string) =>
      planned(dimensions, [expression]).some((line) => line.endsWith('of the groups'))
    expect(ofGroups([region], 'Sum(Amount) / Sum(TOTAL Amount)')).toBe(true)
    expect(ofGroups([item], 'Sum(Amount) / Sum(TOTAL Amount)')).toBe(false)
    expect(ofGroups([region], 'Sum(Amount) / Sum({1} TOTAL Amount)')).toBe(false)
    expect(ofGroups([region], 'Count(DISTINCT Amount) / Count(DISTINCT TOTAL Amount)')).toBe(false)
    expect(ofGroups([region], 'Sum(Amount) / Max(TOTAL Amount, 2)')).toBe(false)
    expect(ofGroups([region], 'Max(Amount) / Max(TOTAL Amount)')).toBe(true)
    expect(ofGroups([item], 'Max(Amount) / Max(TOTAL Amount)')).toBe(false)
    expect(ofGroups([region], 'Avg(Aggr(Sum(Amount), Customer)) / Avg(TOTAL Aggr(Sum(Amount), Customer))')).toBe(true)
    expect(
      ofGroups(
        [region],
        'Avg(Aggr(NODISTINCT Sum(Amount), Customer)) / Avg(TOTAL Aggr(NODISTINCT Sum(Amount), Customer))',
      ),
    ).toBe(false)
  })

  test('what an expression makes of each row, with the value of its Aggr', () => {
    const names = new Map(fields.map((each) => [each.name, each]))
    const bySize = checkDimension(model, names, "=If(Aggr(Sum(Amount), Customer) > 9, 'big', Region)")
    if (bySize.kind !== 'calculated') throw new Error('it is a field')
    const sorted = { key: bySize, nullSuppression: false, order: {} }
    const aggr = [
      '    with the value of Aggr',
      '      cube by [Customer]',
      '        rows within Region 2 of 9',
      '          of orders',
      '          a0 = Sum([Amount])',
      '        rows within Region 2 of 9',
      '          of customers',
      '        m0 = a0',
    ]
    expect(planned([region], ['Sum({1} Amount)'], { sorted })).toEqual([
      "cube by If((Aggr(Sum([Amount]), [Customer]) > 9), 'big', [Region])",
      '  rows within everything',
      '    of orders joined to customers',
      ...aggr,
      '    a0 = Sum([Amount])',
      '  rows within Region 2 of 9',
      '    of orders joined to customers',
      ...aggr,
      '  rows within Region 2 of 9',
      '    of customers',
      ...aggr,
      '  m0 = a0',
    ])
  })

  test('the cube of an Aggr below the rows that it is', () => {
    expect(planned([region], ['Max(Aggr(Sum({1} Amount), Customer))'])).toEqual([
      'cube by [Region]',
      '  rows within Region 2 of 9',
      '    of Aggr, associated with [Region]',
      '      cube by [Customer]',
      '        rows within everything',
      '          of orders',
      '          a0 = Sum([Amount])',
      '        rows within Region 2 of 9',
      '          of orders',
      '        rows within Region 2 of 9',
      '          of customers',
      '        m0 = a0',
      '    a0 = Max(Aggr(Sum([Amount]), [Customer]))',
      '  rows within Region 2 of 9',
      '    of customers',
      '  m0 = a0',
    ])
  })

  test('conditions on rows, and their order', () => {
    const names = new Map(fields.map((each) => [each.name, each]))
    const value = checkMeasure(model, names, 'Sum(Quantity)').expression
    const sorted = {
      key: fieldKey(customer),
      nullSuppression: true,
      order: { state: { direction: 1, selected: symbolSet([4]) }, expression: { value, direction: -1 }, text: 1 },
    } as const
    expect(planned([customer], ['Sum(Amount)'], { sorted, sortOrder: [1, 0], suppressZero: true }).slice(7)).toEqual([
      'where key 0 is present',
      'where some measure is not zero',
      'order key 0 by 1 elements first ascending',
      'order key 0 by the value of a cube descending',
      '  cube by [Customer]',
      '    rows within Region 2 of 9',
      '      of lines joined to orders',
      '      a0 = Sum([Quantity])',
      '    rows within Region 2 of 9',
      '      of orders',
      '    rows within Region 2 of 9',
      '      of customers',
      '    m0 = a0',
      'order key 0 by text ascending',
      'order key 0 by load order ascending',
    ])
  })

  test('values that were not loaded in the order of their element numbers are listed where they order rows', () => {
    expect(planned([region], [], { sortOrder: [0] }).slice(-1)).toEqual([
      'order key 0 by load order of 3 listed elements ascending',
    ])
  })
})
