import { type rest, UnderstudyError } from '@understudy/contract'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { schemaProblem } from '../validation/schema-problem.js'

/** Turns the value of one operation into a change; `pointer` leads to the value in the request body. */
export type PatchReader<Change> = (value: unknown, pointer: string) => Change

/** What a resource lets be patched: by path, then by operation. */
export type PatchRules<Change> = Readonly<Record<string, Readonly<Record<string, PatchReader<Change>>>>>

const refuse = (detail: string, pointer: string): UnderstudyError =>
  new UnderstudyError('REST-INVALID-PATCH', detail, { source: { pointer } })

/**
 * Reads a JSON Patch document (RFC 6902) in the dialect of one resource. Nothing is applied unless every operation is
 * good.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, naming the operation and what the resource takes instead
 */
export const readPatch = <Change>(operations: readonly rest.PatchOperation[], rules: PatchRules<Change>): Change[] =>
  operations.map(({ op, path, value }, index) => {
    const byOperation = Object.hasOwn(rules, path) ? rules[path] : undefined
    if (byOperation === undefined)
      throw refuse(`"${path}" cannot be patched; use ${Object.keys(rules).join(', ')}.`, `/${index}/path`)
    const read = Object.hasOwn(byOperation, op) ? byOperation[op] : undefined
    if (read === undefined)
      throw refuse(`"${path}" does not take "${op}"; use ${Object.keys(byOperation).join(', ')}.`, `/${index}/op`)
    return read(value, `/${index}/value`)
  })

/**
 * The value as the schema describes it.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, pointing at the first member that does not fit
 */
export const patchValue = <Schema extends TSchema>(schema: Schema, value: unknown, pointer: string): Static<Schema> => {
  if (value === undefined) throw refuse('The operation needs a value.', pointer.replace(/\/value$/, ''))
  const found = schemaProblem(Value.Errors(schema, value))
  if (found !== undefined) throw refuse(`The value ${found.problem}.`, `${pointer}${found.pointer}`)
  return value as Static<Schema>
}
