import { arrayOf, type Json, objectOf } from '../json.js'
import { activeFields } from './active-fields.js'
import { dimensionGroup } from './dimension-group.js'
import { type HypercubeDefinition, parseHypercube } from './hypercube-definition.js'
import { type ListObjectDefinition, parseListObject } from './list-object-definition.js'
import type { SteppedFields } from './object-store.js'
import type { Scope } from './scope.js'

/**
 * Reads a `qHyperCubeDef` with the fields of its groups that are shown.
 *
 * @param scope that of the cube, in its own alternate state
 * @param frozen its object is in selection mode
 */
export const hypercubeWithFields = async (
  scope: Scope,
  value: Json,
  steppedTo: SteppedFields,
  frozen: boolean,
): Promise<HypercubeDefinition> => {
  const groups = arrayOf(objectOf(value).qDimensions).map((dimension) => dimensionGroup(dimension, scope.library))
  return parseHypercube(value, scope.library, await activeFields(scope, groups, steppedTo, frozen))
}

/** Reads a `qListObjectDef` with the field of its group that is shown. */
export const listWithFields = async (
  scope: Scope,
  value: Json,
  steppedTo: SteppedFields,
  frozen: boolean,
): Promise<ListObjectDefinition> => {
  const group = dimensionGroup(value, scope.library)
  const [active] = await activeFields(scope, [group], steppedTo, frozen)
  return parseListObject(value, scope.library, active)
}
