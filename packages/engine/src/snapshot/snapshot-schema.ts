/** Names of the snapshot's own tables and columns. They are made of numbers only: no name of an app reaches SQL. */
export const dataTable = (table: number): string => `t_${table}`

/** A field's symbol table: `elem INTEGER, num DOUBLE, text VARCHAR, text_rank INTEGER`, and `stated VARCHAR` where the field is restated. */
export const symbolTable = (field: number): string => `s_${field}`

/** The column of element numbers of a field. */
export const elementColumn = (field: number): string => `f_${field}`

/** The column of raw numbers of a field that is not text. */
export const numberColumn = (field: number): string => `n_${field}`

/** The column of the numbers of a field of few decimals as whole numbers of their last digit: cents for amounts. */
export const unitColumn = (field: number): string => `u_${field}`

/** Holds the snapshot's document as JSON, in one row. */
export const documentTable = 'snapshot_document'

/** Raised whenever a snapshot of an older layout could not be read any more. */
export const snapshotLayout = 1
