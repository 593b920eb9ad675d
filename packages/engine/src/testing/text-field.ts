import type { FieldModel } from '../model/data-model.js'

/** A field of ten texts, which some tables have. */
export const textField = (id: number, tables: readonly number[]): FieldModel => ({
  id,
  name: `F${id}`,
  kind: 'text',
  symbolCount: 10,
  symbolType: 'UTINYINT',
  numberType: null,
  min: null,
  max: null,
  maxGlyphCount: 1,
  tags: [],
  tables,
})
