import type { DataView } from '../security/data-view.js'

/** Fields that associate tables, with those that they associate. */
export interface KeyDescription {
  readonly fields: readonly string[]
  readonly tables: readonly string[]
}

/** The keys of which every field exists for the view's principal, in model order. */
export const describeKeys = (view: DataView): readonly KeyDescription[] => {
  const { tables, fields, associations } = view.model
  return associations
    .map((association) => ({
      fields: association.fields.map((id) => fields[id]?.name ?? ''),
      tables: association.tables.map((id) => tables[id]?.name ?? ''),
    }))
    .filter((key) => key.fields.every((name) => view.fields.has(name)))
}
