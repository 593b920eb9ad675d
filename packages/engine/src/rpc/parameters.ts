import { UnderstudyError } from '@understudy/contract'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { limits } from '../limits.js'

/** Reads one parameter or throws `QIX-PARAMS`. */
export interface Parameter<T> {
  (value: Json | undefined, name: string): T
  /** Of one that no method reads: what may be said by it, and why. The documentation tells it. */
  readonly unread?: string
}

/** The parameters of a method by name, in their position. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>

/** What a method receives for its parameters. */
export type Arguments<P extends Parameters> = { readonly [Name in keyof P]: ReturnType<P[Name]> }

const refused = (name: string, expected: string): UnderstudyError =>
  new UnderstudyError('QIX-PARAMS', `${name} must be ${expected}`)

export const text: Parameter<string> = (value, name) => {
  if (typeof value !== 'string') throw refused(name, 'a text')
  return value
}

/** Characters of a search: every value of a field is compared with all of them. */
const maxSearchLength = limits.search.most

export const searchText: Parameter<string> = (value, name) => {
  const search = text(value, name)
  if (search.length > maxSearchLength) throw refused(name, `a text of at most ${maxSearchLength} characters`)
  return search
}

export const integer: Parameter<number> = (value, name) => {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw refused(name, 'an integer')
  return value
}

export const object: Parameter<JsonObject> = (value, name) => {
  if (!isJsonObject(value)) throw refused(name, 'an object')
  return value
}

export const anything: Parameter<Json> = (value) => value ?? null

export const boolean: Parameter<boolean> = (value, name) => {
  if (typeof value !== 'boolean') throw refused(name, 'true or false')
  return value
}

/** A yes or no that older clients send as a number. */
export const flag: Parameter<boolean> = (value, name) => boolean(value === 0 || value === 1 ? value === 1 : value, name)

/** A parameter that may be left out, or be null. */
export const optional =
  <T>(parameter: Parameter<T>, otherwise: T): Parameter<T> =>
  (value, name) =>
    value === undefined || value === null ? otherwise : parameter(value, name)

/** Elements that one call may name; a selection of everything has calls of its own. */
const maxElements: number = limits.elements.most

export const arrayOfParameter =
  <T>(element: Parameter<T>, most = maxElements): Parameter<readonly T[]> =>
  (value, name) => {
    if (!Array.isArray(value)) throw refused(name, 'an array')
    if (value.length > most) throw refused(name, `an array of at most ${most} elements`)
    return (value as readonly Json[]).map((item, index) => element(item, `${name}[${index}]`))
  }

/** A parameter that is accepted and changes nothing, for a reason that the documentation tells. */
export const unheeded = (why: string): Parameter<null> =>
  Object.assign(() => null, { unread: `changes nothing: ${why}` })

/**
 * A parameter that can only ask for what is done anyway; left out, it does.
 *
 * @param why other values are refused
 */
export const only = (values: readonly Json[], why: string): Parameter<null> =>
  Object.assign(
    (value: Json | undefined, name: string) => {
      if (value !== undefined && value !== null && !values.includes(value))
        throw new UnderstudyError('QIX-UNSUPPORTED', `${name}: ${why}`)
      return null
    },
    { unread: `is ${values.map((value) => JSON.stringify(value)).join(' or ')} alone: ${why}` },
  )

/** Reads all parameters of a method, positional or named; surplus ones are ignored, as newer clients may send more. */
export const readArguments = <P extends Parameters>(
  parameters: P,
  params: readonly Json[] | JsonObject,
): Arguments<P> => {
  const named = isJsonObject(params as Json) ? (params as JsonObject) : null
  const read = Object.entries(parameters).map(([name, parameter], index) => {
    const value = named ? named[name] : (params as readonly Json[])[index]
    return [name, parameter(value, name)] as const
  })
  return Object.fromEntries(read) as Arguments<P>
}
