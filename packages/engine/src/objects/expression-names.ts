import type { ExpressionNames } from '../evaluate/expansion/expression-names.js'
import { textOf } from '../json.js'
import type { Library } from './library.js'
import { type Variables, variableByName } from './variables.js'

/** What expressions of a session may name: its variables, and the master measures of its app. */
export const expressionNames = (variables: Variables, library: Library): ExpressionNames => ({
  variable: (name) => variableByName(variables, name)?.definition,
  measure: (title) => {
    const expression = textOf(library.measureTitled(title)?.definition.qDef)
    return expression === '' ? undefined : expression
  },
})
