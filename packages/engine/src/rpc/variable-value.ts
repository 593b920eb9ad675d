import { UnderstudyError } from '@understudy/contract'
import { readValue } from '../format/read-value.js'
import type { Json } from '../json.js'
import { evaluateExpression } from '../objects/layout/expression.js'
import type { Scope } from '../objects/scope.js'
import { type Variable, variableOf } from '../objects/variables.js'
import type { Outcome } from './method.js'
import { refuseAgainstConstraints } from './variable-constraints.js'

/** @throws UnderstudyError `QIX-NOT-FOUND` */
export const foundVariable = ({ variables }: Scope, id: string): Variable => {
  const variable = variables.get(id)
  if (!variable) throw new UnderstudyError('QIX-NOT-FOUND', 'the variable no longer exists')
  return variable
}

/** Variables of the app change like its objects: for this session only. */
export const withDefinition = (
  scope: Scope,
  id: string,
  qDefinition: string,
  number: number | null = null,
): Outcome => {
  const variable = foundVariable(scope, id)
  const next = variableOf({ ...variable.properties, qDefinition }, variable.origin, number)
  refuseAgainstConstraints(next, variable)
  return { result: {}, variables: new Map(scope.variables).set(id, next) }
}

/** What a variable stands for: the value of its definition where that begins with `=`. */
export const valueOfVariable = async (
  scope: Scope,
  { definition, number }: Variable,
): Promise<{ text: string; num: number | null }> => {
  if (definition.startsWith('=')) {
    const outcome = await evaluateExpression(scope, definition)
    return outcome.ok ? outcome : { text: definition, num: null }
  }
  return { text: definition, num: number ?? readValue(definition, scope.library.formats) }
}

/** QIX writes a missing number as a text. */
export const givenNumber = (value: Json): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
