import type { StoredSelections } from '../../selections/stored-selections.js'

/** The names of an app that expressions may use beside those of fields. */
export interface ExpressionNames {
  /** The definition of a variable; `undefined` where there is none of that name. */
  readonly variable: (name: string) => string | undefined
  /** The number that a variable has beside its text, where it was given one. */
  readonly variableNumber?: (name: string) => number | null
  /** The expression of the master measure with a title; `undefined` where there is none. */
  readonly measure: (title: string) => string | undefined
  /** Whether there is an alternate state of a name. */
  readonly isState: (name: string) => boolean
  /** What a bookmark selects, by its id or its title; `undefined` where there is none. */
  readonly bookmark: (name: string) => StoredSelections | undefined
}

export const noExpressionNames: ExpressionNames = {
  variable: () => undefined,
  measure: () => undefined,
  isState: (name) => name === '$',
  bookmark: () => undefined,
}
