import { createHash } from 'node:crypto'
import type { SetExpression } from '../../expressions/sets/set-expression.js'
import { aggrsOf, setsOf, type TypedExpression } from '../../expressions/typed-expression.js'
import type { FieldModel } from '../../model/data-model.js'
import type { CubeScopes } from '../../plan/cube-scopes.js'
import { type DataScope, scopeText } from '../../plan/data-scope.js'
import { fieldsOfKey } from '../../plan/group-key.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedScope } from '../field-elements.js'
import { numberingOf } from '../numbering.js'
import { resolveSet } from './resolve-set.js'

/** The records of a cube, and what they are in cache keys. */
export interface ResolvedScopes extends CubeScopes {
  /** Names what the sets came to: it may hang on more than the selections, such as those some steps ago. */
  readonly key: string
  /** The scopes of all sets, in the order of these. */
  readonly ofSets: readonly DataScope[]
}

/**
 * Resolves the sets of the expressions of a cube, each once; sets that come to the same share one scope.
 *
 * @param keys the fields that the cube is grouped by
 */
export const resolveScopes = async (
  context: EvaluationContext,
  expressions: readonly TypedExpression[],
  keys: readonly FieldModel[] = [],
): Promise<ResolvedScopes> => {
  const selected = selectedScope(context.view, context.selections)
  const loaded = await loadOrders(context, [...keys, ...expressions.flatMap(keysOfAggrs)])
  const sets = new Set(expressions.flatMap(setsOf))
  if (sets.size === 0) return { selected, of: () => selected, loaded, key: '', ofSets: [] }
  const shared = new Map<string, DataScope>([[scopeText(selected), selected]])
  const scopes = new Map<SetExpression, DataScope>()
  const resolved = await Promise.all([...sets].map(async (set) => [set, await resolveSet(context, set)] as const))
  const texts: string[] = []
  for (const [set, scope] of resolved) {
    const text = scopeText(scope)
    texts.push(text)
    if (!shared.has(text)) shared.set(text, scope)
    scopes.set(set, shared.get(text) ?? scope)
  }
  return {
    selected,
    of: (set) => scopes.get(set) ?? selected,
    loaded,
    ofSets: [...scopes.values()],
    key: createHash('sha256').update(texts.join('\n')).digest('base64url'),
  }
}

/** The fields that `Aggr`s of an expression are grouped by, at any depth. */
const keysOfAggrs = (expression: TypedExpression): readonly FieldModel[] =>
  aggrsOf(expression).flatMap((aggr) => [...aggr.dimensions.flatMap(fieldsOfKey), ...keysOfAggrs(aggr.expression)])

const loadOrders = async ({ view, signal }: EvaluationContext, fields: readonly FieldModel[]) => {
  const orders = new Map<number, readonly number[]>()
  for (const field of new Set(fields)) {
    const { symbols, ascending } = await numberingOf(view, field, signal)
    if (symbols !== ascending) orders.set(field.id, symbols)
  }
  return (field: FieldModel) => orders.get(field.id)
}
