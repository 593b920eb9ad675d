import { UnderstudyError } from '@understudy/contract'
import type { TypedExpression } from '../../expressions/typed-expression.js'
import type { CheckedCube } from '../../plan/checked-cube.js'
import { byPlainKey, fieldsOfKey, type PlainKey } from '../../plan/group-key.js'
import { evaluateColumn } from '../column-error.js'
import type { ColumnError, EvaluationContext } from '../evaluation.js'
import { type ResolvedScopes, resolveScopes } from './resolve-scopes.js'

/** The records of all sets of a cube, or the columns of which a set cannot be resolved. */
export type ResolvedColumns =
  | { readonly ok: true; readonly scopes: ResolvedScopes }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** Resolves the sets of all columns together; where that fails, one by one, to tell which of them cannot be. */
export const resolveColumns = async (context: EvaluationContext, checked: CheckedCube): Promise<ResolvedColumns> => {
  const columns = expressionsOf(checked)
  const all = columns.flatMap(({ expressions }) => expressions)
  try {
    const keys = checked.dimensions.flatMap(({ key }) => fieldsOfKey(key))
    return { ok: true, scopes: await resolveScopes(context, all, keys) }
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
    const errors: ColumnError[] = []
    for (const { column, expressions } of columns) {
      await evaluateColumn(column, errors, () => resolveScopes(context, expressions))
    }
    if (errors.length === 0) throw error
    return { ok: false, errors }
  }
}

/** What each column computes: a dimension what it is calculated by and sorted by. */
const expressionsOf = ({ dimensions, measures }: CheckedCube) => [
  ...dimensions.map(({ key, order, limit }, column) => ({
    column,
    expressions: [
      ...expressionsOfKey(key),
      ...sortExpressions(order.expression?.value),
      ...sortExpressions(limit?.by ?? undefined),
    ],
  })),
  ...measures.map(({ expression }, index) => ({ column: dimensions.length + index, expressions: [expression] })),
]

const expressionsOfKey = (key: PlainKey): readonly TypedExpression[] =>
  byPlainKey<readonly TypedExpression[]>(key, { field: () => [], calculated: ({ expression }) => [expression] })

const sortExpressions = (value: TypedExpression | undefined): readonly TypedExpression[] => (value ? [value] : [])
