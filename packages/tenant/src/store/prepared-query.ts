import type { Compilable } from 'kysely'
import { directExecution } from './direct-execution.js'
import type { Store } from './schema.js'

/** Runs a query that was built and compiled once per store; the parameters are bound anew each time. */
export type PreparedQuery<Parameters extends string, Row> = (
  store: Store,
  values: Readonly<Record<Parameters, string>>,
) => Row[] | Promise<Row[]>

/** Cannot begin a text that anybody means: PostgreSQL has no text with this character. */
const marker = '\u0000'

/**
 * Prepares a query of the paths that run once per token or request, where building the same SQL again costs more than
 * running it.
 *
 * @param names the parameters' names
 * @param build makes the query; it must use each parameter as a bound value, and nothing else that varies
 */
export const prepareQuery = <Name extends string, Row>(
  names: readonly Name[],
  build: (store: Store, parameters: Readonly<Record<Name, string>>) => Compilable<Row>,
): PreparedQuery<Name, Row> => {
  const preparedByStore = new WeakMap<Store, Prepared<Name>>()
  const prepare = (store: Store): Prepared<Name> => {
    const markers = Object.fromEntries(names.map((name) => [name, marker + name])) as Record<Name, string>
    const { sql, parameters } = build(store, markers).compile()
    const nameOf = (parameter: unknown): Name | undefined => names.find((name) => parameter === marker + name)
    const prepared = { sql, parameters, slots: parameters.map(nameOf) }
    preparedByStore.set(store, prepared)
    return prepared
  }
  return (store, values) => {
    const { sql, parameters, slots } = preparedByStore.get(store) ?? prepare(store)
    const bound = slots.map((name, index) => (name === undefined ? parameters[index] : values[name]))
    return directExecution(store)<Row>({ sql, parameters: bound })
  }
}

interface Prepared<Name extends string> {
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Which value takes the place of each parameter; undefined for a constant of the query. */
  readonly slots: readonly (Name | undefined)[]
}
