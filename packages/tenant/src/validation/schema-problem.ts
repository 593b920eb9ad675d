import { holdsWellFormedText } from '@understudy/contract'
import type { TLocalizedValidationError } from 'typebox/error'

/** What a value lacks to fit its schema, about one member of it. */
export interface SchemaProblem {
  /** JSON Pointer (RFC 6901) to the member; empty for the value itself. */
  readonly pointer: string
  /** The rest of a sentence that begins with the member's name. */
  readonly problem: string
}

/** Chooses and words the problem to tell of, or undefined when there is none. */
export const schemaProblem = (errors: readonly TLocalizedValidationError[]): SchemaProblem | undefined => {
  // The branches of a union each have their complaints; that none of them fits is what can be acted upon.
  const error = errors.find(({ keyword }) => keyword === 'anyOf') ?? errors[0]
  return error && { pointer: pointerOf(error), problem: wording(error) }
}

const pointerOf = (error: TLocalizedValidationError): string =>
  error.keyword === 'required' ? `${error.instancePath}/${error.params.requiredProperties[0]}` : error.instancePath

const wording = (error: TLocalizedValidationError): string => {
  switch (error.keyword) {
    case 'required':
      return 'is missing'
    case 'boolean':
      return 'is not known here'
    case 'anyOf':
      return 'has none of the forms that are allowed here'
    case 'enum':
      return `must be one of ${error.params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}`
    default:
      return error.message
  }
}

/** What makes texts of a request such that a store would not keep them as they are; undefined where nothing does. */
export const textProblem = (value: unknown): string | undefined => {
  if (holdsNul(value)) return 'holds a NUL character'
  return holdsWellFormedText(value) ? undefined : 'is no Unicode: it holds half of a surrogate pair'
}

/** Whether a NUL character stands anywhere in the value. PostgreSQL cannot store it, so no request may carry it. */
const holdsNul = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => key.includes('\0') || holdsNul(member))
}
