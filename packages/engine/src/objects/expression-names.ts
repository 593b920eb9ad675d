import type { ExpressionNames } from '../evaluate/expansion/expression-names.js'
import { textOf } from '../json.js'
import { defaultState } from '../selections/selection-state.js'
import { type Bookmarks, bookmarkNamed } from './bookmarks.js'
import type { Library } from './library.js'
import { type Variables, variableByName } from './variables.js'

/** What expressions of a session may name beside fields. */
export interface NamedInExpressions {
  readonly variables: Variables
  readonly library: Library
  readonly bookmarks: Bookmarks
  readonly stateNames: readonly string[]
}

/** Looks up the names of a session: its variables, states and bookmarks, and the master measures of its app. */
export const expressionNames = ({
  variables,
  library,
  bookmarks,
  stateNames,
}: NamedInExpressions): ExpressionNames => ({
  variable: (name) => variableByName(variables, name)?.definition,
  variableNumber: (name) => variableByName(variables, name)?.number ?? null,
  measure: (title) => {
    const expression = textOf(library.measureTitled(title)?.definition.qDef)
    return expression === '' ? undefined : expression
  },
  isState: (name) => name === defaultState || stateNames.includes(name),
  bookmark: (name) => bookmarkNamed(bookmarks, name)?.selections,
})
