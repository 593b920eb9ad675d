import fc from 'fast-check'
import { fieldNames, fieldType, holds, type OracleApp, type OracleValue, symbolsOf } from './oracle-app.js'
import {
  aggregateSource,
  arithmetic,
  type Comparison,
  compares,
  type OracleAggregate,
  type OracleMeasure,
  outerSource,
  type RowExpression,
} from './oracle-expression.js'
import type { OracleSelections } from './oracle-list.js'
import { numberOf } from './oracle-reading.js'
import { randomOuterSets, randomSelectingSet, randomSet } from './random-set.js'

/** Random selections; some values may be ones that a principal cannot see. */
export const randomSelections = (app: OracleApp): fc.Arbitrary<OracleSelections> => {
  const selectable = fieldNames(app).filter((field) => symbolsOf(app, field).length > 0)
  return fc.subarray(selectable, { maxLength: Math.min(2, selectable.length) }).chain((fields) =>
    fc
      .tuple(
        ...fields.map((field) =>
          fc.tuple(
            fc.subarray(
              symbolsOf(app, field).map((_, element) => element),
              { minLength: 1 },
            ),
            fc.boolean(),
          ),
        ),
      )
      .map(
        (chosen) =>
          new Map(
            fields.map((field, index) => {
              const [values, locked] = chosen[index] ?? [[], false]
              return [field, { values: new Set(values), locked }] as const
            }),
          ),
      ),
  )
}

const comparisons: readonly Comparison[] = ['=', '<>', '<', '<=', '>', '>=']

const fieldExpression = (name: string): RowExpression => ({
  source: /^[a-z]+$/i.test(name) ? name : `[${name}]`,
  fields: [name],
  bare: name,
  evaluate: (values) => values.get(name) ?? null,
})

const literal = (number: number): RowExpression => ({
  source: String(number),
  fields: [],
  bare: null,
  evaluate: () => number,
})

/**
 * Expressions over the fields of a table; numeric ones over none where it has no numbers.
 *
 * @param words text fields that conditions are about
 * @param read text fields whose values are used as they are: some read as numbers
 */
const rowExpression = (
  numbers: readonly string[],
  words: readonly string[],
  read: readonly string[] = [],
): fc.Arbitrary<RowExpression> =>
  fc.letrec<{ expression: RowExpression }>((tie) => {
    const nested = tie('expression')
    const pair = fc.tuple(nested, nested)
    return {
      expression: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom(...[...numbers, ...read].map(fieldExpression)),
        fc.constantFrom(0, 1, 2, 0.5).map(literal),
        fc.tuple(fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const), pair).map(
          ([operator, [a, b]]): RowExpression => ({
            source: `(${a.source} ${operator} ${b.source})`,
            fields: [...a.fields, ...b.fields],
            bare: null,
            evaluate: (values) => arithmetic(operator, a.evaluate(values), b.evaluate(values)),
          }),
        ),
        fc.tuple(fc.constantFrom(...comparisons), pair, pair).map(
          ([operator, [a, b], [then, otherwise]]): RowExpression => ({
            source: `If(${a.source} ${operator} ${b.source}, ${then.source}, ${otherwise.source})`,
            fields: [a, b, then, otherwise].flatMap((part) => part.fields),
            bare: null,
            evaluate: (values) =>
              (compares(operator, a.evaluate(values), b.evaluate(values)) ? then : otherwise).evaluate(values),
          }),
        ),
        ...(words.length === 0
          ? []
          : [
              fc.tuple(fc.constantFrom(...words), fc.constantFrom('x', 'zz', "it's"), nested).map(
                ([word, text, then]): RowExpression => ({
                  source: `If(not [${word}] = '${text.replaceAll("'", "''")}' and ${then.source} > 0, ${then.source})`,
                  fields: [word, ...then.fields],
                  bare: null,
                  evaluate: (values) => {
                    const result = then.evaluate(values)
                    return values.get(word) !== text && compares('>', result, 0) ? result : null
                  },
                }),
              ),
            ]),
        nested.map(
          (inner): RowExpression => ({
            source: `Round(-${inner.source}, 0.5)`,
            fields: inner.fields,
            bare: null,
            evaluate: (values) => {
              const result = numberOf(inner.evaluate(values))
              return result === null ? null : Math.floor(-result / 0.5 + 0.5) * 0.5
            },
          }),
        ),
      ),
    }
  }).expression

/** An expression of each row over fields that are in one table only, and the table; none where there are no such fields. */
export const randomDimension = (app: OracleApp): fc.Arbitrary<{ table: number; expression: RowExpression } | null> => {
  const own = app.tables.map((table) =>
    table.columns.filter(({ name }) => app.tables.filter((other) => holds(other, name)).length === 1),
  )
  const tables = own.flatMap((columns, table) => (columns.some(({ type }) => type === 'number') ? [table] : []))
  if (tables.length === 0) return fc.constant(null)
  return fc.constantFrom(...tables).chain((table) => {
    const namesOf = (type: 'number' | 'text') =>
      (own[table] ?? []).filter((column) => column.type === type).map(({ name }) => name)
    return rowExpression(namesOf('number'), namesOf('text')).map((expression) =>
      expression.fields.length === 0 ? null : { table, expression },
    )
  })
}

/** Fields of one table, or of all: those are joined. */
const aggregatedFields = (app: OracleApp): fc.Arbitrary<readonly string[]> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...app.tables).map((table) => table.columns.map((column) => column.name)),
    },
    { weight: 3, arbitrary: fc.constant(fieldNames(app)) },
  )

const randomAggregate = (app: OracleApp): fc.Arbitrary<OracleAggregate> =>
  aggregatedFields(app).chain((names) => {
    const numbers = names.filter((name) => fieldType(app, name) === 'number')
    const words = names.filter((name) => fieldType(app, name) === 'text')
    const counted = fc.record({
      name: fc.constantFrom('Count' as const, 'CountDistinct' as const),
      argument: fc.constantFrom(...names).map(fieldExpression),
    })
    if (numbers.length === 0) return counted
    const computed = fc.record({
      name: fc.constantFrom('Sum', 'Count', 'CountDistinct', 'Avg', 'Min', 'Max'),
      argument: rowExpression(numbers, words),
    }) as fc.Arbitrary<OracleAggregate>
    const read = fc.record({
      name: fc.constantFrom('Sum', 'Count', 'Avg', 'Min', 'Max'),
      argument: rowExpression(numbers, words, words),
    }) as fc.Arbitrary<OracleAggregate>
    return fc.oneof(
      { weight: 1, arbitrary: counted },
      { weight: 3, arbitrary: computed },
      { weight: 1, arbitrary: read },
    )
  })

/** An aggregation of a column of one table, sometimes over a set; none where no column is of it alone. */
export const randomColumnMeasure = (app: OracleApp, table: number): fc.Arbitrary<OracleMeasure> | null => {
  const columns = ownColumns(app, table)
  if (columns.length === 0) return null
  return fc
    .record({
      column: fc.constantFrom(...columns),
      name: fc.constantFrom('Sum' as const, 'Count' as const, 'CountDistinct' as const, 'Min' as const, 'Max' as const),
      set: fc.option(randomSelectingSet(app), { freq: 3 }),
    })
    .map(({ column, name, set }) => {
      const only: OracleAggregate = { name, argument: fieldExpression(column), ...(set && { set }) }
      return { source: aggregateSource(only), aggregates: [only], evaluate: ([result]) => result ?? null }
    })
}

/** The columns that no other table has. */
export const ownColumns = (app: OracleApp, table: number): readonly string[] =>
  (app.tables[table]?.columns ?? []).flatMap(({ name }) =>
    app.tables.filter((other) => holds(other, name)).length === 1 ? [name] : [],
  )

/** An aggregation, sometimes over a set, sometimes as a total. */
const qualifiedAggregate = (app: OracleApp): fc.Arbitrary<OracleAggregate> =>
  fc
    .record({
      plain: randomAggregate(app),
      set: fc.option(randomSet(app), { freq: 2 }),
      total: fc.option(fc.subarray([...fieldNames(app)], { maxLength: 1 }), { freq: 3 }),
    })
    .map(({ plain, set, total }) => ({ ...plain, ...(set && { set }), ...(total && { total }) }))

/** A measure of one or two aggregates, sometimes with sets in front. */
export const randomMeasure = (app: OracleApp): fc.Arbitrary<OracleMeasure> =>
  fc.tuple(plainMeasure(app), fc.option(randomOuterSets(app), { freq: 3 })).map(([{ prefix, ...plain }, outer]) =>
    outer === null
      ? { ...plain, source: `${prefix}${plain.source}` }
      : {
          ...plain,
          source: `${prefix}${outerSource(outer)}${plain.source}`,
          aggregates: plain.aggregates.map((entry) => ({ ...entry, outer })),
        },
  )

/** @returns with what may stand before the formula */
const plainMeasure = (app: OracleApp): fc.Arbitrary<OracleMeasure & { readonly prefix: string }> => {
  const one = qualifiedAggregate(app)
  return fc.oneof(
    one.map((only) => ({
      prefix: '',
      source: aggregateSource(only),
      aggregates: [only],
      evaluate: ([result]: readonly OracleValue[]) => result ?? null,
    })),
    fc
      .tuple(one, one, fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const))
      .map(([a, b, operator]) => ({
        prefix: '= ',
        source: `${aggregateSource(a)} ${operator} ${aggregateSource(b)}`,
        aggregates: [a, b],
        evaluate: ([left, right]: readonly OracleValue[]) => arithmetic(operator, left ?? null, right ?? null),
      })),
    one.map((only) => ({
      prefix: '',
      source: `If(${aggregateSource(only)} > 1, 'much: ' & ${aggregateSource(only)} * 0, 'little')`,
      aggregates: [only],
      evaluate: ([result]: readonly OracleValue[]) => (compares('>', result ?? null, 1) ? 'much: 0' : 'little'),
    })),
  )
}
