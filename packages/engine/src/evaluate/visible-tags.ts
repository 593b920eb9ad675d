import type { FieldModel } from '../model/data-model.js'
import type { DataView } from '../security/data-view.js'

const derivedFromValues: ReadonlySet<string> = new Set(['$ascii', '$integer'])

/**
 * The system tags of a field. What they say about all values of the data would say something about hidden ones: to whom
 * some are hidden, they say only what the type of the field says.
 */
export const visibleTags = ({ predicate }: DataView, { tags }: FieldModel): readonly string[] => {
  const seesEverything = predicate.some((reduction) => reduction.size === 0)
  return seesEverything ? tags : tags.filter((tag) => !derivedFromValues.has(tag))
}
