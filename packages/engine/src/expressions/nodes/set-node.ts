import type { ExpressionNode } from './expression-node.js'

/** A set of records, as it is written between `{` and `}`. */
export type SetNode =
  | {
      readonly kind: 'identified'
      readonly identifier: SetIdentifier
      readonly modifier: readonly ModifierNode[]
      readonly at: number
    }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: SetNode
      readonly right: SetNode
      readonly at: number
    }

/**
 * What a set starts from: all records, those selected, those selected some steps ago, or what a name stands
 * for: an alternate state, or a bookmark, of which `State::Bookmark` means the part of one state.
 */
export type SetIdentifier =
  | { readonly kind: 'all' }
  | { readonly kind: 'selected' }
  | { readonly kind: 'inherited' }
  | { readonly kind: 'step'; readonly steps: number }
  | { readonly kind: 'named'; readonly name: string; readonly state: string | null; readonly at: number }

/** Union, difference, intersection, symmetric difference. */
export type SetOperator = '+' | '-' | '*' | '/'

/** A selection that a modifier makes in one field. */
export interface ModifierNode {
  readonly field: string
  /** `null` for `=`; else the operator that combines it with what is selected in the field. */
  readonly operator: SetOperator | null
  /** `null` where nothing follows: the field's selection is cleared. */
  readonly elements: ElementsNode | null
  readonly at: number
}

/** Values of a field. */
export type ElementsNode =
  | { readonly kind: 'list'; readonly elements: readonly ElementNode[]; readonly at: number }
  | { readonly kind: 'field'; readonly state: string | null; readonly name: string; readonly at: number }
  | {
      readonly kind: 'possible'
      readonly excluded: boolean
      readonly set: SetNode | null
      readonly field: string | null
      readonly at: number
    }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: ElementsNode
      readonly right: ElementsNode
      readonly at: number
    }

/** One element of a list. */
export type ElementNode =
  | { readonly kind: 'literal'; readonly text: string; readonly exact: boolean }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'expression'; readonly node: ExpressionNode }
