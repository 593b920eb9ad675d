import type { DimensionFacts } from '../../evaluate/evaluation.js'
import type { FieldSelection, SelectionState } from '../../selections/selection-state.js'

/** The fields in which values of a dimension are selected: one, several that make them together, or none. */
export const selectedFields = ({ field, joint }: DimensionFacts): readonly string[] =>
  joint?.fields ?? (field === null ? [] : [field])

/** How what is selected in a dimension is held: it is locked where it is in each of its fields. */
export const heldSelection = (
  selections: SelectionState,
  facts: DimensionFacts | undefined,
): Pick<FieldSelection, 'locked' | 'onlyOne'> => {
  const own = facts ? selectedFields(facts).map((name) => selections.get(name)) : []
  const [only, another] = own
  return {
    locked: own.length > 0 && own.every((selection) => selection?.locked === true),
    ...(only?.onlyOne && !another ? { onlyOne: true } : {}),
  }
}
