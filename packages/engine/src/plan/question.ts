import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Cube, OrderTerm } from './cube.js'
import type { CubePlan, Page } from './cube-plan.js'
import type { DataScope } from './data-scope.js'
import { bySource, type RowSource, type TableRows, tableRows } from './row-source.js'

/** Something that is asked of the data. */
export type Question = CubePage | FieldValues

/** A page of the rows of a cube. */
export interface CubePage {
  readonly kind: 'cube page'
  readonly plan: CubePlan
  readonly page: Page
}

/** The element numbers of a field that occur in a scope, ascending. */
export interface FieldValues {
  readonly kind: 'field values'
  readonly field: FieldModel
  /** The tables that hold the field. */
  readonly rows: readonly TableRows[]
  readonly scope: DataScope
}

export const fieldValues = (model: DataModel, field: FieldModel, scope: DataScope): FieldValues => ({
  kind: 'field values',
  field,
  rows: field.tables.map((table) => tableRows(model, [table], [field])),
  scope,
})

/** One arm for each kind of question: a kind that is not handled does not compile. */
export type QuestionTable<Result> = {
  readonly [K in Question['kind']]: (question: Extract<Question, { readonly kind: K }>) => Result
}

/** Applies the arm of a question's kind. */
export const byQuestion = <Result>(question: Question, table: QuestionTable<Result>): Result =>
  (table[question.kind] as (of: Question) => Result)(question)

/** Rows that are read, and within which part of the data. */
export interface ScopedRows {
  readonly rows: TableRows
  readonly scope: DataScope
}

const read: QuestionTable<readonly ScopedRows[]> = {
  'cube page': ({ plan: { cube, order } }) => [...rowsOfCube(cube), ...rowsOfOrder(order)],
  'field values': ({ rows, scope }) => rows.map((each) => ({ rows: each, scope })),
}

/** All rows of tables that a question reads. */
export const rowsOf = (question: Question): readonly ScopedRows[] => byQuestion(question, read)

const rowsOfCube = ({ parts, totals, windows }: Cube): readonly ScopedRows[] => [
  ...[...parts, ...totals].flatMap(({ groups }) =>
    groups.branches.flatMap(({ rows, scope }) => rows.flatMap((source) => rowsOfSource(source, scope))),
  ),
  ...rowsOfOrder([...(windows?.rows.order ?? []), ...(windows?.columns.order ?? [])]),
]

const rowsOfOrder = (order: readonly OrderTerm[]): readonly ScopedRows[] =>
  order.flatMap((term) => ('cube' in term ? rowsOfCube(term.cube) : []))

const rowsOfSource = (source: RowSource, scope: DataScope): readonly ScopedRows[] =>
  bySource<readonly ScopedRows[]>(source, {
    table: (rows) => [{ rows, scope }, ...rows.aggrs.flatMap(({ cube }) => rowsOfCube(cube))],
    listed: () => [],
    aggr: ({ cube, associated, scope: within }) => [
      ...rowsOfCube(cube),
      ...associated.flatMap(({ rows }) => rows.map((each) => ({ rows: each, scope: within }))),
    ],
  })
