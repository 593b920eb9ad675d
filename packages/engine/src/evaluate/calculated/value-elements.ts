import { aggrsOf } from '../../expressions/typed-expression.js'
import type { FieldModel } from '../../model/data-model.js'
import { noSelections, type SelectionState } from '../../selections/selection-state.js'
import { eachInTurns } from '../../turns.js'
import { cacheKey } from '../cache-key.js'
import type { CalculatedDimension } from '../dimension.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectionsOutside } from '../field-elements.js'
import { resolveScopes } from '../sets/resolve-scopes.js'
import { calculatedValues } from './calculated-values.js'
import { type Combination, combinations } from './combinations.js'
import { identityOf, type KeyValue } from './key-value.js'

/** The values of a calculated dimension that occur, and which values of its field make them, all as element numbers. */
export interface ValueElements {
  readonly values: ReadonlyMap<number, KeyValue>
  /** Nothing for a value that only rows without a value of the field have. */
  readonly elementsOf: (value: number) => readonly number[]
}

/** Values of a field that are told apart by what a dimension makes of them. */
const maxElements = 200_000

/** The field in which values of the dimension can be selected by themselves: the only one that it reads. */
export const selectableField = ({ fields }: CalculatedDimension): FieldModel | null => {
  const [field, another] = fields
  return field && !another && field.symbolCount <= maxElements ? field : null
}

/** Why nothing can be selected in a dimension of one field that has too many values. */
export const whyUnselectable = ({ fields: [field] }: CalculatedDimension): string =>
  `[${field?.name}] has more than ${maxElements} values, so what makes a value of the dimension cannot be selected`

/** The selections in other fields than those of the dimension. */
export const selectionsAround = (selections: SelectionState, { fields }: CalculatedDimension): SelectionState =>
  selectionsOutside(
    selections,
    fields.map(({ name }) => name),
  )

/** The selections in the fields of the dimension. */
export const ownSelections = (selections: SelectionState, { fields }: CalculatedDimension): SelectionState =>
  new Map([...selections].filter(([name]) => fields.some((field) => field.name === name)))

/** Whether selections change what the dimension makes of a row. */
export const hangsOnSelections = ({ expression }: CalculatedDimension): boolean => aggrsOf(expression).length > 0

/** Of all values that the person may see, where selections change nothing about them; else under the selections around. */
export const valueElements = (context: EvaluationContext, dimension: CalculatedDimension): Promise<ValueElements> => {
  const selections = hangsOnSelections(dimension) ? selectionsAround(context.selections, dimension) : noSelections
  return valueElementsUnder({ ...context, selections }, dimension)
}

/** Under all selections of the context. */
export const valueElementsUnder = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<ValueElements> => {
  const { view, selections, signal } = context
  const field = selectableField(dimension)
  const { key } = await resolveScopes(context, [dimension.expression])
  return view.snapshot.results.get(
    cacheKey(view, selections, ['value elements', dimension.source, key]),
    async () => {
      const [{ elementOf }, found] = await Promise.all([
        calculatedValues(context, dimension),
        combinations(context, dimension, field ? { fields: [field] } : {}),
      ])
      return elementsOfValues(found, elementOf, signal)
    },
    ({ values }) => 6 * values.size,
    signal,
  )
}

/** The values that occur under all selections of the context, without what makes them. */
export const valuesUnder = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<ReadonlyMap<number, KeyValue>> => {
  const { view, selections, signal } = context
  const { key } = await resolveScopes(context, [dimension.expression])
  return view.snapshot.results.get(
    cacheKey(view, selections, ['values under', dimension.source, key]),
    async () => {
      const [{ elementOf }, found] = await Promise.all([
        calculatedValues(context, dimension),
        combinations(context, dimension, { unordered: true }),
      ])
      return (await elementsOfValues(found, elementOf, signal)).values
    },
    (values) => 6 * values.size,
    signal,
  )
}

const elementsOfValues = async (
  found: readonly Combination[],
  elementOf: (value: KeyValue) => number,
  signal: AbortSignal | undefined,
): Promise<ValueElements> => {
  const made = new Map<number, number[]>()
  const values = new Map<number, KeyValue>()
  // To number a value that only selections bring about takes a while.
  const numbers = new Map<string, number>()
  await eachInTurns(
    found,
    ({ value, elements: [element = null] }) => {
      if (value === null) return
      const identity = identityOf(value)
      const number = numbers.get(identity) ?? elementOf(value)
      numbers.set(identity, number)
      const known = made.get(number)
      if (!known) made.set(number, element === null ? [] : [element])
      else if (element !== null) known.push(element)
      values.set(number, value)
    },
    signal,
  )
  return { values, elementsOf: (value) => made.get(value) ?? [] }
}
