import { type OracleValue, symbolsOf } from './oracle-app.js'
import type { OracleView } from './oracle-security.js'
import type { Combination, Universe } from './universe.js'

/** Field -> selected element numbers, and whether they are locked. */
export type OracleSelections = ReadonlyMap<string, { readonly values: ReadonlySet<number>; readonly locked: boolean }>

/** Whether a combination satisfies the selections of all fields of its universe. */
export const satisfies = (
  view: OracleView,
  universe: Universe,
  combination: Combination,
  selections: OracleSelections,
): boolean =>
  [...selections].every(([field, { values }]) => {
    if (!universeFields(view, universe).has(field)) return true
    const value = combination.values.get(field) ?? null
    return value !== null && values.has(symbolsOf(view.app, field).indexOf(value))
  })

export const universeFields = (view: OracleView, universe: Universe): ReadonlySet<string> =>
  new Set(universe.tables.flatMap((table) => view.app.tables[table]?.columns.map((column) => column.name) ?? []))

/** The states of the visible values of a field, by element number. */
export const oracleStates = (
  view: OracleView,
  field: string,
  selections: OracleSelections,
): ReadonlyMap<number, string> => {
  const universe = view.universes.find((candidate) => universeFields(view, candidate).has(field))
  const others = new Map([...selections].filter(([name]) => name !== field))
  const own = selections.get(field)
  const states = new Map<number, string>()
  symbolsOf(view.app, field).forEach((value, element) => {
    const withValue = (universe?.combinations ?? []).filter((c) => c.values.get(field) === (value as OracleValue))
    if (!universe || withValue.length === 0) return
    const associated = withValue.some((combination) => satisfies(view, universe, combination, others))
    states.set(element, stateOf(own?.values.has(element), own?.locked ?? false, associated))
  })
  return states
}

/** @param selected `undefined` where the field has no selection */
const stateOf = (selected: boolean | undefined, locked: boolean, associated: boolean): string => {
  if (selected === undefined) return associated ? 'O' : 'X'
  if (!selected) return associated ? 'A' : 'X'
  if (associated) return locked ? 'L' : 'S'
  return locked ? 'XL' : 'XS'
}
