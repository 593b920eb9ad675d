import type { StoredSelections } from '../selections/stored-selections.js'
import { refusedCalls, type SessionCalls } from './session/session-calls.js'

/** What a variable is worth: a number, a text, or both sides of a value. */
export type VariableValue = number | string | { readonly number: number; readonly text: string }

/** What names other than those of fields stand for in one expression. */
export interface ResolvedNames {
  /** Expressions of master measures, by title. */
  readonly measures: ReadonlyMap<string, string>
  /** Values of variables, by name. */
  readonly variables: ReadonlyMap<string, VariableValue>
  readonly sets: SetNames
  /** What functions of the session are worth: they are computed before the expression is. */
  readonly calls: SessionCalls
}

/** What sets may name. */
export interface SetNames {
  /** The state of the object that the expression is in. */
  readonly state: string
  readonly isState: (name: string) => boolean
  /** What a bookmark selects; `undefined` where there is none of that id or title. */
  readonly bookmark: (name: string) => StoredSelections | undefined
}

export const noSetNames: SetNames = { state: '$', isState: (name) => name === '$', bookmark: () => undefined }

export const noNames: ResolvedNames = {
  measures: new Map(),
  variables: new Map(),
  sets: noSetNames,
  calls: refusedCalls('is not available here'),
}
