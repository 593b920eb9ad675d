import type { FieldModel } from '../model/data-model.js'
import { countStates, elementStates, type StateOf } from './element-states.js'
import type { DimensionFacts, EvaluationContext } from './evaluation.js'
import { possibleElements, selectionsOutside, visibleElements } from './field-elements.js'
import { visibleFacts } from './visible-facts.js'
import { visibleTags } from './visible-tags.js'

/** The visible values of a field and their states under the selections. */
export interface FieldStates {
  readonly visible: readonly number[]
  readonly stateOf: StateOf
}

export const fieldStates = async (context: EvaluationContext, field: FieldModel): Promise<FieldStates> => {
  const { view, selections, signal } = context
  const [visible, associated] = await Promise.all([
    visibleElements(view, field, signal),
    possibleElements(view, field, selectionsOutside(selections, [field.name]), signal),
  ])
  return { visible, stateOf: elementStates(selections.get(field.name), associated) }
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
  symbolsOf: (element) => [element],
  calculated: false,
  ...(await visibleFacts(context.view, field, context.signal)),
  hypercubeCardinality,
  stateCounts: countStates(states.visible, states.stateOf),
  tags: visibleTags(context.view, field),
  numeric: field.kind !== 'text',
})
