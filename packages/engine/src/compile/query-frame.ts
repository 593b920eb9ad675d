import type { DataModel } from '../model/data-model.js'
import type { DataScope } from './data-scope.js'
import { type StatementValues, statementValues } from './statement-values.js'

/** What all parts of one statement are printed with: the model, the data it may touch, and its bound values. */
export interface QueryFrame {
  readonly model: DataModel
  readonly scope: DataScope
  readonly values: StatementValues
}

/** Begins a statement. */
export const queryFrame = (model: DataModel, scope: DataScope): QueryFrame => ({
  model,
  scope,
  values: statementValues(),
})
