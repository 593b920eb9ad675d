import type { FieldModel } from '../../model/data-model.js'
import type { TypedExpression } from '../typed-expression.js'
import type { SessionFunction } from './session-function.js'

/** What a function of the session is worth. */
export type SessionValue = number | string | null

/** A call of a function of the session, its arguments checked. */
export interface SessionCall {
  readonly function: SessionFunction
  readonly field: FieldModel | null
  /** Those after the field. */
  readonly arguments: readonly TypedExpression[]
  readonly at: number
}

/** The calls of functions of the session in an expression, by `callKey`: asked for first, then known. */
export type SessionCalls =
  | { readonly kind: 'asked'; readonly calls: Map<string, SessionCall> }
  | { readonly kind: 'known'; readonly values: ReadonlyMap<string, SessionValue> }
  | { readonly kind: 'refused'; readonly reason: string }

/** @param reason continues a sentence that begins with the name of the function */
export const refusedCalls = (reason: string): SessionCalls => ({ kind: 'refused', reason })

export const knownCalls = (values: ReadonlyMap<string, SessionValue>): SessionCalls => ({ kind: 'known', values })

export const askedCalls = (): Extract<SessionCalls, { kind: 'asked' }> => ({ kind: 'asked', calls: new Map() })
