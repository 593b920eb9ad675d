/** A value bound to a placeholder: a number, a text, or a list of element numbers. */
export type BoundValue = number | string | readonly number[]

/** A SELECT with `$1 ...` placeholders. Only `print` makes these. */
export interface SelectStatement {
  readonly sql: string
  readonly values: readonly BoundValue[]
}
