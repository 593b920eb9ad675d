import type { SessionFacts } from '../expressions/session/session-facts.js'
import type { FieldModel } from '../model/data-model.js'
import { countOfBoth, noSymbols, type SymbolSet } from '../model/symbol-set.js'
import { productVersion } from '../product-version.js'
import { defaultState } from '../selections/selection-state.js'
import { readSymbols } from '../snapshot/symbol-store.js'
import { filterInTurns, sortInTurns } from '../turns.js'
import { fieldStates } from './dimension-facts.js'
import type { EvaluationContext } from './evaluation.js'
import { numberingOf } from './numbering.js'
import { selectionsOf } from './sets/selections-of.js'

/** What functions of the session are told. Values come from the person's view only. */
export const sessionFacts = (context: EvaluationContext): SessionFacts => {
  const { view, signal, identity, place = [], cube = null } = context
  const selectedValues = (field: FieldModel, state: string): SymbolSet =>
    selectionsOf(context, state).get(field.name)?.values ?? noSymbols
  const visible = async (field: FieldModel) => (await numberingOf(view, field, signal)).symbols
  return {
    state: context.state ?? defaultState,
    isState: (name) => name === defaultState || (context.names?.isState(name) ?? false),
    counts: async (field, state) => {
      const { counts } = await fieldStates({ ...context, selections: selectionsOf(context, state) }, field)
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
      return countOfBoth(selected, (await numberingOf(view, field, signal)).visible)
    },
    cardinality: async (field) => (await visible(field)).length,
    texts: async (field, state, wanted, most) => {
      const selected = selectedValues(field, state)
      const symbols = await readSymbols(view.snapshot.symbols, view.snapshot.runner, field)
      const order = (element: number): number =>
        field.kind === 'text' ? (symbols.textRanks[element] ?? 0) : (symbols.nums[element] ?? 0)
      const found = await filterInTurns(await visible(field), (element) => selected.has(element) === wanted, signal)
      const sorted = await sortInTurns(found, (a, b) => order(a) - order(b), signal)
      return sorted.slice(0, most).map((element) => symbols.texts[element] ?? '')
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
