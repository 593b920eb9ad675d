import type { SetOperator } from '../../expressions/nodes/set-node.js'
import type { Element, ElementSet } from '../../expressions/sets/set-expression.js'
import { formatsAround } from '../../format/field-format.js'
import { readDecimal } from '../../format/read-value.js'
import type { FieldModel } from '../../model/data-model.js'
import {
  difference,
  intersection,
  noSymbols,
  type SymbolSet,
  symbolSet,
  symbolSetBuilder,
  symmetricDifference,
  union,
} from '../../model/symbol-set.js'
import { scopeText } from '../../plan/data-scope.js'
import { noSelections } from '../../selections/selection-state.js'
import { readSymbols, type Symbols } from '../../snapshot/symbol-store.js'
import { eachInTurns, filterInTurns } from '../../turns.js'
import { cacheKey } from '../cache-key.js'
import type { EvaluationContext } from '../evaluation.js'
import { elementsInScope, possibleElements, visibleElements } from '../field-elements.js'
import { mostAlike } from '../search/find-values.js'
import { type SearchedValue, valueTest } from '../search/value-test.js'
import { valuesByElement } from '../values-by-element.js'
import { calculatedPossible } from './calculated-possible.js'
import { type ComparedValues, comparedWith, valuesOf } from './compared-values.js'
import { makingIn } from './making-values.js'
import { resolveSet } from './resolve-set.js'
import { selectionsOf } from './selections-of.js'
import { setSearch } from './set-search.js'

/**
 * The symbols of a field that an element set names; values that the person may not see are not among them.
 *
 * @returns `all` where nothing restricts the field: the values of another field in which nothing is selected
 */
export const elementsOf = async (
  context: EvaluationContext,
  field: FieldModel,
  elements: ElementSet,
): Promise<SymbolSet | 'all'> => {
  const arms: { readonly [K in ElementSet['kind']]: () => Promise<SymbolSet | 'all'> } = {
    list: () => listed(context, field, (elements as Extract<ElementSet, { kind: 'list' }>).elements),
    selected: () => selectedIn(context, field, elements as Extract<ElementSet, { kind: 'selected' }>),
    making: () => makingIn(context, field, elements as Extract<ElementSet, { kind: 'making' }>),
    possible: () => possibleIn(context, field, elements as Extract<ElementSet, { kind: 'possible' }>),
    operation: async () => {
      const { operator, left, right } = elements as Extract<ElementSet, { kind: 'operation' }>
      const sides = await Promise.all([left, right].map((side) => elementsOf(context, field, side)))
      const [a, b] = await Promise.all(sides.map(async (side) => (side === 'all' ? visible(context, field) : side)))
      return combined[operator](a ?? noSymbols, b ?? noSymbols)
    },
  }
  return arms[elements.kind]()
}

/** Union, difference, intersection or symmetric difference. */
export const combined: Readonly<Record<SetOperator, (a: SymbolSet, b: SymbolSet) => SymbolSet>> = {
  '+': union,
  '-': difference,
  '*': intersection,
  '/': symmetricDifference,
}

const visible = ({ view, signal }: EvaluationContext, field: FieldModel): Promise<SymbolSet> =>
  visibleElements(view, field, signal)

const symbolsOf = ({ view }: EvaluationContext, field: FieldModel): Promise<Symbols> =>
  readSymbols(view.snapshot.symbols, view.snapshot.runner, field)

/** What is written finds the same values whatever is selected; what is computed may not. */
const listed = (context: EvaluationContext, field: FieldModel, elements: readonly Element[]): Promise<SymbolSet> => {
  const { view, signal } = context
  if (elements.some(({ kind }) => kind === 'expression')) return foundIn(context, field, elements)
  return view.snapshot.results.get(
    cacheKey(view, noSelections, ['listed', field.id, elements]),
    () => foundIn(context, field, elements),
    // A cell that is kept takes eight bytes.
    ({ last }) => Math.ceil((last + 1) / 64),
    signal,
  )
}

const foundIn = async (
  context: EvaluationContext,
  field: FieldModel,
  elements: readonly Element[],
): Promise<SymbolSet> => {
  const found = symbolSetBuilder()
  const formats = formatsAround(field.format, context.view.model.formats)
  const searches = elements.flatMap((element) => (element.kind === 'search' ? [setSearch(element.text, formats)] : []))
  const alike = searches.flatMap((search) => (search.kind === 'alike' ? [search.text] : []))
  const matches = writtenTest(
    field,
    elements,
    searches.flatMap((search) => (search.kind === 'condition' ? [valueTest(search.condition)] : [])),
  )
  if (matches || alike.length > 0) {
    const [seen, symbols] = await Promise.all([visible(context, field), symbolsOf(context, field)])
    const valueAt = (element: number) => ({ num: symbols.nums[element] ?? null, text: symbols.texts[element] ?? '' })
    await eachInTurns(
      [...seen],
      (element) => {
        if (matches?.(valueAt(element))) found.add(element)
      },
      context.signal,
    )
    for (const text of alike)
      for (const element of await mostAlike(text, [...seen], valueAt, context.signal)) found.add(element)
  }
  for (const [index, element] of elements.entries()) {
    if (element.kind !== 'expression') continue
    const source = JSON.stringify(['search', index, element.condition])
    const values = await valuesByElement(context, field, source, element.condition, 'not zero')
    for (const [value, result] of values) if (typeof result === 'number') found.add(value)
  }
  return found.build()
}

/** A value that is written is compared with the text that the field shows; a plain number also by its number. */
const writtenTest = (
  field: FieldModel,
  elements: readonly Element[],
  searches: readonly ((value: SearchedValue) => boolean)[],
): ((value: SearchedValue) => boolean) | undefined => {
  const exact = new Set<string>()
  const anyCase = new Set<string>()
  const numbers = new Set<number>()
  for (const element of elements) {
    if (element.kind !== 'literal') continue
    if (element.exact) exact.add(element.text)
    else anyCase.add(element.text.toLowerCase())
    const number = writtenNumber(field, element.text)
    if (number !== null) numbers.add(number)
  }
  if (exact.size + anyCase.size + searches.length === 0) return undefined
  return (value) =>
    exact.has(value.text) ||
    (anyCase.size > 0 && anyCase.has(value.text.toLowerCase())) ||
    (value.num !== null && numbers.has(value.num)) ||
    searches.some((matches) => matches(value))
}

/**
 * The number that a value which is written means by itself, in a field of numbers. Beyond the whole numbers that are exact,
 * digits tell values apart, and not their numbers.
 */
export const writtenNumber = (field: FieldModel, text: string): number | null => {
  const read = field.kind === 'number' ? readDecimal(text) : null
  return read !== null && Math.abs(read) <= Number.MAX_SAFE_INTEGER ? read : null
}

/** The values of a field that some values stand for. */
const alikeIn = async (
  context: EvaluationContext,
  field: FieldModel,
  { texts, numbers }: ComparedValues,
): Promise<SymbolSet> => {
  const [symbols, seen] = await Promise.all([symbolsOf(context, field), visible(context, field)])
  return symbolSet(
    await filterInTurns([...seen], (element) => {
      const number = symbols.nums[element]
      return (
        texts.has(symbols.texts[element] ?? '') ||
        (field.kind !== 'text' && typeof number === 'number' && numbers.has(number))
      )
    }),
  )
}

/** The values of a field that another field's values stand for. */
const mapped = async (
  context: EvaluationContext,
  from: FieldModel,
  elements: SymbolSet,
  to: FieldModel,
): Promise<SymbolSet> => {
  if (from.id === to.id) return elements
  return alikeIn(context, to, await valuesOf(context, from, elements))
}

const selectedIn = async (
  context: EvaluationContext,
  field: FieldModel,
  { state, field: other }: Extract<ElementSet, { kind: 'selected' }>,
): Promise<SymbolSet | 'all'> => {
  const selected = selectionsOf(context, state).get(other.name)?.values
  if (selected === undefined || selected.size === 0) return 'all'
  return mapped(context, other, intersection(selected, await visible(context, other)), field)
}

const possibleIn = async (
  context: EvaluationContext,
  field: FieldModel,
  named: Extract<ElementSet, { kind: 'possible' }>,
): Promise<SymbolSet> => {
  const { of, set, excluded } = named
  if (of.kind === 'calculated') {
    return alikeIn(context, field, comparedWith(await calculatedPossible(context, of.expression, named)))
  }
  const { field: other } = of
  const { view, selections, signal } = context
  const possible = set ? await inSet(context, other, set) : await possibleElements(view, other, selections, signal)
  return mapped(context, other, excluded ? difference(await visible(context, other), possible) : possible, field)
}

const inSet = async (context: EvaluationContext, field: FieldModel, set: Parameters<typeof resolveSet>[1]) => {
  const { view, selections, signal } = context
  const scope = await resolveSet(context, set)
  return elementsInScope(view, field, scope, cacheKey(view, selections, ['in set', field.id, scopeText(scope)]), signal)
}
