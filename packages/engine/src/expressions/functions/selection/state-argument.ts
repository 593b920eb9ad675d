import type { SessionValue } from '../../session/session-calls.js'
import type { SessionFacts } from '../../session/session-facts.js'

/** The state that an argument names: none means that of the object. `undefined` where there is no such state. */
export const stateNamed = (facts: SessionFacts, argument: SessionValue | undefined): string | undefined => {
  if (argument === undefined || argument === null || argument === '') return facts.state
  const name = String(argument)
  return facts.isState(name) ? name : undefined
}
