import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import {
  aggregateFunctions,
  infixOperators,
  prefixOperators,
  scalarFunctions,
} from '../expressions/functions/catalogue.js'
import type { Parameter, ScalarFunction } from '../expressions/functions/scalar-function.js'
import { contextOf, withSnapshot } from './app-folder.js'

/** Whole numbers at the ends of what few bits hold, and next to zero: `A`, `B`, the key, and a group of several keys. */
const edges: Readonly<Record<string, string>> = {
  'sixteen bits': `(-32768, 32767, 'a', 'g'), (32767, 32767, 'b', 'g'), (20000, 18000, 'c', 'g'), (-32768, -32768, 'd', 'h'),
    (-30000, 30000, 'e', 'h'), (7, -3, 'f', 'h'), (15000, 14000, 'k', 'h')`,
  'thirty-two bits': `(-2147483648, 2147483647, 'a', 'g'), (2147483647, 2147483647, 'b', 'g'), (100000, 90000, 'c', 'g'),
    (-2147483648, -2147483648, 'd', 'h'), (-2000000000, 2000000000, 'e', 'h'), (7, -3, 'f', 'h'), (50000, 70000, 'k', 'h')`,
}

/** Rows beside these: the last one has numbers that only a DOUBLE holds. */
const beside = { whole: `(5, 3, 'z', 'z')`, fraction: `(0.5, 0.25, 'z', 'z')` } as const

const data = (rows: string, other: string, restricted: boolean) => `
  CREATE TABLE facts AS SELECT *, CASE WHEN "K" = 'z' THEN 'east' ELSE 'west' END AS "REGION"
    FROM (VALUES ${rows}, ${other}) t("A", "B", "K", "G");
  ${restricted ? `CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'ann', 'west')) t("ACCESS", "USERID", "REGION")` : ''}`

type Called = { readonly name: string; readonly parameters: readonly Parameter[] }

const called = ({ name, parameters }: Called, fields: readonly string[]): string => {
  const args = parameters.map((parameter, index) => {
    if ('per' in parameter && parameter.per === 'aggregate')
      return 'side' in parameter && parameter.side === 'text' ? "'-'" : '0.5'
    return fields[index % fields.length]
  })
  return `${name}(${args.slice(0, parameters.filter(({ optional }) => !optional).length).join(', ')})`
}

const arithmetic = infixOperators.map(({ name }) => name).filter((name) => !/like|follows|precedes/i.test(name))

const ofNumbers = ({ name, family, parameters }: ScalarFunction): boolean =>
  name !== 'Rand' && (family === 'range' || family === 'numeric') && !parameters.some(({ literal }) => literal)

/** Tests of samples compute so much that they are asked alone, and once. */
const isTest = ({ name }: Called): boolean => /^[TZ]Test/.test(name)

const tests = aggregateFunctions.filter(isTest).map((entry) => called(entry, ['A']))

const measures = [
  ...aggregateFunctions
    .filter((entry) => !isTest(entry))
    .flatMap((aggregate) => {
      const [ab, ba] = [called(aggregate, ['A', 'B']), called(aggregate, ['B', 'A'])]
      return [ab, `${ba} * ${ab} - ${ab} - ${ba} + ${ba}`, `-${ab} - Fabs(${ba})`]
    }),
  ...arithmetic.flatMap((name) => [`A ${name} B`, `Sum(A ${name} B)`, `(A ${name} B) ${name} (B ${name} A)`]),
  ...Object.keys(prefixOperators).flatMap((name) => [`${name} A`, `Sum(${name} A)`, `(${name} A) - B - B`]),
  ...scalarFunctions.filter(ofNumbers).flatMap((entry) => {
    const call = called(entry, ['A', 'B'])
    return [call, `${call} * A`, `Sum(${call})`]
  }),
  '-A-B-A',
  'If(A>0,A)*B',
  'Fabs(A)*B',
  'Alt(A, B)*Pick(1, B)',
  'Above(A)*B',
  'RangeSum(Above(A, 0, 3))',
  'Sum(Aggr(A*B,K))',
  'Max(Aggr(Only(A)*Only(B),K))',
  'Sum({<K-={z}>} TOTAL A)*Max({<K-={z}>} TOTAL B)',
  'Min(A, 2)*Max(B, 2)',
  'Sum({<K={"=A*B>1"}>} A)',
  'Sum({<A={"<=-30000"}>} B)',
  'Sum({<A={"=A+B=B+A"}>} B)',
  'Round(XNPV(0.1, B, A), 0.01)',
  'FractileExc(A, 0.3)',
  'Rank(A*B)',
  'Class(A*B, 1000)',
  'Mod(A, 7)*Div(B, 3)',
]

/** Formulas of one chart. */
const atOnce = 25

const charts = [
  { dimension: 'K', sort: { byExpression: { expression: '-Fabs(A*B)', direction: 1 } }, measures },
  { dimension: 'G', sort: {}, measures: [...measures, ...tests] },
  { dimension: '=A*B', sort: {}, measures: ['A*B', 'A+B', 'Sum(A)*Sum(B)', 'Mode(A)*Mode(B)', 'Sum(Aggr(A*B,K))'] },
] as const

/** The cells of every chart, by what they are. */
const answers = (rows: string, other: string, restricted: boolean) => {
  const told = new Map<string, number | string | null>()
  return withSnapshot(data(rows, other, restricted), async (snapshot) => {
    const context = await contextOf(snapshot, 'ann')
    for (const { dimension, sort, measures } of charts) {
      for (let from = 0; from < measures.length; from += atOnce) {
        const asked = measures.slice(from, from + atOnce)
        const outcome = await evaluateHypercube(context, {
          dimensions: [{ definition: dimension, sort }],
          measures: asked.map((expression) => ({ expression })),
        })
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
        const read = (await outcome.cube.page(0, 100)).filter(
          ([key]) => !['z', '15', '0.125'].includes(key?.text ?? ''),
        )
        const all = restricted ? [outcome.cube.grandTotal, ...read] : read
        for (const cells of all)
          for (const [index, measure] of asked.entries())
            told.set(
              `${measure} by ${dimension}: ${cells[0]?.text}`,
              cells[index + 1]?.num ?? cells[index + 1]?.text ?? null,
            )
      }
    }
  }).then(() => told)
}

const isClose = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b))
    : a === b

test.each(Object.keys(edges).flatMap((bits) => [true, false].map((restricted) => ({ bits, restricted }))))(
  'formulas over whole numbers of $bits are worth what they are beside a fraction, restricted or not: $restricted',
  async ({ bits, restricted }) => {
    const of = (other: string) => answers(edges[bits] ?? '', other, restricted)
    const expected = await of(beside.fraction)
    const found = await of(beside.whole)
    expect(
      [...expected]
        .filter(([cell, value]) => !isClose(found.get(cell), value))
        .map(([cell, value]) => [cell, value, found.get(cell)]),
    ).toEqual([])
    expect([...found.keys()]).toEqual([...expected.keys()])
    expect(found.get(`A * B by K: a`)).toBe(bits === 'sixteen bits' ? -32768 * 32767 : -2147483648 * 2147483647)
    const missing = [...expected.values()].filter((value) => value === null)
    expect(missing.length).toBeLessThan(expected.size / 2)
  },
  180_000,
)
