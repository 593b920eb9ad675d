/** A field by name: `delay`, `[Delay (min)]` or `"Delay (min)"`. */
export interface FieldNode {
  readonly kind: 'field'
  readonly name: string
  readonly at: number
}
