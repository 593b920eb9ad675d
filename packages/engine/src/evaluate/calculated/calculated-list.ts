import { rowCountOf } from '../../expressions/check-aggregate.js'
import type { TypedExpression } from '../../expressions/typed-expression.js'
import type { CalculatedDimension } from '../dimension.js'
import type { EvaluationContext, ListObjectRequest, ListObjectResult, ListObjectRow } from '../evaluation.js'
import { type ElementValues, listSort, orderedElements } from '../list-order.js'
import { searchMatch } from '../search-match.js'
import { calculatedFacts } from './calculated-facts.js'
import { calculatedStates } from './calculated-states.js'
import { combinations } from './combinations.js'
import { identityOf } from './key-value.js'
import { textRanks } from './text-ranks.js'
import { selectionsAround } from './value-elements.js'

/**
 * The values of a calculated dimension with their states.
 *
 * @param sortBy the sort expression, and what it is in cache keys
 */
export const calculatedList = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  request: ListObjectRequest,
  sortBy: { readonly expression: TypedExpression; readonly source: string } | undefined,
): Promise<ListObjectResult> => {
  // States of the list's own field are told beside each other, so its own selection does not restrict its numbers.
  const around = { ...context, selections: selectionsAround(context.selections, dimension) }
  const [counted] = dimension.fields
  const count =
    (request.frequency || request.sort?.byFrequency) && counted
      ? {
          expression: { kind: 'aggregate', aggregate: rowCountOf(context.view.model, counted) } as const,
          source: 'frequency',
        }
      : undefined
  const [states, frequencies, expressionValues] = await Promise.all([
    calculatedStates(context, dimension),
    count ? measuredValues(around, dimension, count) : noValues,
    sortBy ? measuredValues(around, dimension, sortBy) : noValues,
  ])
  const entries = [...states.values].map(([elem, value]) => ({ ...value, elem, state: states.stateOf(elem) }))
  const at = (position: number) => entries[position] as (typeof entries)[number]
  const byPosition = (values: ReadonlyMap<string, number | string | null>): ElementValues =>
    new Map(
      entries.flatMap((entry, position) => {
        const value = values.get(identityOf(entry))
        return value === undefined ? [] : [[position, value] as const]
      }),
    )
  const frequencyAt = byPosition(frequencies)
  const matches = request.search ? searchMatch(request.search) : () => true
  const found = [...entries.keys()].filter((position) => matches(at(position)))
  const texts = entries.map(({ text }) => text)
  const ordered = await orderedElements(found, listSort(request, entries.length), {
    symbols: { nums: entries.map(({ num }) => num), texts, textRanks: textRanks(texts, context.view.model.formats) },
    stateOf: (position) => at(position).state,
    elementOf: (position) => position,
    frequencies: frequencyAt,
    expressionValues: byPosition(expressionValues),
  })
  const rowOf = (position: number): ListObjectRow => ({
    ...at(position),
    ...(request.frequency ? { frequency: Number(frequencyAt.get(position) ?? 0) } : {}),
  })
  return {
    facts: await calculatedFacts(context, around, dimension, states, ordered.length),
    rowCount: ordered.length,
    page: (top, height) => (top < 0 ? [] : ordered.slice(top, top + Math.max(height, 0)).map(rowOf)),
  }
}

const noValues: ReadonlyMap<string, number | string | null> = new Map()

const measuredValues = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  measure: { readonly expression: TypedExpression; readonly source: string },
): Promise<ReadonlyMap<string, number | string | null>> => {
  const found = await combinations(context, dimension, { measure })
  return new Map(found.flatMap(({ value, measure: own }) => (value ? [[identityOf(value), own] as const] : [])))
}
