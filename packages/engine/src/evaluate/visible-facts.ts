import type { FieldModel } from '../model/data-model.js'
import { symbolFactsStatement } from '../print/field-statements.js'
import type { DataView } from '../security/data-view.js'
import { noSelections } from '../selections/selection-state.js'
import { cacheKey } from './cache-key.js'
import { visibleElements } from './field-elements.js'

/** What a principal may know about the values of a field, whatever is selected. */
export interface VisibleFacts {
  /** Distinct values. */
  readonly cardinality: number
  readonly min: number | null
  readonly max: number | null
  /** Characters of the longest text. */
  readonly maxGlyphCount: number
}

/** Facts about the visible values of a field; those of the model only where the principal sees everything. */
export const visibleFacts = (view: DataView, field: FieldModel, signal?: AbortSignal): Promise<VisibleFacts> =>
  view.snapshot.results.get(
    cacheKey(view, noSelections, ['facts', field.id]),
    async () => {
      if (view.predicate.some((reduction) => reduction.size === 0)) {
        const { symbolCount: cardinality, min, max, maxGlyphCount } = field
        return { cardinality, min, max, maxGlyphCount }
      }
      const elements = await visibleElements(view, field, signal)
      const statement = symbolFactsStatement(view.model, field, elements)
      const [mins, maxes, lengths] = await view.snapshot.runner.run(statement, signal)
      return {
        cardinality: elements.length,
        min: (mins?.[0] ?? null) as number | null,
        max: (maxes?.[0] ?? null) as number | null,
        maxGlyphCount: Number(lengths?.[0] ?? 0),
      }
    },
    () => 4,
    signal,
  )
