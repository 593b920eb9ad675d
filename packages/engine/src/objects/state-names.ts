import { arrayOf, isJsonObject, type Json, type JsonObject, textOf } from '../json.js'
import { defaultState } from '../selections/selection-state.js'
import type { AppDefinition, PropertyTree } from './app-definition.js'

/**
 * The names of the alternate states of an app: those that `app-properties.json` lists in `qStateNames`, and those that
 * objects are in, as an app that was exported object by object lists none.
 */
export const storedStateNames = ({
  properties,
  objects,
}: Pick<AppDefinition, 'properties' | 'objects'>): readonly string[] =>
  distinctStates([...arrayOf(properties.qStateNames).map(textOf), ...objects.flatMap(namedIn)])

/** Names of states, each once; the default state is none of them. */
export const distinctStates = (names: readonly string[]): readonly string[] =>
  [...new Set(names)].filter((name) => name !== '' && name !== defaultState)

const namedIn = ({ properties, children }: PropertyTree): readonly string[] => [
  ...statesOf(properties),
  ...children.flatMap(namedIn),
]

const statesOf = (properties: JsonObject): readonly string[] => {
  const names: string[] = []
  const waiting: (Json | undefined)[] = [properties]
  for (const value of waiting) {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) waiting.push(item)
    if (!isJsonObject(value)) continue
    names.push(textOf(value.qStateName))
    for (const member of Object.values(value)) waiting.push(member)
  }
  return names
}
