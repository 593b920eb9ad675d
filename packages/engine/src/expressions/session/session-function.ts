import type { FieldModel } from '../../model/data-model.js'
import type { FunctionDescription, Parameter } from '../functions/scalar-function.js'
import type { SessionValue } from './session-calls.js'
import type { SessionFacts } from './session-facts.js'

/**
 * A function of what the person has selected, who they are, or where the expression stands: the same for all rows of a
 * cube. It is computed before the expression is, and its value takes its place.
 */
export interface SessionFunction extends FunctionDescription {
  readonly family: 'selection' | 'system'
  /** The first one is the name of a field where `ofField` is set. */
  readonly parameters: readonly Parameter[]
  readonly more?: Parameter
  readonly ofField: boolean
  /** Its arguments may be anything that is the same in all rows; else they are computed without dimensions. */
  readonly constant?: boolean
  readonly returns: 'number' | 'text'
  readonly value: (
    facts: SessionFacts,
    field: FieldModel | null,
    args: readonly SessionValue[],
  ) => SessionValue | Promise<SessionValue>
}

type Definition = Omit<SessionFunction, 'family' | 'ofField' | 'value'>

/** A function of one field: its first parameter is the field's name. */
export const fieldFunction = (
  definition: Definition & {
    readonly value: (
      facts: SessionFacts,
      field: FieldModel,
      args: readonly SessionValue[],
    ) => SessionValue | Promise<SessionValue>
  },
): SessionFunction => ({
  ...definition,
  family: 'selection',
  ofField: true,
  value: (facts, field, args) => (field === null ? null : definition.value(facts, field, args)),
})

/** A function of the session that names no field. */
export const sessionFunction = (
  family: SessionFunction['family'],
  definition: Definition & {
    readonly value: (facts: SessionFacts, args: readonly SessionValue[]) => SessionValue | Promise<SessionValue>
  },
): SessionFunction => ({
  ...definition,
  family,
  ofField: false,
  value: (facts, _, args) => definition.value(facts, args),
})
