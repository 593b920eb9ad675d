import type { DialectName } from './dialect-name.js'
import type { FunctionDescription, Parameter, SqlTyped } from './scalar-function.js'
import type { ExpressionType, SqlValue } from './sql-value.js'

/** How an aggregate takes an argument: once for each row, by one side or both, or once, written in the expression. */
export type AggregateParameter = Parameter & {
  readonly per: 'row' | 'aggregate'
  /** Side of a row's value that is read; `presence` where it only counts whether there is one. */
  readonly side: 'number' | 'text' | 'both' | 'presence'
}

/**
 * Numbers that are cut into whole ones, which add up exactly in whatever order: from the highest place to the lowest, each
 * worth `2 ** 62` of the next, where place 0 is what stands before the point.
 */
export interface AddedByPlaces {
  readonly highest: number
  readonly lowest: number
  /** A power of two that all numbers are below. */
  readonly most: number
}

/**
 * How numbers are added up where nobody minds in which order, and where nothing may depend on it: whole numbers are `exact`
 * as they are, others are cut by places, and those of which not enough is known are `sorted` first.
 */
export type Adding = 'as they come' | 'exact' | 'sorted' | AddedByPlaces

/** Columns of the rows that are aggregated, as SQL, or a value of the whole aggregate. */
export type AggregateArgument = Pick<SqlValue, 'number' | 'text'> & {
  /**
   * Its numbers in the type that they are stored in, which may be of few bits: to be compared, counted and added up by the
   * database, which is faster, and never to be computed with, as that would overflow. `number` is a DOUBLE in any case.
   */
  readonly stored: string
  readonly presence: string
  /** What is there in the rows that have a value, be it the value or not: `*` where all rows have one. */
  readonly there: string
  /** Its numbers as whole numbers of their last decimal, and how many of these there are, where they are stored so. */
  readonly units: { readonly sql: string; readonly decimals: number } | undefined
  /** How its numbers are added up. */
  readonly adding: Adding
  /** What tells apart values of equal number, or of equal text; `undefined` where the side that is read does. */
  readonly identity: string | undefined
  /** What its texts are ordered by; `undefined` where by their characters. */
  readonly order: string | undefined
  /** Where a row stands in the load order; with fields of several tables, in that of the first of these. */
  readonly place: string
}

/** Prints one side of the result: a DOUBLE or a VARCHAR. Only sides that the type has are asked for. */
export type PrintAggregate = (
  args: readonly (AggregateArgument | undefined)[],
  distinct: boolean,
  side: 'number' | 'text',
) => string

/** A value of several groups from the values of each, or an average from their sums and counts of numbers. */
export type AggregateMerge = 'sum' | 'min' | 'max' | 'average'

/** A function of the rows of a group. */
export interface AggregateFunction extends FunctionDescription {
  readonly family: 'aggregation'
  readonly parameters: readonly AggregateParameter[]
  readonly typeOf: (args: readonly SqlTyped[]) => ExpressionType
  /** What a group without any row is worth. */
  readonly whenEmpty: 0 | null
  /** Equal values count once in any case: so a key is read in all tables that hold it. */
  readonly ignoresRepetition?: true
  /**
   * How the value of a group is made of those of finer groups, where no row is in two of these; absent where it cannot be,
   * or not of its first argument alone.
   */
  readonly merge?: AggregateMerge
  /** It adds up the numbers of its first argument, those of few decimals as whole numbers of the last one. */
  readonly addsUnits?: true
  /** Whether it is a whole number: in any case, or over whole numbers. */
  readonly whole?: 'always' | 'of whole numbers'
  /** Its numbers are amounts of what its first argument is, and written as those of a field are. */
  readonly keepsFormat?: true
  /** Whether a row counts because its value is missing. */
  readonly countsMissing?: true
  readonly print: Readonly<Record<DialectName, PrintAggregate>>
}

interface Definition<P extends readonly AggregateParameter[]>
  extends Omit<AggregateFunction, 'family' | 'typeOf' | 'print' | 'parameters' | 'whenEmpty'> {
  readonly parameters: P
  readonly whenEmpty?: 0
}

type ArgumentsOf<P extends readonly AggregateParameter[]> = {
  readonly [K in keyof P]: P[K] extends { readonly optional: true } ? AggregateArgument | undefined : AggregateArgument
}

/** An aggregate that is a number. */
export const numericAggregate = <const P extends readonly AggregateParameter[]>(
  definition: Definition<P> & Readonly<Record<DialectName, (args: ArgumentsOf<P>, distinct: string) => string>>,
): AggregateFunction => ({
  ...definition,
  family: 'aggregation',
  whenEmpty: definition.whenEmpty ?? null,
  typeOf: () => 'number',
  print: {
    duckdb: (args, distinct) =>
      `CAST(${definition.duckdb(args as unknown as ArgumentsOf<P>, distinct ? 'DISTINCT ' : '')} AS DOUBLE)`,
  },
})

/** An aggregate that is a text. */
export const textAggregate = <const P extends readonly AggregateParameter[]>(
  definition: Definition<P> & Readonly<Record<DialectName, (args: ArgumentsOf<P>, distinct: string) => string>>,
): AggregateFunction => ({
  ...definition,
  family: 'aggregation',
  whenEmpty: null,
  typeOf: () => 'text',
  print: {
    duckdb: (args, distinct) => definition.duckdb(args as unknown as ArgumentsOf<P>, distinct ? 'DISTINCT ' : ''),
  },
})

/** An aggregate that gives back one of the values of its first argument. */
export const valueAggregate = <const P extends readonly AggregateParameter[]>(
  definition: Definition<P> &
    Readonly<
      Record<
        DialectName,
        (args: ArgumentsOf<P>, side: (argument: AggregateArgument) => string, distinct: boolean) => string
      >
    >,
): AggregateFunction => ({
  ...definition,
  family: 'aggregation',
  whenEmpty: null,
  typeOf: ([first]) => (first === undefined || first.type === 'truth' ? 'number' : first.type),
  print: {
    duckdb: (args, distinct, side) =>
      definition.duckdb(args as unknown as ArgumentsOf<P>, (argument) => argument[side], distinct),
  },
})

/** The usual parameter: a number of each row. */
export const perRow = (name: string, side: AggregateParameter['side']) => ({ name, per: 'row', side }) as const
