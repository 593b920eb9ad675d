import { expect, test } from 'vitest'
import { symbolSet } from '../model/symbol-set.js'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { selecting, withSmallModel } from '../testing/small-model.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { Cell, EvaluationContext, HypercubeRequest } from './evaluation.js'

const sales = `CREATE TABLE sales AS SELECT * FROM (VALUES ('W', 10, 1), ('E', 20, 2), ('W', 5, 3), (NULL, 7, 4)) t(region, amount, id);
  CREATE TABLE region AS SELECT * FROM (VALUES ('W', 'West'), ('E', 'East'), ('N', 'North')) t(region, name);
  CREATE TABLE island AS SELECT 'alone' AS hermit, 1 AS age`

const evaluate = async (context: EvaluationContext, request: Partial<HypercubeRequest>) => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [], ...request })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  return outcome.cube
}

const shown = (rows: readonly (readonly Cell[])[]) => rows.map((row) => row.map((cell) => cell.text ?? cell.num))

test('each bad column reports its own error, and nothing is evaluated', () =>
  withSnapshot(sales, async (snapshot) => {
    const outcome = await evaluateHypercube(await contextOf(snapshot), {
      dimensions: [{ definition: 'name' }, { definition: 'nmae' }, { definition: 'hermit' }],
      measures: [{ expression: 'Sum(amount)' }, { expression: 'Sum(' }, { expression: 'Sum(age)' }],
    })
    if (outcome.ok) throw new Error('columns are bad')
    expect(outcome.errors.map((error) => error.column)).toEqual([1, 4])
    expect(outcome.errors[0]?.message).toContain('did you mean [name]?')
  }))

test('a missing association is a row of its own; a value without rows counts nothing', () =>
  withSnapshot(sales, async (snapshot) => {
    const cube = await evaluate(await contextOf(snapshot), {
      dimensions: [{ definition: '=[name]', sort: { byAscii: 1 } }],
      measures: [{ expression: 'Sum(amount)' }, { expression: 'Avg(amount)' }],
    })
    const rows = await cube.page(0, 10)
    expect(shown(rows)).toEqual([
      ['East', 20, 20],
      ['North', 0, null],
      ['West', 15, 7.5],
      [null, 7, 7],
    ])
    expect(rows[3]?.[0]?.elem).toBe(-2)
    expect(cube.grandTotal).toEqual([
      { num: 42, text: null, elem: -1 },
      { num: 10.5, text: null, elem: -1 },
    ])
    expect(cube.dimensions[0]).toMatchObject({ cardinality: 3, hypercubeCardinality: 3, maxGlyphCount: 5 })
  }))

test('each row of a measure counts once, however many rows of another table it meets', () =>
  withSnapshot(
    `CREATE TABLE orders AS SELECT * FROM (VALUES (1, 10), (2, 20)) t(id, amount);
     CREATE TABLE lines AS SELECT * FROM (VALUES (1, 'a'), (1, 'b'), (1, 'b'), (2, 'b')) t(id, item)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const measures = [{ expression: 'Sum(amount)' }, { expression: 'Count(item)' }]
      const cube = await evaluate(context, { dimensions: [{ definition: 'item', sort: { byAscii: 1 } }], measures })
      expect(shown(await cube.page(0, 9))).toEqual([
        ['a', 10, 1],
        ['b', 30, 3],
      ])
      expect(cube.grandTotal.map((cell) => cell.num)).toEqual([30, 4])
    },
  ))

test('totals count what rows that are left out have', () =>
  withSnapshot(sales, async (snapshot) => {
    const cube = await evaluate(await contextOf(snapshot), {
      dimensions: [{ definition: '[name]', nullSuppression: true, sort: { byAscii: 1 } }],
      measures: [{ expression: 'Sum(amount)' }, { expression: 'Avg(TOTAL amount)' }, { expression: 'Min(amount)' }],
      suppressZero: true,
    })
    expect(shown(await cube.page(0, 10))).toEqual([
      ['East', 20, 10.5, 20],
      ['North', 0, 10.5, null],
      ['West', 15, 10.5, 5],
    ])
    expect(cube.grandTotal.map(({ num }) => num)).toEqual([42, 10.5, 5])
  }))

test('the states of values follow the selections, whatever records the measures run over', () =>
  withSmallModel(async (plain) => {
    const context = await selecting(plain, 'Cust', 'A')
    for (const expression of ['Count({1} Amt)', 'Count({<Cust={B}>} Amt)', 'Count(Amt)']) {
      const cube = await evaluate(context, { dimensions: [{ definition: 'Region' }], measures: [{ expression }] })
      expect(cube.dimensions[0]?.stateCounts).toMatchObject({ possible: 1, excluded: 1 })
    }
  }))

test('measures without dimensions have one row', () =>
  withSnapshot(sales, async (snapshot) => {
    const context = await contextOf(snapshot)
    const kpi = await evaluate(context, {
      measures: [{ expression: "Num(Sum(amount) / Sum(age), '0.0')" }, { expression: "'total: ' & Sum(amount)" }],
    })
    expect(kpi.rowCount).toBe(1)
    expect(shown(await kpi.page(0, 1))).toEqual([[42, 'total: 42']])
    expect(kpi.measures[0]).toEqual({ min: 42, max: 42, numPattern: '0.0' })
    expect((await evaluate(context, {})).rowCount).toBe(0)
  }))

test('division by zero is a missing value, in rows and in results', () =>
  withSnapshot(sales, async (snapshot) => {
    const cube = await evaluate(await contextOf(snapshot), {
      dimensions: [{ definition: 'name', sort: { byAscii: 1 } }],
      measures: [{ expression: 'Sum(amount / (amount - 10))' }, { expression: 'Sum(amount) / Count(amount)' }],
      suppressMissing: true,
    })
    expect(shown(await cube.page(0, 9))).toEqual([
      ['East', 2, 20],
      ['North', 0, null],
      ['West', -1, 7.5],
      [null, expect.closeTo(-7 / 3), 7],
    ])
  }))

test('selections in modal fields are ignored, and sorting by state brings them first', () =>
  withSnapshot(sales, async (snapshot) => {
    const context = await contextOf(
      snapshot,
      'anybody',
      new Map([['region', { values: symbolSet([1]), locked: false }]]),
    )
    const dimensions = [{ definition: 'region', sort: { byState: 1 as const, byAscii: 1 as const } }]
    const selected = await evaluate(context, { dimensions })
    expect(shown(await selected.page(0, 9))).toEqual([['E']])
    const modal = await evaluate(context, { dimensions, ignoreSelectionsIn: ['region'] })
    expect(shown(await modal.page(0, 9))).toEqual([['E'], ['N'], ['W'], [null]])
    expect(modal.dimensions[0]?.stateCounts).toMatchObject({ selected: 1, alternative: 2 })
    const other = await evaluate(
      { ...context, selections: new Map([['region', { values: symbolSet([0, 999]), locked: false }]]) },
      {
        dimensions,
        ignoreSelectionsIn: ['region'],
      },
    )
    expect(shown(await other.page(0, 9))).toEqual([['W'], ['E'], ['N'], [null]])
  }))

test('a cube too large to hold is paged like one that is held', () =>
  withSnapshot('CREATE TABLE t AS SELECT range AS id, range % 7 AS digit FROM range(250000)', async (snapshot) => {
    const context = await contextOf(snapshot)
    const cube = await evaluate(context, {
      dimensions: [{ definition: 'id' }],
      measures: [{ expression: 'Sum(digit)', sortByNumeric: -1 }],
      interColumnSortOrder: [1, 0],
    })
    expect(cube.rowCount).toBe(250_000)
    expect(cube.measures).toEqual([{ min: 0, max: 6 }])
    expect(cube.dimensions[0]?.hypercubeCardinality).toBe(250_000)
    expect(shown(await cube.page(0, 2))).toEqual([
      ['6', 6],
      ['13', 6],
    ])
    expect(shown(await cube.page(249_999, 5))).toEqual([['249998', 0]])
    expect(await cube.page(250_000, 5)).toEqual([])
    expect(await cube.page(-1, 5)).toEqual([])
  }))

test('selected element numbers that no value has select nothing', () =>
  withSnapshot(sales, async (snapshot) => {
    const select = (...values: number[]) => new Map([['region', { values: symbolSet(values), locked: false }]])
    for (const [selections, total] of [
      [select(0, 999), 15],
      [select(999), 0],
      [select(5_000_000), 0],
    ] as const) {
      const cube = await evaluate(await contextOf(snapshot, 'anybody', selections), {
        measures: [{ expression: 'Sum(amount)' }],
      })
      expect(cube.grandTotal[0]?.num).toBe(total)
    }
  }))

test('a newer selection stops an evaluation that it makes useless', () =>
  withSnapshot(sales, async (snapshot) => {
    const context = await contextOf(snapshot)
    const request = { dimensions: [{ definition: 'name' }], measures: [{ expression: 'Sum(amount)' }] }
    await expect(evaluateHypercube({ ...context, signal: AbortSignal.abort() }, request)).rejects.toMatchObject({
      code: 'ENGINE-QUERY-CANCELLED',
    })
    await expect(evaluateHypercube(context, request)).resolves.toMatchObject({ ok: true })
  }))

test('text of a client never becomes SQL', () =>
  withSnapshot(sales, async (snapshot) => {
    const context = await contextOf(snapshot)
    const cube = await evaluate(context, {
      measures: [{ expression: `Count(If(name <> '''; DROP TABLE t_0; --', name)) & '"); DROP TABLE s_0; --'` }],
    })
    expect(shown(await cube.page(0, 1))).toEqual([['3"); DROP TABLE s_0; --']])
    const outcome = await evaluateHypercube(context, {
      dimensions: [{ definition: '[name"; DROP TABLE t_0; --]' }],
      measures: [],
    })
    expect(outcome.ok).toBe(false)
  }))

test('nesting that would multiply the query without a bound is an error of its column', () =>
  withSnapshot(sales, async (snapshot) => {
    const nested = (depth: number): string => (depth === 0 ? '0' : `ColorMix1(0.5, ${nested(depth - 1)}, ${nested(0)})`)
    const outcome = await evaluateHypercube(await contextOf(snapshot), {
      dimensions: [],
      measures: [
        { expression: 'Sum(amount)' },
        { expression: nested(40) },
        { expression: `Sum(amount * ${nested(40)})` },
      ],
    })
    if (outcome.ok) throw new Error('columns are bad')
    expect(outcome.errors.map(({ column, message }) => [column, message.includes('too large')])).toEqual([
      [1, true],
      [2, true],
    ])
  }))
