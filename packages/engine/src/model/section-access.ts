/** One row of the SECTION_ACCESS table. Blank cells are `null`; texts are trimmed. */
export interface SectionAccessRow {
  readonly access: 'ADMIN' | 'USER' | 'NONE'
  readonly userId: string | null
  readonly email: string | null
  readonly group: string | null
  /** Name of a field that does not exist for the principal, or `*` for all that the column lists. */
  readonly omit: string | null
  /** One cell for each reduction column. */
  readonly reductions: readonly (string | null)[]
}

/** The validated SECTION_ACCESS table of an app (contract section 6). */
export interface SectionAccess {
  /** Ids of the model fields that the reduction columns name. */
  readonly reductionFields: readonly number[]
  readonly rows: readonly SectionAccessRow[]
}
