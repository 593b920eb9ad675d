import { UnderstudyError } from '@understudy/contract'
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { limits } from '../../limits.js'

/** Each definition is several queries, each expression one. */
const maxDefinitions = limits.definitions.most
const maxExpressions = limits.expressions.most

const definitions: ReadonlySet<string> = new Set(['qHyperCubeDef', 'qListObjectDef'])

const isExpression = ({ qStringExpression, qValueExpression }: JsonObject): boolean =>
  qStringExpression !== undefined || qValueExpression !== undefined

/**
 * Refuses to lay out an object that would ask for more than any chart does.
 *
 * @throws UnderstudyError `QIX-LIMIT`
 */
export const refuseLargeLayout = (properties: JsonObject): void => {
  let definitionCount = 0
  let expressionCount = 0
  const waiting: (Json | undefined)[] = [properties]
  for (const value of waiting) {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) waiting.push(item)
    if (!isJsonObject(value)) continue
    if (isExpression(value)) expressionCount += 1
    for (const [name, member] of Object.entries(value)) {
      if (definitions.has(name)) definitionCount += 1
      else waiting.push(member)
    }
  }
  if (definitionCount > maxDefinitions)
    throw new UnderstudyError('QIX-LIMIT', `an object has at most ${maxDefinitions} hypercubes and list objects`)
  if (expressionCount > maxExpressions)
    throw new UnderstudyError('QIX-LIMIT', `an object has at most ${maxExpressions} expressions beside its columns`)
}
