import type { SessionFacts } from '../expressions/session/session-facts.js'
import type { FieldModel } from '../model/data-model.js'
import { productVersion } from '../product-version.js'
import { defaultState } from '../selections/selection-state.js'
import { readSymbols } from '../snapshot/symbol-store.js'
import { fieldStates } from './dimension-facts.js'
import type { ElementState, EvaluationContext } from './evaluation.js'
import { numberingOf } from './numbering.js'
import { selectionsOf } from './sets/selections-of.js'

/** What functions of the session are told. Values come from the person's view only. */
export const sessionFacts = (context: EvaluationContext): SessionFacts => {
  const { view, signal, identity, place = [], cube = null } = context
  const selectedValues = (field: FieldModel, state: string): ReadonlySet<number> =>
    selectionsOf(context, state).get(field.name)?.values ?? new Set()
  const visible = async (field: FieldModel) => (await numberingOf(view, field, signal)).symbols
  return {
    state: context.state ?? defaultState,
    isState: (name) => name === defaultState || (context.names?.isState(name) ?? false),
    counts: async (field, state) => {
      const states = await fieldStates({ ...context, selections: selectionsOf(context, state) }, field)
      const counts: Record<ElementState, number> = { S: 0, O: 0, A: 0, X: 0, XS: 0, L: 0, XL: 0 }
      for (const element of states.visible) counts[states.stateOf(element)]++
      return {
        selected: counts.S + counts.L,
        selectedExcluded: counts.XS + counts.XL,
        optional: counts.O,
        alternative: counts.A,
        excluded: counts.X,
      }
    },
    selectedFields: (state) => [...selectionsOf(context, state).keys()].flatMap((name) => view.fields.get(name) ?? []),
    selectedCount: async (field, state) => {
      const selected = selectedValues(field, state)
      return selected.size === 0 ? 0 : (await visible(field)).filter((element) => selected.has(element)).length
    },
    cardinality: async (field) => (await visible(field)).length,
    texts: async (field, state, wanted, most) => {
      const selected = selectedValues(field, state)
      const symbols = await readSymbols(view.snapshot.symbols, view.snapshot.runner, field)
      const order = (element: number): number =>
        field.kind === 'text' ? (symbols.textRanks[element] ?? 0) : (symbols.nums[element] ?? 0)
      return (await visible(field))
        .filter((element) => selected.has(element) === wanted)
        .sort((a, b) => order(a) - order(b))
        .slice(0, most)
        .map((element) => symbols.texts[element] ?? '')
    },
    valueAt: async (field, place) => {
      const symbol = (await visible(field))[place]
      if (symbol === undefined) return null
      const { nums, texts } = await readSymbols(view.snapshot.symbols, view.snapshot.runner, field)
      const [num, text = ''] = [nums[symbol] ?? null, texts[symbol]]
      return num !== null && Number(text) === num ? num : text
    },
    placeOf: async (field, value) => {
      const { nums, texts } = await readSymbols(view.snapshot.symbols, view.snapshot.runner, field)
      const isValue = (symbol: number) => (typeof value === 'number' ? nums[symbol] : texts[symbol]) === value
      return (await visible(field)).findIndex(isValue)
    },
    person: identity?.person ?? null,
    documentTitle: identity?.documentTitle ?? null,
    documentName: identity?.documentName ?? null,
    reloadedAt: view.reloadedAt,
    collation: view.model.formats.collation,
    engine: productVersion,
    place,
    cube,
  }
}
