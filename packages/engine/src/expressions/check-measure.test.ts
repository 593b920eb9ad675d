import { describe, expect, test } from 'vitest'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { checkMeasure } from './check-measure.js'

const field = (id: number, name: string, kind: FieldModel['kind'], tables: readonly number[]): FieldModel => ({
  id,
  name,
  kind,
  symbolCount: 3,
  symbolType: 'UTINYINT',
  numberType: kind === 'text' ? null : 'INTEGER',
  min: null,
  max: null,
  maxGlyphCount: 1,
  tags: [],
  tables,
})

/** Orders belong to one customer each; a customer has many orders and many visits; a visit has one type. */
const fields = [
  field(0, 'Customer', 'text', [0, 1, 2]),
  field(1, 'Delay (min)', 'number', [0]),
  field(2, 'City', 'text', [1]),
  field(3, 'Discount', 'number', [1]),
  field(4, 'Duration', 'number', [2]),
  field(5, 'Odd ] name', 'number', [0]),
  field(6, 'Visit type', 'text', [2, 3]),
  field(7, 'Weight', 'number', [3]),
]
const model: DataModel = {
  fields,
  tables: [
    { id: 0, name: 'orders', rowCount: 9, fields: [0, 1, 5] },
    { id: 1, name: 'customers', rowCount: 3, fields: [0, 2, 3] },
    { id: 2, name: 'visits', rowCount: 12, fields: [0, 4, 6] },
    { id: 3, name: 'visit types', rowCount: 2, fields: [6, 7] },
  ],
  associations: [
    { fields: [0], tables: [0, 1, 2], uniqueIn: [1] },
    { fields: [6], tables: [2, 3], uniqueIn: [3] },
  ],
}
const visible = new Map(fields.map((entry) => [entry.name, entry]))

const problem = (source: string): string => {
  try {
    checkMeasure(model, visible, source)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENGINE-EXPRESSION' })
    return (error as { detail: string }).detail
  }
  throw new Error(`${source} was accepted`)
}

const grainOf = (source: string) => {
  const { expression } = checkMeasure(model, visible, source)
  if (expression.kind !== 'aggregate') throw new Error('no aggregate')
  return expression.aggregate.grain
}

describe('what is understood', () => {
  test.each([
    '=Sum([Delay (min)])',
    'sum("Delay (min)") / COUNT(Customer)',
    "Count(DISTINCT If([Delay (min)] >= 15 and not City = 'O''Hare', Customer))",
    "If(Avg([Delay (min)])>1.5e1,'late','ok') & '!'",
    '-Max([Delay (min)]) * (2 + .5)',
    'Sum([Odd ]] name])',
    'Round(Avg([Delay (min)]), 0.1)',
    '1',
  ])('%s', (source) => {
    expect(() => checkMeasure(model, visible, source)).not.toThrow()
  })

  test('multiplication binds tighter than addition, comparison looser, and chains go from left to right', () => {
    const { expression } = checkMeasure(model, visible, '1 - 2 - 3 * 4 > 5')
    expect(expression).toMatchObject({
      kind: 'comparison',
      left: {
        operator: '-',
        left: { operator: '-', left: { value: 1 }, right: { value: 2 } },
        right: { operator: '*', left: { value: 3 }, right: { value: 4 } },
      },
    })
  })

  test('not binds looser than a comparison and tighter than and', () => {
    expect(checkMeasure(model, visible, 'not 1 = 2 and 3').expression).toMatchObject({
      kind: 'logic',
      left: { kind: 'not', operand: { kind: 'comparison' } },
    })
  })

  test('Num gives the pattern of the column', () => {
    expect(checkMeasure(model, visible, "Num(Sum([Delay (min)]), '#,##0')").numPattern).toBe('#,##0')
    expect(checkMeasure(model, visible, 'Sum([Delay (min)])').numPattern).toBeNull()
  })
})

describe('what is refused, with the position and a hint', () => {
  test.each([
    ['', 'empty'],
    ['Sum(', 'Unexpected the end (at character 5)'],
    ['Sum([Delay (min)]', 'Expected ) but found the end (at character 18)'],
    ['1 + * 2', 'Unexpected * (at character 5)'],
    ['Sum([Delay (min)]) Sum(1)', 'Unexpected Sum (at character 20)'],
    ["'open", "Missing closing ' (at character 1)"],
    ['1 § 2', 'Unexpected character § (at character 3)'],
    ['Sum({<City={A}>} Discount)', 'Set analysis is not supported (at character 5)'],
    ['$(v)', 'Dollar-sign expansion is not supported (at character 1)'],
    ['Sum(TOTAL Discount)', 'TOTAL is not supported (at character 5)'],
    ['Summ(Discount)', 'There is no function Summ; did you mean Sum? (at character 1)'],
    ['Median(Discount)', 'There is no function Median (at character 1)'],
    ['Sum(Discont)', 'There is no field [Discont]; did you mean [Discount]? (at character 5)'],
    ['Sum(discount)', 'There is no field [discount]; did you mean [Discount]? (at character 5)'],
    ['Discount', 'Field [Discount] has to be inside an aggregation such as Sum or Count (at character 1)'],
    ['Sum(Avg(Discount))', 'Avg cannot be nested in Sum (at character 5)'],
    ['Sum(City)', 'Sum needs a number, and this is a text (at character 5)'],
    ["Sum(Discount) + 'x'", '+ needs a number, and this is a text (at character 17)'],
    ['Sum(1)', 'Sum needs a field (at character 1)'],
    ['Sum(Discount, 1)', 'Sum takes one argument (at character 1)'],
    ['Sum(DISTINCT Discount)', 'DISTINCT is supported in Count, not in Sum (at character 1)'],
    ['If(1)', 'If takes a condition, a value and, optionally, another value (at character 1)'],
    ['Round(1, Sum(Discount))', 'The step of Round has to be a positive number (at character 10)'],
    ["1 + Num(1, '0')", 'Num is supported around a whole expression only (at character 5)'],
  ])('%s', (source, message) => {
    expect(problem(source)).toContain(message)
  })

  test('expressions made to exhaust the process', () => {
    expect(problem('('.repeat(5_000))).toContain('nested too deeply')
    expect(problem('-'.repeat(5_000))).toContain('nested too deeply')
    expect(problem(`1${'+1'.repeat(5_000)}`)).toContain('too many operators')
    expect(problem(' '.repeat(50_000))).toContain('too long')
  })
})

describe('the table whose rows are aggregated', () => {
  test('is the one that holds the field', () => {
    expect(grainOf('Sum([Delay (min)])')).toEqual([0])
    expect(grainOf('Sum(Discount)')).toEqual([1])
  })

  test('is, for fields of several tables, the one from which the others have a single row', () => {
    expect(grainOf('Sum([Delay (min)] * Discount)')).toEqual([0])
    expect(grainOf("Sum(If(City = 'x', [Delay (min)], Discount))")).toEqual([0])
    expect(grainOf('Sum(Duration * Weight * Discount)')).toEqual([2])
    expect(problem('Sum([Delay (min)] * Duration)')).toContain('not associated many-to-one')
    expect(problem('Sum(Discount * Weight)')).toContain('not associated many-to-one')
  })

  test('is not changed by a key that the expression looks at', () => {
    expect(grainOf("Sum(If(Customer = 'x', Discount))")).toEqual([1])
  })

  test('is, for a key, the one with most rows; its distinct values come from all tables', () => {
    expect(grainOf('Count(Customer)')).toEqual([2])
    expect(grainOf('Count(DISTINCT Customer)')).toEqual([0, 1, 2])
  })
})
