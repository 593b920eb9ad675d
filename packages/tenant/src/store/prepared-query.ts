import type { Compilable, CompiledQuery } from 'kysely'
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
  const compiledByStore = new WeakMap<Store, CompiledQuery<Row>>()
  const markers = Object.fromEntries(names.map((name) => [name, marker + name])) as Record<Name, string>
  const nameByMarker = new Map<unknown, Name>(names.map((name) => [marker + name, name]))

  return (store, values) => {
    let compiled = compiledByStore.get(store)
    if (compiled === undefined) {
      compiled = build(store, markers).compile()
      compiledByStore.set(store, compiled)
    }
    const parameters = compiled.parameters.map((parameter) => {
      const name = nameByMarker.get(parameter)
      return name === undefined ? parameter : values[name]
    })
    return directExecution(store)<Row>({ sql: compiled.sql, parameters })
  }
}
