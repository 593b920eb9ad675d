import type { ColumnType } from './dialect.js'

/** A SELECT that answers a question: its columns are `c0 ...`, its rows are in order. */
export interface PrintedQuestion {
  readonly sql: string
  readonly types: readonly ColumnType[]
}
