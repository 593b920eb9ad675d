import { UnderstudyError } from '@understudy/contract'
import { type SymbolSet, symbolSetBuilder } from '../../model/symbol-set.js'
import { noSelections, type SelectionState } from '../../selections/selection-state.js'
import { eachInTurns } from '../../turns.js'
import { cacheKey } from '../cache-key.js'
import type { CalculatedDimension } from '../dimension.js'
import type { EvaluationContext, JointFields } from '../evaluation.js'
import { resolveScopes } from '../sets/resolve-scopes.js'
import { calculatedValues } from './calculated-values.js'
import { combinations } from './combinations.js'
import { identityOf } from './key-value.js'
import { hangsOnSelections, ownSelections, selectionsAround } from './value-elements.js'

/** Combinations of values of fields that are told apart by what a dimension makes of them. */
const maxCombinations = 200_000

/** Values of the fields, in the order of these, that occur together, and what the dimension makes of them. */
interface Made {
  readonly value: number
  readonly text: string
  readonly elements: readonly number[]
}

/**
 * How values of a dimension of several fields are selected: the values of each field that make them. That is done only where
 * it chooses these values and no others.
 *
 * @param shown the selections under which the cube or list at hand shows it: of what makes a value, that is selected which
 *   is shown
 */
export const jointFields = (
  context: EvaluationContext,
  shown: EvaluationContext,
  dimension: CalculatedDimension,
): JointFields => ({
  fields: dimension.fields.map(({ name }) => name),
  chosen: (selections) => chosenValues(context, dimension, selections),
  choose: async (values, toggled) => {
    const known = await allMade(context, dimension)
    if (!known) throw tooMany(dimension)
    const before = toggled ? await chosenValues(context, dimension, toggled) : new Set<number>()
    const wanted = toggled ? exclusiveOr(before, values) : new Set(values)
    const within = await shownOf(shown, dimension, known)
    const isShown = new Set(within?.map(({ value }) => value))
    const parts = dimension.fields.map(() => symbolSetBuilder())
    const asked = new Set(values)
    let found = values.length === 0
    const add = ({ value, elements }: Made) => {
      if (asked.has(value)) found = true
      if (wanted.has(value)) for (const [index, element] of elements.entries()) parts[index]?.add(element)
    }
    await eachInTurns(known, (made) => isShown.has(made.value) || add(made), context.signal)
    await eachInTurns(within ?? [], add, context.signal)
    if (!found) return undefined
    const chosen = parts.map((part) => part.build())
    const other = await firstOther(known, chosen, wanted, context)
    if (other) throw choosesOther(dimension, other)
    return new Map(dimension.fields.map(({ name }, index) => [name, chosen[index] as SymbolSet]))
  },
})

/**
 * The values of a dimension of several fields that selections choose; none where nothing is selected in one of the fields,
 * or there are too many combinations of their values.
 */
export const chosenValues = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  selections: SelectionState,
): Promise<ReadonlySet<number>> => {
  const own = dimension.fields.flatMap(({ name }) => selections.get(name)?.values ?? [])
  const chosen = new Set<number>()
  if (own.length < dimension.fields.length || own.length < 2) return chosen
  const known = (await allMade(context, dimension)) ?? []
  await eachInTurns(known, ({ value, elements }) => isIn(elements, own) && chosen.add(value), context.signal)
  return chosen
}

const isIn = (elements: readonly number[], sets: readonly SymbolSet[]): boolean =>
  elements.every((element, index) => sets[index]?.has(element))

const exclusiveOr = (before: ReadonlySet<number>, values: readonly number[]): ReadonlySet<number> => {
  const after = new Set(before)
  for (const value of new Set(values)) if (!after.delete(value)) after.add(value)
  return after
}

/** Of what makes the values, that which is shown; `undefined` where selections in the fields restrict nothing. */
const shownOf = async (
  shown: EvaluationContext,
  dimension: CalculatedDimension,
  known: readonly Made[],
): Promise<readonly Made[] | undefined> => {
  const own = ownSelections(shown.selections, dimension)
  if (own.size === 0) return undefined
  if (hangsOnSelections(dimension)) return madeUnder(shown, dimension)
  const sets = dimension.fields.map(({ name }) => own.get(name)?.values)
  return known.filter(({ elements }) => elements.every((element, index) => sets[index]?.has(element) ?? true))
}

const firstOther = async (
  known: readonly Made[],
  chosen: readonly SymbolSet[],
  wanted: ReadonlySet<number>,
  { signal }: EvaluationContext,
): Promise<Made | undefined> => {
  let other: Made | undefined
  await eachInTurns(
    known,
    (made) => {
      if (!other && !wanted.has(made.value) && isIn(made.elements, chosen)) other = made
    },
    signal,
  )
  return other
}

/** Whatever is selected in the fields, or at all where selections change nothing about the values. */
const allMade = (context: EvaluationContext, dimension: CalculatedDimension): Promise<readonly Made[] | undefined> => {
  const selections = hangsOnSelections(dimension) ? selectionsAround(context.selections, dimension) : noSelections
  return madeUnder({ ...context, selections }, dimension)
}

/** `undefined` where there are too many combinations; those without a value of one of the fields cannot be selected. */
const madeUnder = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<readonly Made[] | undefined> => {
  const { view, selections, signal } = context
  const { key } = await resolveScopes(context, [dimension.expression])
  const { made } = await view.snapshot.results.get(
    cacheKey(view, selections, ['made together', dimension.source, key]),
    async () => {
      const [{ elementOf }, found] = await Promise.all([
        calculatedValues(context, dimension),
        combinations(context, dimension, { fields: dimension.fields, most: maxCombinations, unordered: true }),
      ])
      if (found.length > maxCombinations) return { made: undefined }
      const numbers = new Map<string, number>()
      const made: Made[] = []
      await eachInTurns(
        found,
        ({ value, elements }) => {
          if (value === null || elements.includes(null)) return
          const identity = identityOf(value)
          const number = numbers.get(identity) ?? elementOf(value)
          numbers.set(identity, number)
          made.push({ value: number, text: value.text, elements: elements as readonly number[] })
        },
        signal,
      )
      return { made }
    },
    ({ made = [] }) => 1 + made.length * (4 + dimension.fields.length),
    signal,
  )
  return made
}

const namesOf = ({ fields }: CalculatedDimension): string => fields.map(({ name }) => `[${name}]`).join(', ')

const choosesOther = (dimension: CalculatedDimension, { text }: Made) =>
  new UnderstudyError(
    'QIX-IMPOSSIBLE',
    `The values are made of combinations of ${namesOf(dimension)}, and to select in each of these fields what makes them would select "${text}", too. Select fewer values at once, or in the fields themselves`,
  )

const tooMany = (dimension: CalculatedDimension) =>
  new UnderstudyError(
    'QIX-IMPOSSIBLE',
    `${namesOf(dimension)} have more than ${maxCombinations} combinations of values, so what makes a value of the dimension cannot be selected`,
  )
