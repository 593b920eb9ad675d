/** A JSON value, as it comes from a frame or an app folder. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** A JSON object. A member that is absent and one that is `undefined` mean the same. */
export interface JsonObject {
  readonly [member: string]: Json | undefined
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const noMembers: JsonObject = {}

/** The value if it is an object, else an empty one: QIX treats absent structures as structures of defaults. */
export const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : noMembers)

export const arrayOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

export const numberOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

export const booleanOf = (value: Json | undefined): boolean => value === true
