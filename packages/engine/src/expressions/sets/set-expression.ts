import type { FieldModel } from '../../model/data-model.js'
import type { SetOperator } from '../nodes/set-node.js'
import type { TypedExpression } from '../typed-expression.js'

/** A set of records whose names are resolved. */
export type SetExpression =
  | { readonly kind: 'identified'; readonly base: SetBase; readonly modifiers: readonly SetModifier[] }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: SetExpression
      readonly right: SetExpression
    }

/** The selections that a set starts from. */
export type SetBase =
  | { readonly kind: 'all' }
  | { readonly kind: 'selected' }
  | { readonly kind: 'step'; readonly steps: number }

/** A selection made in one field, in place of what is selected there. */
export interface SetModifier {
  readonly field: FieldModel
  readonly operator: SetOperator | null
  /** `null` clears the field. */
  readonly elements: ElementSet | null
}

/** Values of a field, to be looked up under the person's reduction. */
export type ElementSet =
  | { readonly kind: 'list'; readonly elements: readonly Element[] }
  | { readonly kind: 'selected'; readonly field: FieldModel }
  | {
      readonly kind: 'possible'
      readonly excluded: boolean
      readonly set: SetExpression | null
      readonly field: FieldModel
    }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: ElementSet
      readonly right: ElementSet
    }

export type Element =
  | { readonly kind: 'literal'; readonly text: string; readonly exact: boolean }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'expression'; readonly condition: TypedExpression }
