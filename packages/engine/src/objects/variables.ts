import { type JsonObject, objectOf, textOf } from '../json.js'
import type { AppDefinition } from './app-definition.js'

/** A variable as one engine session sees it. */
export interface Variable {
  readonly id: string
  readonly name: string
  readonly definition: string
  /** The number beside the text of the definition, where the variable was given one. */
  readonly number: number | null
  readonly origin: 'app' | 'session'
  readonly properties: JsonObject
}

/** Variables by id. */
export type Variables = ReadonlyMap<string, Variable>

/** Reads the properties of a variable: `qInfo.qId`, `qName`, `qDefinition`. */
export const variableOf = (
  properties: JsonObject,
  origin: Variable['origin'],
  number: number | null = null,
): Variable => ({
  id: textOf(objectOf(properties.qInfo).qId),
  name: textOf(properties.qName),
  definition: textOf(properties.qDefinition),
  number,
  origin,
  properties,
})

/** The variables that an app folder stores. */
export const storedVariables = (app: AppDefinition): Variables =>
  new Map(app.variables.map((properties) => variableOf(properties, 'app')).map((variable) => [variable.id, variable]))

/** Finds a variable by its name, as expressions spell it. */
export const variableByName = (variables: Variables, name: string): Variable | undefined =>
  [...variables.values()].find((variable) => variable.name === name)
