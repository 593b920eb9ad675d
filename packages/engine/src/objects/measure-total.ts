import { booleanOf, type Json, type JsonObject } from '../json.js'

/** What a total of a measure is made of: its expression over all records, or the values of the rows. */
export type MeasureTotal = 'Expr' | 'None' | 'Sum' | 'Avg' | 'Min' | 'Max' | 'Count'

const totals: ReadonlySet<Json | undefined> = new Set<Json | undefined>([
  'Expr',
  'None',
  'Sum',
  'Avg',
  'Min',
  'Max',
  'Count',
] satisfies MeasureTotal[])

const isTotal = (value: Json | undefined): value is MeasureTotal => totals.has(value)

/** Whether `qAggrFunc` names a function that there is not. */
export const isUnknownTotal = (value: Json): boolean => value !== null && value !== '' && !isTotal(value)

/** Reads `qAggrFunc` and `qBrutalSum`. */
export const measureTotal = ({ qAggrFunc, qBrutalSum }: JsonObject): MeasureTotal => {
  if (booleanOf(qBrutalSum)) return 'Sum'
  return isTotal(qAggrFunc) ? qAggrFunc : 'Expr'
}

type OfRows = (numbers: readonly number[]) => number | null

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const fold =
  (pick: (a: number, b: number) => number): OfRows =>
  ([first, ...others]) =>
    first === undefined ? null : others.reduce((a, b) => pick(a, b), first)

/** Totals of the numbers of rows; there is none of none, but that they are none. */
export const totalOfRows: Readonly<Record<Exclude<MeasureTotal, 'Expr' | 'None'>, OfRows>> = {
  Sum: (numbers) => (numbers.length === 0 ? null : sum(numbers)),
  Avg: (numbers) => (numbers.length === 0 ? null : sum(numbers) / numbers.length),
  Min: fold(Math.min),
  Max: fold(Math.max),
  Count: (numbers) => numbers.length,
}
