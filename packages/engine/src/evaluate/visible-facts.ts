import type { FieldModel } from '../model/data-model.js'
import { fieldTags, writtenKind } from '../model/field-tags.js'
import { fieldFactsStatement } from '../print/field-statements.js'
import { type DataView, seesEveryRow } from '../security/data-view.js'
import { noSelections } from '../selections/selection-state.js'
import { cacheKey } from './cache-key.js'

/** What a principal may know about the values of a field, whatever is selected: what its visible rows tell. */
export interface VisibleFacts {
  /** Distinct values. */
  readonly cardinality: number
  readonly min: number | null
  readonly max: number | null
  /** Characters of the longest text. */
  readonly maxGlyphCount: number
  /** QIX's system tags. */
  readonly tags: readonly string[]
}

/** Facts about the visible values of a field; those of the model where the principal sees every row. */
export const visibleFacts = (view: DataView, field: FieldModel, signal?: AbortSignal): Promise<VisibleFacts> =>
  view.snapshot.results.get(
    cacheKey(view, noSelections, ['facts', field.id]),
    async () => {
      const declaredTags = field.derived?.tags ?? []
      if (seesEveryRow(view)) {
        const { symbolCount: cardinality, min, max, maxGlyphCount, tags } = field
        return { cardinality, min, max, maxGlyphCount, tags: [...tags, ...declaredTags] }
      }
      const scope = { kind: 'alternatives', alternatives: view.predicate } as const
      const columns = await view.snapshot.runner.run(fieldFactsStatement(view.model, field, scope), signal)
      const [cardinality, min, max, maxGlyphCount, integer, ascii] = columns.map(([value]) => value)
      return {
        cardinality: Number(cardinality),
        min: typeof min === 'number' ? min : null,
        max: typeof max === 'number' ? max : null,
        maxGlyphCount: Number(maxGlyphCount),
        tags: [
          ...fieldTags({
            kind: writtenKind(field.kind, field.format),
            integer: integer === 1,
            ascii: ascii === 1,
            key: field.tables.length > 1,
          }),
          ...declaredTags,
        ],
      }
    },
    () => 6,
    signal,
  )
