import type { DataModel } from '../model/data-model.js'
import type { SectionAccess, SectionAccessRow } from '../model/section-access.js'

/**
 * Ids of the fields that do not exist for the principal: those of all rows about it, whatever the rows allow. A name
 * hides every field that may be the same in upper or in lower case: one too many rather than one too few. What is made from a
 * hidden field is hidden with it.
 */
export const omittedFields = (
  model: DataModel,
  sectionAccess: SectionAccess,
  rows: readonly SectionAccessRow[],
): ReadonlySet<number> => {
  const listed = sectionAccess.rows.flatMap((row) => (row.omit === null || row.omit === '*' ? [] : [row.omit]))
  const names = rows.flatMap((row) => (row.omit === '*' ? listed : (row.omit ?? [])))
  const upper = new Set(names.map((name) => name.toUpperCase()))
  const lower = new Set(names.map((name) => name.toLowerCase()))
  const hidden = model.fields.filter(({ name }) => upper.has(name.toUpperCase()) || lower.has(name.toLowerCase()))
  const ids = new Set(hidden.map(({ id }) => id))
  const made = model.fields.filter(({ derived }) => derived !== undefined && ids.has(derived.from))
  return new Set([...ids, ...made.map(({ id }) => id)])
}
