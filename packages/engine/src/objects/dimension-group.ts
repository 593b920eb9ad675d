import { arrayOf, type Json, numberOf, objectOf, textOf } from '../json.js'
import type { Library } from './library.js'

/** How the fields of a dimension take turns: not at all, from the outermost to the innermost (H), or in a circle (C). */
export type Grouping = 'N' | 'H' | 'C'

/** Older clients send numbers. */
const groupings: ReadonlyMap<Json | undefined, Grouping> = new Map<Json | undefined, Grouping>([
  ['H', 'H'],
  ['GRP_NX_HIEARCHY', 'H'],
  ['GRP_NX_HIERARCHY', 'H'],
  [1, 'H'],
  ['C', 'C'],
  ['GRP_NX_COLLECTION', 'C'],
  [2, 'C'],
])

/** Reads `qGrouping`. */
export const groupingOf = (value: Json | undefined): Grouping => groupings.get(value) ?? 'N'

/** The fields of a dimension that take turns. */
export interface DimensionGroup {
  readonly grouping: Grouping
  readonly definitions: readonly string[]
  /** Which of them is shown where nothing else decides. */
  readonly active: number
}

/** Reads the fields of an element of `qDimensions`, or of a `qListObjectDef`. */
export const dimensionGroup = (value: Json | undefined, library: Library): DimensionGroup => {
  const column = objectOf(value)
  const libraryId = textOf(column.qLibraryId)
  const inline = objectOf(column.qDef)
  const source = libraryId === '' ? inline : objectOf(library.dimension(libraryId)?.definition)
  const active = library.activeField(libraryId) ?? numberOf(inline.qActiveField) ?? numberOf(source.qActiveField) ?? 0
  const definitions = arrayOf(source.qFieldDefs).map(textOf)
  return {
    grouping: groupingOf(source.qGrouping),
    definitions,
    active: Number.isInteger(active) && active >= 0 && active < definitions.length ? active : 0,
  }
}
