import { UnderstudyError } from '@understudy/contract'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import { titleText } from '../layout/expression.js'
import type { Scope } from '../scope.js'
import { type Expansion, nothingExpanded } from './expansion.js'
import { sidesKey } from './pivot-definition.js'
import type { HeaderTexts } from './pivot-pages.js'
import { evaluatePivot, type PivotOutcome } from './pivot-table.js'

/** Tables that are kept for their next pages, as long as nothing is selected. */
const maxTables = 8

const tables = new WeakMap<object, Map<string, Promise<PivotOutcome>>>()

const isCancelled = (error: unknown): boolean =>
  error instanceof UnderstudyError && ['QIX-ABORTED', 'ENGINE-QUERY-CANCELLED'].includes(error.code)

/** What is expanded in a table: what was, where it still has the same dimensions in the same places. */
export const expansionOf = ({ dimensions, pivot }: HypercubeDefinition, known: Expansion | undefined): Expansion => {
  const sides = sidesKey(
    dimensions.map(({ definition }) => definition),
    pivot,
  )
  return known?.sides === sides ? known : nothingExpanded(sides)
}

/**
 * Evaluates a cube of mode P, once for all pages that are asked for until something is selected.
 *
 * @param frozen its own object is in selection mode: the rows stay those from before the mode began
 */
export const shownPivot = (
  scope: Scope,
  definition: HypercubeDefinition,
  known: Expansion | undefined,
  frozen: boolean,
): Promise<PivotOutcome> => {
  const expansion = expansionOf(definition, known)
  const own = tables.get(scope.moment.key) ?? new Map<string, Promise<PivotOutcome>>()
  tables.set(scope.moment.key, own)
  const { initialFetch: _, ...shape } = definition
  const key = JSON.stringify([shape, expansion, frozen, scope.state, scope.place])
  const found = own.get(key)
  if (found) {
    return found.catch((error: unknown) => {
      // The one who began it may have left; whoever still waits begins it again.
      if (scope.moment.signal.aborted || !isCancelled(error)) throw error
      return shownPivot(scope, definition, known, frozen)
    })
  }
  const evaluated = evaluatePivot(scope, definition, expansion, frozen)
  own.set(key, evaluated)
  evaluated.catch(() => own.delete(key))
  const [oldest] = own.keys()
  if (own.size > maxTables && oldest !== undefined) own.delete(oldest)
  return evaluated
}

/** The texts of the headers that are no values. */
export const headerTexts = async (scope: Scope, { measures, pivot }: HypercubeDefinition): Promise<HeaderTexts> => ({
  measures: await Promise.all(measures.map(({ title }) => titleText(scope, title))),
  totals: await Promise.all(pivot.totals.map((label) => titleText(scope, label ?? ''))),
})
