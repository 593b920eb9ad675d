import { UnderstudyError } from '@understudy/contract'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { schemaProblem, textProblem } from '../../validation/schema-problem.js'

/**
 * Checks a part of a request against its schema. Bodies are taken as they are; parameters arrive as text, so whole
 * numbers and booleans are read from it first. Nothing is dropped silently.
 */
export const requestValidation: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  const inBody = httpPart === 'body'
  return (data) => {
    const value = inBody ? data : readParameters(schema, data)
    const ofText = textProblem(value)
    const found =
      ofText !== undefined
        ? { pointer: '', problem: ofText }
        : validator.Check(value)
          ? undefined
          : schemaProblem(validator.Errors(value))
    if (found === undefined) return { value }
    return { error: inBody ? bodyError(found.pointer, found.problem) : parameterError(found.pointer, found.problem) }
  }
}

const bodyError = (pointer: string, problem: string): UnderstudyError =>
  new UnderstudyError('REST-INVALID-BODY', `${pointer === '' ? 'The body' : `"${pointer}"`} ${problem}.`, {
    source: { pointer },
  })

const parameterError = (pointer: string, problem: string): UnderstudyError => {
  const parameter = pointer.split('/')[1] ?? ''
  return new UnderstudyError(
    'REST-INVALID-PARAMETER',
    `${parameter === '' ? 'A parameter' : `"${parameter}"`} ${problem}.`,
    { source: { parameter } },
  )
}

const readParameters = (schema: TSchema, data: unknown): Record<string, unknown> => {
  const properties = 'properties' in schema ? (schema.properties as Record<string, unknown>) : {}
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([name, value]) => [name, readParameter(properties[name], value)]),
  )
}

const readParameter = (schema: unknown, value: unknown): unknown => {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : undefined
  if (type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
