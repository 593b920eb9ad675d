import { UnderstudyError } from '@understudy/contract'
import { expressionProblem } from '../../expressions/expression-problem.js'
import { noNames, type ResolvedNames } from '../../expressions/resolved-names.js'
import type { EvaluationContext } from '../evaluation.js'
import { type EvaluateTotal, expandExpression } from './expand-expression.js'
import { resolveCalls } from './resolve-calls.js'
import { resolveNames } from './resolve-names.js'

/** An expression after expansion, with what its names stand for. */
export interface PreparedExpression {
  readonly source: string
  readonly names: ResolvedNames
  /** What was wrong with an expansion; the expression cannot be checked then. */
  readonly problem?: UnderstudyError
}

/** Prepared expressions by how they are written. */
export type PreparedExpressions = ReadonlyMap<string, PreparedExpression>

/** Expands expressions and looks their names up, each once. What is wrong is kept for the column that asks. */
export const prepareExpressions = async (
  context: EvaluationContext,
  sources: readonly string[],
  evaluate: EvaluateTotal,
): Promise<PreparedExpressions> => {
  const prepared = new Map<string, PreparedExpression>()
  const counted = { ...context, evaluated: context.evaluated ?? { count: 0 } }
  for (const source of new Set(sources)) prepared.set(source, await prepare(counted, source, evaluate))
  return prepared
}

const prepare = async (
  context: EvaluationContext,
  source: string,
  evaluate: EvaluateTotal,
): Promise<PreparedExpression> => {
  try {
    const expanded = source.includes('$(') ? await expandExpression(context, source, evaluate) : source
    const names = context.names ? await resolveNames(context, expanded, evaluate) : noNames
    return { source: expanded, names: { ...names, calls: await resolveCalls(context, expanded, names) } }
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'ENGINE-EXPRESSION') {
      return { source, names: noNames, problem: error }
    }
    throw error
  }
}

/**
 * The expression as it is to be checked.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with what was wrong with an expansion
 */
export const preparedFor = (prepared: PreparedExpressions, source: string): PreparedExpression => {
  const found = prepared.get(source)
  if (!found) throw expressionProblem(0, 'The expression was not prepared')
  if (found.problem) throw found.problem
  return found
}

/** What prepared expressions are in cache keys. */
export const preparedKey = (prepared: PreparedExpressions): unknown =>
  [...prepared.values()].map(({ source, names }) => [source, ...namesKey(names)])

/** What names are in cache keys. */
export const namesKey = ({ measures, variables, calls }: ResolvedNames): readonly unknown[] => [
  [...measures],
  [...variables],
  calls.kind === 'known' ? [...calls.values] : [],
]
