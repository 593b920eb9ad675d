import { defaultState, type SelectionState, selectedIn } from '../../selections/selection-state.js'
import type { EvaluationContext } from '../evaluation.js'

/**
 * What is selected in a state, as the expression at hand sees it.
 *
 * @param state `null` for the one that the expression is in
 */
export const selectionsOf = (context: EvaluationContext, state: string | null): SelectionState => {
  const own = context.state ?? defaultState
  return state === null || state === own ? context.selections : selectedIn(context.states ?? new Map(), state)
}
