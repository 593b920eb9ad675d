/** A number such as `12.5`. */
export interface NumberNode {
  readonly kind: 'number'
  readonly value: number
  readonly at: number
}

/** A text such as `'late'`. */
export interface TextNode {
  readonly kind: 'text'
  readonly value: string
  readonly at: number
}
