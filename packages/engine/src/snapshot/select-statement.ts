/** A value bound to a placeholder: a number, a text, a list of element numbers, or bits, the highest of a byte first. */
export type BoundValue = number | string | readonly number[] | Uint8Array

/** A SELECT with `$1 ...` placeholders. Only `print` makes these. */
export interface SelectStatement {
  readonly sql: string
  readonly values: readonly BoundValue[]
}
