import type { FieldModel } from '../model/data-model.js'
import { type ElementCounts, elementCounts, elementStates, type StateOf, stateCounts } from './element-states.js'
import type { DimensionFacts, EvaluationContext } from './evaluation.js'
import { possibleElements, selectionsOutside } from './field-elements.js'
import { type Numbering, numberingOf } from './numbering.js'
import { visibleFacts } from './visible-facts.js'

/** The visible values of a field and their states under the selections. */
export interface FieldStates {
  readonly numbering: Numbering
  readonly stateOf: StateOf
  readonly counts: ElementCounts
}

export const fieldStates = async (context: EvaluationContext, field: FieldModel): Promise<FieldStates> => {
  const { view, selections, signal } = context
  const [numbering, associated] = await Promise.all([
    numberingOf(view, field, signal),
    possibleElements(view, field, selectionsOutside(selections, [field.name]), signal),
  ])
  const selection = selections.get(field.name)
  return {
    numbering,
    stateOf: elementStates(selection, associated),
    counts: elementCounts(selection, associated, numbering.visible),
  }
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
  findSymbols: async () => {
    const { symbols } = states.numbering
    return (element) => symbols.slice(element, element < 0 ? element : element + 1)
  },
  calculated: false,
  ...(await visibleFacts(context.view, field, context.signal)),
  hypercubeCardinality,
  stateCounts: stateCounts(states.counts),
  numeric: field.kind !== 'text',
  continuous: field.kind !== 'text' && field.kind !== 'boolean',
  ...(field.format ? { format: field.format } : {}),
})
