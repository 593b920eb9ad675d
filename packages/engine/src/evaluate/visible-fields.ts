import { UnderstudyError } from '@understudy/contract'
import { fieldOfDefinition } from '../expressions/field-name.js'
import type { FieldModel } from '../model/data-model.js'
import { type SymbolSet, symbolSetBuilder } from '../model/symbol-set.js'
import type { DataView } from '../security/data-view.js'
import { readLabels, readSymbols, type Symbols } from '../snapshot/symbol-store.js'
import { eachInTurns } from '../turns.js'
import { numberingOf } from './numbering.js'
import { visibleFacts } from './visible-facts.js'

/** A field as field lists show it. */
export interface FieldDescription {
  readonly name: string
  readonly tags: readonly string[]
  /** Distinct values that the principal may see. */
  readonly cardinality: number
  readonly numeric: boolean
  /** Names of the tables that hold it. */
  readonly tables: readonly string[]
  /** Where a declaration of the script makes it of another field. */
  readonly derived?: { readonly from: string; readonly definition: string; readonly formula: string }
}

/** The fields that exist for the view's principal, in model order. */
export const describeFields = (view: DataView): Promise<readonly FieldDescription[]> =>
  Promise.all([...view.fields.values()].map((field) => describeField(view, field)))

export const describeField = async (view: DataView, field: FieldModel): Promise<FieldDescription> => {
  const { tags, cardinality } = await visibleFacts(view, field)
  return {
    name: field.name,
    tags,
    cardinality,
    numeric: field.kind !== 'text',
    tables: field.tables.map((table) => view.model.tables[table]?.name ?? ''),
    ...(field.derived
      ? { derived: { ...field.derived, from: view.model.fields[field.derived.from]?.name ?? '' } }
      : {}),
  }
}

/** The field of `Field`, `[Field]` or `=[Field]`; `undefined` where it does not exist for the principal. */
export const resolveField = (view: DataView, definition: string): FieldModel | undefined => {
  try {
    return fieldOfDefinition(view.fields, definition)
  } catch (error) {
    if (error instanceof UnderstudyError) return undefined
    throw error
  }
}

/** The dual values of some elements of a field, in the order given. */
export const labelsOf = ({ snapshot }: DataView, field: FieldModel, elements: readonly number[]) =>
  readLabels(snapshot.symbols, snapshot.runner, field, elements)

/** Values to find in a field, as texts or as numbers. */
export interface WantedValues {
  readonly texts?: ReadonlySet<string>
  readonly numbers?: ReadonlySet<number>
}

/** Visible values of a field by exact text or number; what is not visible is not found. */
export const lookupElements = async (
  view: DataView,
  field: FieldModel,
  { texts = new Set(), numbers = new Set() }: WantedValues,
): Promise<SymbolSet> => {
  const [numbering, symbols] = await Promise.all([
    numberingOf(view, field),
    readSymbols(view.snapshot.symbols, view.snapshot.runner, field),
  ])
  const inexact = new Set<number>()
  await eachInTurns([...numbers], (num) => {
    if (Number.isInteger(num) && !Number.isSafeInteger(num)) inexact.add(num)
  })
  const shared = await sharedNumbers(numbering.symbols, symbols, inexact)
  const found = symbolSetBuilder()
  await eachInTurns(numbering.symbols, (symbol) => {
    const num = symbols.nums[symbol]
    const isWanted = typeof num === 'number' && numbers.has(num) && !shared.has(num)
    if (isWanted || texts.has(symbols.texts[symbol] ?? '')) found.add(symbol)
  })
  return found.build()
}

/** Of numbers that are not exact those that several values share: which of them is meant, only a text tells. */
const sharedNumbers = async (
  elements: readonly number[],
  { nums }: Symbols,
  inexact: ReadonlySet<number>,
): Promise<ReadonlySet<number>> => {
  const seen = new Set<number>()
  const shared = new Set<number>()
  if (inexact.size === 0) return shared
  await eachInTurns(elements, (element) => {
    const num = nums[element]
    if (typeof num !== 'number' || !inexact.has(num)) return
    if (seen.has(num)) shared.add(num)
    seen.add(num)
  })
  return shared
}
