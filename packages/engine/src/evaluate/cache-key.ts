import type { DataView } from '../security/data-view.js'
import type { SelectionState } from '../selections/selection-state.js'

/**
 * The identity of a result: tenant, snapshot, security predicate, selections and query. Principals with equal predicates
 * share results, others never do.
 *
 * @param query everything else the result depends on, as JSON
 */
export const cacheKey = (view: DataView, selections: SelectionState, query: unknown): string => {
  const selected = [...selections]
    .map(([name, selection]) => [name, [...selection.values].sort((a, b) => a - b)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([view.tenantId, view.snapshot.document.id, view.predicateHash, selected, query])
}
