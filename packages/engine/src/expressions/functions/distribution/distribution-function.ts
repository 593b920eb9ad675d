import { computedOnce } from '../computed-once.js'
import { functionsOf, type Parameter } from '../scalar-function.js'
import { maxParameter, maxParameterOfInverse } from './backward.js'

const distributions = functionsOf('distribution')

type Examples = readonly (readonly [string, number | null])[]

const beyond = (largest: number): string =>
  `Missing, too, for numbers that the distribution is not defined for, and for parameters above ${largest.toLocaleString('en')}.`

/**
 * A function of numbers that is missing outside its domain.
 *
 * @param domain SQL that holds where the function is defined
 * @param print SQL of the function; the names of its parameters may be repeated
 */
export const distribution = <const Name extends string>(definition: {
  readonly name: string
  readonly parameters: readonly (Parameter & { readonly name: Name; readonly otherwise?: number })[]
  readonly description: string
  readonly examples: Examples
  readonly inverse?: true
  readonly domain: (named: Readonly<Record<Name, string>>) => string
  readonly print: (named: Readonly<Record<Name, string>>) => string
}) =>
  distributions.number({
    name: definition.name,
    parameters: definition.parameters.map(({ name, optional }) => (optional ? { name, optional } : { name })),
    description: definition.description,
    missing: beyond(definition.inverse ? maxParameterOfInverse : maxParameter),
    examples: definition.examples,
    duckdb: (args) => {
      const values = definition.parameters.map(
        ({ name, otherwise }, index) => [name, args[index]?.number ?? `${otherwise}.0::DOUBLE`] as const,
      )
      return computedOnce('v', Object.fromEntries(values) as Record<Name, string>, (named) =>
        computedOnce(
          'r',
          { r: `(CASE WHEN ${definition.domain(named)} THEN ${definition.print(named)} END)` },
          ({ r }) => `CASE WHEN isfinite(${r}) THEN CAST(${r} AS DOUBLE) END`,
        ),
      )
    },
  })

/** SQL that holds for a probability that has an inverse. */
export const isInside = (probability: string): string => `${probability} > 0 AND ${probability} < 1`

/** SQL that holds for a whole number from 0 on. */
export const isCount = (count: string): string => `${count} >= 0 AND ${count} = trunc(${count})`
