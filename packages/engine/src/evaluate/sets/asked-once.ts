import { createHash } from 'node:crypto'
import { exactText } from '../../exact-text.js'
import type { ElementSet } from '../../expressions/sets/set-expression.js'
import type { FieldModel } from '../../model/data-model.js'
import { cacheKey } from '../cache-key.js'
import type { EvaluationContext } from '../evaluation.js'

/**
 * Whether nobody but this cube has asked for the values that a query finds, as far as it is known: then they are found in the
 * statement of the cube itself. For others they are found once, and kept. It chooses how, never what is computed; what a cube
 * was told before it is told again, as its results are kept by the form of its sets.
 */
export const isAskedOnce = async (
  { view, selections, asking, signal }: EvaluationContext,
  field: FieldModel,
  elements: ElementSet,
): Promise<boolean> => {
  if (asking === undefined || !isFound(field, elements)) return false
  const set = createHash('sha256').update(exactText(elements)).digest('base64url')
  const key = cacheKey(view, selections, ['asked', field.id, set])
  const own = asking()
  const first = await view.snapshot.results.get(
    key,
    async () => own,
    () => 1,
    signal,
  )
  return first === own
}

/** Values that occur in a part of the data, or not there, and those for which an expression holds. */
const isFound = (field: FieldModel, elements: ElementSet): boolean => {
  if (elements.kind === 'list') return elements.elements.length === 1 && elements.elements[0]?.kind === 'expression'
  // What is possible as things are selected is known already, as a rule.
  return (
    elements.kind === 'possible' &&
    elements.set !== null &&
    elements.of.kind === 'field' &&
    elements.of.field.id === field.id
  )
}
