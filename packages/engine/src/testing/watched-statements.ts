import type { EvaluationContext } from '../evaluate/evaluation.js'
import type { SelectStatement } from '../snapshot/select-statement.js'

/**
 * The same context with a record of the statements that run.
 *
 * @param fail the error that a statement fails with; `undefined` where it runs, as all do by default
 */
export const watched = (
  context: EvaluationContext,
  fail: (sql: string) => Error | undefined = () => undefined,
): { readonly statements: string[]; readonly context: EvaluationContext } => {
  const statements: string[] = []
  const { runner } = context.view.snapshot
  const run = async (statement: SelectStatement, signal?: AbortSignal) => {
    statements.push(statement.sql)
    const error = fail(statement.sql)
    if (error) throw error
    return runner.run(statement, signal)
  }
  const snapshot = { ...context.view.snapshot, runner: { ...runner, run } }
  return { statements, context: { ...context, view: { ...context.view, snapshot } } }
}
