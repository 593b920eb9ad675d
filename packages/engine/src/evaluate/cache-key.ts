import { exactText } from '../exact-text.js'
import type { DataView } from '../security/data-view.js'
import type { SelectionState } from '../selections/selection-state.js'

/**
 * The identity of a result: tenant, snapshot, what the principal may see, selections and query. Principals who may see
 * the same share results, others never do.
 *
 * @param query everything else the result depends on, as JSON
 */
export const cacheKey = (view: DataView, selections: SelectionState, query: unknown): string => {
  const selected = [...selections]
    .map(([name, { values }]) => [name, values.digest()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return exactText([view.tenantId, view.snapshot.document.id, view.viewHash, selected, query])
}
