import { firstElementOf } from '../../expressions/check-aggregate.js'
import { type TypedExpression, typeOf } from '../../expressions/typed-expression.js'
import type { FieldModel } from '../../model/data-model.js'
import { pageColumns } from '../../plan/page-columns.js'
import { planCube } from '../../plan/plan-cube.js'
import { mapInTurns } from '../../turns.js'
import { cacheKey } from '../cache-key.js'
import { type CalculatedDimension, keyOfDimension } from '../dimension.js'
import type { EvaluationContext } from '../evaluation.js'
import { readBoundedRows } from '../read-bounded-rows.js'
import { resolveScopes } from '../sets/resolve-scopes.js'
import { type KeyValue, keyValueOf } from './key-value.js'

/** A value of a calculated dimension that occurs, with what it occurs with. */
export interface Combination {
  readonly value: KeyValue | null
  /** The element numbers of the fields asked for; `null` where one is missing. */
  readonly elements: readonly (number | null)[]
  readonly measure: number | string | null
}

/** What else is asked about the values of a calculated dimension. */
export interface Question {
  readonly fields?: readonly FieldModel[]
  readonly measure?: { readonly expression: TypedExpression; readonly source: string }
  /** No more than one beyond these are told. */
  readonly most?: number
  /** The values come in any order. */
  readonly unordered?: boolean
}

/**
 * The values of a calculated dimension that occur under the selections, in the order in which they first occur; with
 * fields that they are calculated from, each once for each combination of their values, in the order of these.
 */
export const combinations = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  { fields = [], measure, most = Number.POSITIVE_INFINITY, unordered = false }: Question = {},
): Promise<readonly Combination[]> => {
  const { view, selections, signal } = context
  const expressions = measure ? [measure.expression] : []
  const scopes = await resolveScopes(context, [dimension.expression, ...expressions], dimension.fields)
  const plain = { nullSuppression: false, order: {} }
  const positions = dimension.fields.map((each) => firstElementOf(view.model, each))
  const checked = {
    dimensions: [
      {
        ...plain,
        key: keyOfDimension(dimension),
        order: fields.length > 0 || unordered ? {} : { first: { positions, direction: 1 } as const },
      },
      ...fields.map((field) => ({ ...plain, key: keyOfDimension({ kind: 'field', field }) })),
    ],
    measures: expressions.map((expression) => ({ expression, order: null })),
    sortOrder: unordered ? [] : [...fields.map((_, index) => index + 1), 0],
    suppressZero: false,
    suppressMissing: false,
  }
  const plan = planCube(view.model, checked, scopes)
  const rows = await view.snapshot.results.get(
    cacheKey(view, selections, [
      'combinations',
      dimension.source,
      fields.map(({ id }) => id),
      measure?.source,
      unordered,
      scopes.key,
    ]),
    () => readBoundedRows(view, plan, signal),
    (result) => result.weight,
    signal,
  )
  const columns = await rows.rows(0, Math.min(rows.rowCount, most + 1), signal)
  const { keys, measures } = pageColumns(plan.cube)
  const [own, ...others] = keys
  const type = typeOf(dimension.expression)
  const at = (column: number | undefined, row: number) =>
    column === undefined ? null : (columns[column]?.[row] ?? null)
  return mapInTurns(
    columns[0] ?? [],
    (_, row) => ({
      value: keyValueOf(type, at(own?.at, row), at(own?.text, row)),
      elements: others.map((other) => at(other.at, row) as number | null),
      measure: at(measures[0]?.at, row) as number | string | null,
    }),
    signal,
  )
}
