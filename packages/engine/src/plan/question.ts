import type { DataModel, FieldModel } from '../model/data-model.js'
import type { Cube, Groups, OrderTerm } from './cube.js'
import type { CubePlan, Page } from './cube-plan.js'
import type { DataScope } from './data-scope.js'
import { byKey, type GroupKey } from './group-key.js'
import { withoutMet } from './met-rows.js'
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
  rows: withoutMet(model, scope, field.tables).map((table) => tableRows(model, [table], [field])),
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

/**
 * All rows of tables that a question reads.
 *
 * @param shared groups that are made once for several questions, whose rows are left out
 */
export const rowsOf = (question: Question, shared: ReadonlyMap<Groups, unknown> = new Map()): readonly ScopedRows[] =>
  byQuestion<readonly ScopedRows[]>(question, {
    'cube page': ({ plan: { cube, order } }) => [...rowsOfCube(cube, shared), ...rowsOfOrder(order)],
    'field values': ({ rows, scope }) => rows.map((each) => ({ rows: each, scope })),
  })

const rowsOfCube = (
  { keys, parts, totals, windows }: Cube,
  shared?: ReadonlyMap<Groups, unknown>,
): readonly ScopedRows[] => [
  ...[...parts, ...totals].flatMap(({ groups }) => rowsOfGroups(groups, shared)),
  ...keys.flatMap(rowsOfKey),
  ...rowsOfOrder([...(windows?.rows.order ?? []), ...(windows?.columns.order ?? [])]),
]

/** What is read to tell which values of a key are kept. */
const rowsOfKey = (key: GroupKey): readonly ScopedRows[] =>
  byKey<readonly ScopedRows[]>(key, {
    field: () => [],
    calculated: () => [],
    limited: ({ limit }) => (limit ? [...rowsOfCube(limit.ranking.cube), ...rowsOfOrder(limit.ranking.order)] : []),
  })

/** All rows of tables that make groups. */
export const rowsOfGroups = (groups: Groups, shared?: ReadonlyMap<Groups, unknown>): readonly ScopedRows[] => {
  if (shared?.has(groups)) return []
  if (groups.of) {
    return [...rowsOfGroups(groups.of.groups, shared), ...groups.of.aggrs.flatMap(({ cube }) => rowsOfCube(cube))]
  }
  // Rows of several scopes are read where these can be told apart.
  return groups.branches.flatMap(({ rows, scope, scopes }) =>
    scopes ? [] : rows.flatMap((source) => rowsOfSource(source, scope)),
  )
}

const rowsOfOrder = (order: readonly OrderTerm[]): readonly ScopedRows[] =>
  order.flatMap((term) => ('cube' in term ? rowsOfCube(term.cube) : []))

const rowsOfSource = (source: RowSource, scope: DataScope): readonly ScopedRows[] =>
  bySource<readonly ScopedRows[]>(source, {
    table: (rows) => [{ rows, scope }, ...rows.aggrs.flatMap(({ cube }) => rowsOfCube(cube))],
    listed: () => [],
    aggr: ({ cube, carried, associated, scope: within }) => [
      ...rowsOfCube(cube),
      ...(carried ? [] : associated).flatMap(({ rows }) => rows.map((each) => ({ rows: each, scope: within }))),
    ],
  })
