import type { SetExpression } from '../expressions/sets/set-expression.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import type { DataScope } from './data-scope.js'
import { type StatementValues, statementValues } from './statement-values.js'

/** The records of a cube: those selected, and those of its sets. */
export interface CubeScopes {
  readonly selected: DataScope
  readonly of: (set: SetExpression) => DataScope
}

/** Prints a cube within a statement: columns `d0 ...`, then `m0 ...`, with `t0 ...` for the texts of dual measures. */
export type PrintCube = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  expressions: readonly TypedExpression[],
) => string

/** What all parts of one statement are printed with: the model, the data it may touch, and its bound values. */
export interface QueryFrame {
  readonly model: DataModel
  /** What is selected where this part of the statement stands. */
  readonly scope: DataScope
  /** The records of a set; those selected where there is none. */
  readonly scopeOf: (set: SetExpression | null) => DataScope
  readonly printCube: PrintCube
  readonly values: StatementValues
}

/** Begins a statement over rows alone. */
export const rowFrame = (model: DataModel, scope: DataScope): QueryFrame =>
  queryFrame(model, { selected: scope, of: () => scope }, () => {
    throw new Error('a statement over rows has no cube')
  })

/** Begins a statement. */
export const queryFrame = (model: DataModel, scopes: CubeScopes, printCube: PrintCube): QueryFrame => ({
  model,
  scope: scopes.selected,
  scopeOf: (set) => (set ? scopes.of(set) : scopes.selected),
  printCube,
  values: statementValues(),
})

/** The same statement where something else counts as selected. */
export const withScope = (frame: QueryFrame, scope: DataScope): QueryFrame => ({
  ...frame,
  scope,
  scopeOf: (set) => (set ? frame.scopeOf(set) : scope),
})
