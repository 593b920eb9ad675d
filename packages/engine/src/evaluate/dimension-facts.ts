import type { FieldModel } from '../model/data-model.js'
import { countStates, elementStates, type StateOf } from './element-states.js'
import type { DimensionFacts, EvaluationContext } from './evaluation.js'
import { possibleElements, selectionsOutside } from './field-elements.js'
import { type Numbering, numberingOf } from './numbering.js'
import { visibleFacts } from './visible-facts.js'

/** The visible values of a dimension and their states under the selections. */
export interface ValueStates {
  readonly visible: readonly number[]
  readonly stateOf: StateOf
}

/** Those of a field, as symbols in load order. */
export interface FieldStates extends ValueStates {
  readonly numbering: Numbering
}

export const fieldStates = async (context: EvaluationContext, field: FieldModel): Promise<FieldStates> => {
  const { view, selections, signal } = context
  const [numbering, associated] = await Promise.all([
    numberingOf(view, field, signal),
    possibleElements(view, field, selectionsOutside(selections, [field.name]), signal),
  ])
  return { numbering, visible: numbering.symbols, stateOf: elementStates(selections.get(field.name), associated) }
}

/**
 * The facts of a dimension column.
 *
 * @param hypercubeCardinality distinct values in the cube or list at hand
 */
export const dimensionFacts = async (
  context: EvaluationContext,
  field: FieldModel,
  states: FieldStates,
  hypercubeCardinality: number,
): Promise<DimensionFacts> => ({
  field: field.name,
  symbolsOf: (element) => states.numbering.symbols.slice(element, element < 0 ? element : element + 1),
  calculated: false,
  ...(await visibleFacts(context.view, field, context.signal)),
  hypercubeCardinality,
  stateCounts: countStates(states.visible, states.stateOf),
  numeric: field.kind !== 'text',
  ...(field.format ? { format: field.format } : {}),
})
