import { describe, expect, test } from 'vitest'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { checkMeasure } from './check-measure.js'
import type { TypedExpression } from './typed-expression.js'

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
  formats: defaultFormats,
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

/** An expression with all its brackets. */
const shape = (source: string): string => {
  const written = (expression: TypedExpression, outer: boolean): string => {
    if (expression.kind === 'number') return String(expression.value)
    if (expression.kind !== 'call') return expression.kind
    const [a, b] = expression.arguments.map((argument) => written(argument, false))
    const text = b === undefined ? `${expression.function.name} ${a}` : `${a} ${expression.function.name} ${b}`
    return outer ? text : `(${text})`
  }
  return written(checkMeasure(model, visible, source).expression, true)
}

const grainOf = (source: string, over = model) => {
  const { expression } = checkMeasure(over, visible, source)
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
    expect(shape('1 - 2 - 3 * 4 > 5')).toBe('((1 - 2) - (3 * 4)) > 5')
    expect(shape('1 + 2 & 3 = 4 bitand 5 << 1')).toBe('((1 + 2) & 3) = (4 bitand (5 << 1))')
  })

  test('not binds looser than a comparison and tighter than and, which binds tighter than or', () => {
    expect(shape('not 1 = 2 and 3')).toBe('(not (1 = 2)) and 3')
    expect(shape('1 or 2 and 3')).toBe('1 or (2 and 3)')
  })

  test('comments and remarks are blanks', () => {
    expect(shape('/* a */ 1 // b\n + 2')).toBe('1 + 2')
    expect(shape('REM what it is; 1 + 2')).toBe('1 + 2')
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
    ['Sum({<Town={A}>} Discount)', 'There is no field [Town] (at character 7)'],
    ['Sum({Mine} Discount)', 'There is no alternate state or bookmark Mine (at character 6)'],
    ['Sum({<City={A>} Discount)', 'Expected > but found Discount (at character 17)'],
    ['Sum({<City=5>} Discount)', "Expected values such as {'a', 'b'} but found 5"],
    ['1 + {<City={A}>} Sum(Discount)', 'A set stands at the beginning of a formula'],
    ['If(DISTINCT 1, 2)', 'If is no aggregation and takes no DISTINCT (at character 1)'],
    ['Sum(TOTAL <Town> Discount)', 'There is no field [Town]'],
    ['$(v)', '$ stands in front of a bracket'],
    ['/* open', 'The comment is not closed (at character 1)'],
    ['Summ(Discount)', 'There is no function Summ; did you mean Sum? (at character 1)'],
    ['Qualify(Discount)', 'There is no function Qualify (at character 1)'],
    ['Sum(Discont)', 'There is no field [Discont]; did you mean [Discount]? (at character 5)'],
    ['Sum(discount)', 'There is no field [discount]; did you mean [Discount]? (at character 5)'],
    ['Sum(Avg(Discount))', 'Avg cannot be nested in Sum (at character 5)'],
    ['Sum(Discount, 1)', 'Sum is called as Sum(value) (at character 1)'],
    ['If(1)', 'If is called as If(condition, then[, else]) (at character 1)'],
    [
      'Fractile(Discount, Weight)',
      'The fraction of Fractile has to be a number, written in the expression (at character 20)',
    ],
    ['Concat(City, City)', 'The delimiter of Concat is the same for all rows: no field may occur (at character 14)'],
    ["Date(1, 'a' & 'b')", 'The pattern of Date has to be a text'],
    [`1 + Num(1, '${'0'.repeat(257)}')`, 'The pattern of Num has at most 256 characters (at character 12)'],
    ["Date#(City, 'x')", "Date# reads no date or time by the pattern 'x'"],
    ["Interval#(City, 'YYYY')", "Interval# reads no duration by the pattern 'YYYY'"],
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

describe('the tables whose rows are aggregated', () => {
  test('are the one that holds the field', () => {
    expect(grainOf('Sum([Delay (min)])')).toEqual([[0]])
    expect(grainOf('Sum(Discount)')).toEqual([[1]])
  })

  test('are, for fields of several tables, those that are joined, with those that lie between', () => {
    expect(grainOf('Sum([Delay (min)] * Discount)')).toEqual([[0, 1]])
    expect(grainOf('Sum([Delay (min)] * Duration)')).toEqual([[0, 2]])
    expect(grainOf('Sum(Duration * Weight)')).toEqual([[2, 3]])
    expect(grainOf('Sum(Discount * Weight)')).toEqual([[1, 2, 3]])
  })

  test('are not changed by a key that the expression looks at', () => {
    expect(grainOf("Sum(If(Customer = 'x', Discount))")).toEqual([[1]])
    expect(grainOf("Sum(If([Visit type] = 'x', Discount))")).toEqual([[1, 2]])
  })

  test('are, for a key, the one with most keys, then the first; its distinct values come from all tables', () => {
    expect(grainOf('Count(Customer)')).toEqual([[2]])
    expect(grainOf('Count([Visit type])')).toEqual([[2]])
    expect(grainOf('Count(Customer & [Visit type])')).toEqual([[2]])
    expect(grainOf('Count(DISTINCT Customer)')).toEqual([[0], [1], [2]])
    const oneKey = { ...model, tables: model.tables.map((table) => ({ ...table, fields: [0] })) }
    expect(grainOf('Count(Customer)', oneKey)).toEqual([[0]])
  })

  test('are the same whatever rows there are', () => {
    const other = {
      ...model,
      tables: model.tables.map((table) => ({ ...table, rowCount: 100 - table.rowCount })),
      associations: model.associations.map((association) => ({ ...association, uniqueIn: [] })),
    }
    for (const source of ['Count(Customer)', 'Sum([Delay (min)] * Discount)', 'Sum(Discount * Weight)']) {
      expect(grainOf(source, other)).toEqual(grainOf(source))
    }
  })

  test('are none without a field', () => {
    expect(grainOf('Sum(1)')).toEqual([])
  })
})
