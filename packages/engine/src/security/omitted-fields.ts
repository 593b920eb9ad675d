import type { DataModel } from '../model/data-model.js'
import type { SectionAccess, SectionAccessRow } from './section-access.js'

/**
 * Ids of the fields that do not exist for the principal: those of all rows about it, whatever the rows allow. A name
 * hides every field that differs from it in case only.
 */
export const omittedFields = (
  model: DataModel,
  sectionAccess: SectionAccess,
  rows: readonly SectionAccessRow[],
): ReadonlySet<number> => {
  const listed = sectionAccess.rows.flatMap((row) => (row.omit === null || row.omit === '*' ? [] : [row.omit]))
  const names = new Set(
    rows.flatMap((row) => (row.omit === '*' ? listed : (row.omit ?? []))).map((name) => name.toUpperCase()),
  )
  return new Set(model.fields.filter((field) => names.has(field.name.toUpperCase())).map((field) => field.id))
}
