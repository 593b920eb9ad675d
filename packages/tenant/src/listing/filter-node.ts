/** Operators of the RFC 7644 subset: equal, contains. */
export type FilterOperator = 'eq' | 'co'

/** A parsed filter. Junctions hold two or more operands; nested junctions of the same kind are flattened. */
export type FilterNode<Attribute extends string = string> =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly FilterNode<Attribute>[] }
  | {
      readonly kind: 'comparison'
      readonly attribute: Attribute
      readonly operator: FilterOperator
      readonly value: string
    }

/** The attributes that a list can be filtered by, each with the operators that it takes. */
export type FilterAttributes<Attribute extends string = string> = Readonly<Record<Attribute, readonly FilterOperator[]>>
