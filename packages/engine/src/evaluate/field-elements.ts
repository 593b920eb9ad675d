import { fieldNamed } from '../expressions/field-name.js'
import type { FieldModel } from '../model/data-model.js'
import { everySymbol, type SymbolSet, symbolSetBuilder } from '../model/symbol-set.js'
import { constrainedScope, type DataScope } from '../plan/data-scope.js'
import { fieldValues } from '../plan/question.js'
import type { DataView } from '../security/data-view.js'
import type { SelectionState } from '../selections/selection-state.js'
import { eachInTurns } from '../turns.js'
import { ask } from './ask.js'
import { cacheKey } from './cache-key.js'
import { numberingOf } from './numbering.js'
import { selectedElements } from './selected-elements.js'

/**
 * The element numbers of a field that occur in the data a principal may see, under selections.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION when something is selected in a field that does not exist for the principal
 */
export const possibleElements = (
  view: DataView,
  field: FieldModel,
  selections: SelectionState,
  signal?: AbortSignal,
): Promise<SymbolSet> => {
  const scope = selectedScope(view, selections)
  if (selections.size === 0) return visibleElements(view, field, signal)
  return elementsInScope(view, field, scope, cacheKey(view, selections, ['elements', field.id]), signal)
}

/**
 * The element numbers of a field that occur in a part of the data.
 *
 * @param key names the view, the part and the field
 */
export const elementsInScope = (
  view: DataView,
  field: FieldModel,
  scope: DataScope,
  key: string,
  signal?: AbortSignal,
): Promise<SymbolSet> => {
  return view.snapshot.results.get(
    key,
    async () => {
      if (isEverything(scope)) return everySymbol(field.symbolCount)
      const [elements = []] = await ask(view, fieldValues(view.model, field, scope), signal)
      const found = symbolSetBuilder()
      await eachInTurns(elements as readonly number[], found.add, signal)
      return found.build()
    },
    // A cell that is kept takes eight bytes.
    ({ last }) => Math.ceil((last + 1) / 64),
    signal,
  )
}

const isEverything = (scope: DataScope): boolean =>
  scope.kind === 'alternatives' && scope.alternatives.some((constraint) => constraint.size === 0)

/** The element numbers of a field that the principal may see at all. */
export const visibleElements = async (view: DataView, field: FieldModel, signal?: AbortSignal): Promise<SymbolSet> =>
  (await numberingOf(view, field, signal)).visible

/** The data of a view under selections. */
export const selectedScope = (view: DataView, selections: SelectionState): DataScope =>
  constrainedScope(
    view.predicate,
    selectedElements(
      selections,
      new Map([...selections.keys()].map((name) => [name, fieldNamed(view.fields, name, 0)])),
    ),
  )

/** The selections without those in some fields. */
export const selectionsOutside = (selections: SelectionState, fields: readonly string[]): SelectionState =>
  new Map([...selections].filter(([name]) => !fields.includes(name)))

/** The selections in some fields alone. */
export const selectionsWithin = (selections: SelectionState, fields: readonly string[]): SelectionState =>
  new Map([...selections].filter(([name]) => fields.includes(name)))
