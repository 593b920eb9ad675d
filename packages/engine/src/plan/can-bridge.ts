import type { DataScope } from './data-scope.js'
import type { GroupKey } from './group-key.js'

/**
 * Whether tables of which several rows may be met can be reduced to the different values of keys, so that a row counts once
 * for each. Only what one constraint allows can be decided on either side of a key by itself, and different values may be
 * calculated to the same key, or be among its others.
 */
export const canBridge = (scope: DataScope, keys: readonly GroupKey[]): boolean =>
  scope.kind === 'alternatives' && scope.alternatives.length === 1 && keys.every(({ kind }) => kind === 'field')
