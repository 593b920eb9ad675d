import type { FieldModel } from '../../model/data-model.js'
import type { SetOperator } from '../nodes/set-node.js'
import type { GroupKey, TypedExpression } from '../typed-expression.js'

/** A set of records whose names are resolved. */
export type SetExpression =
  | { readonly kind: 'identified'; readonly base: SetBase; readonly modifiers: readonly SetModifier[] }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: SetExpression
      readonly right: SetExpression
    }

/** A set that is in effect where a part of an expression stands. */
export interface OuterContext {
  readonly set: SetExpression
  /** Fields that it leaves no value of are cleared where a further set is applied on top of it. */
  readonly clearsEmpty: boolean
}

/** The selections that a set starts from. */
export type SetBase =
  | { readonly kind: 'all' }
  /** What is selected in a state; `null` for the state of the object that the expression is in. */
  | { readonly kind: 'selected'; readonly state: string | null }
  | { readonly kind: 'step'; readonly steps: number }
  /** The set in front of the expression, on top of which this one is applied. */
  | ({ readonly kind: 'outer' } & OuterContext)

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
  | { readonly kind: 'selected'; readonly state: string | null; readonly field: FieldModel }
  | {
      readonly kind: 'possible'
      readonly excluded: boolean
      readonly set: SetExpression | null
      /** Whose values: a field's, or those that an expression makes of records. */
      readonly of: GroupKey
    }
  /** The values of the field that an expression makes named values of: it reads no other field, and no selection. */
  | { readonly kind: 'making'; readonly expression: TypedExpression; readonly of: NamedValues }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: ElementSet
      readonly right: ElementSet
    }

/** Values that are named by where they occur. */
export type NamedValues = Extract<ElementSet, { readonly kind: 'possible' | 'selected' }>

export type Element =
  | { readonly kind: 'literal'; readonly text: string; readonly exact: boolean }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'expression'; readonly condition: TypedExpression }
