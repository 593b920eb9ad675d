import { UnderstudyError } from '@understudy/contract'
import { checkMeasure } from '../../expressions/check-measure.js'
import { sessionFunctions } from '../../expressions/functions/catalogue.js'
import type { ResolvedNames } from '../../expressions/resolved-names.js'
import {
  askedCalls,
  knownCalls,
  type SessionCalls,
  type SessionValue,
} from '../../expressions/session/session-calls.js'
import type { EvaluationContext } from '../evaluation.js'
import { sessionFacts } from '../session-facts.js'
import { totalOf } from '../total-of.js'

/** Found in each text that calls a function of the session, and in few others: only those are read for calls. */
const sessionFunctionNames = new RegExp(sessionFunctions.map(({ name }) => name).join('|'), 'i')

/**
 * Computes the functions of the session that an expanded expression calls, each once.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION where an argument is wrong
 */
export const resolveCalls = async (
  context: EvaluationContext,
  source: string,
  names: ResolvedNames,
): Promise<SessionCalls> => {
  if (![source, ...names.measures.values()].some((text) => sessionFunctionNames.test(text)))
    return knownCalls(new Map())
  const asked = askedCalls()
  try {
    checkMeasure(context.view.model, context.view.fields, source, { ...names, calls: asked })
  } catch (error) {
    // Whoever checks the expression with the values tells what is wrong with it, in its own words.
    if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
  }
  const values = new Map<string, SessionValue>()
  for (const [key, call] of asked.calls) {
    const args = await Promise.all(call.arguments.map((argument) => totalOf(context, argument)))
    values.set(key, await call.function.value(sessionFacts(context), call.field, args))
  }
  return knownCalls(values)
}
