import { createHash } from 'node:crypto'
import type { SetExpression } from '../../expressions/sets/set-expression.js'
import { setsOf, type TypedExpression } from '../../expressions/typed-expression.js'
import type { CubeScopes } from '../../plan/cube-scopes.js'
import type { DataScope } from '../../plan/data-scope.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedScope } from '../field-elements.js'
import { resolveSet, scopeText } from './resolve-set.js'

/** The records of a cube, and what they are in cache keys. */
export interface ResolvedScopes extends CubeScopes {
  /** Names what the sets came to: it may hang on more than the selections, such as those some steps ago. */
  readonly key: string
}

/** Resolves the sets of the expressions of a cube, each once; sets that come to the same share one scope. */
export const resolveScopes = async (
  context: EvaluationContext,
  expressions: readonly TypedExpression[],
): Promise<ResolvedScopes> => {
  const selected = selectedScope(context.view, context.selections)
  const sets = new Set(expressions.flatMap(setsOf))
  if (sets.size === 0) return { selected, of: () => selected, key: '' }
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
    key: createHash('sha256').update(texts.join('\n')).digest('base64url'),
  }
}
