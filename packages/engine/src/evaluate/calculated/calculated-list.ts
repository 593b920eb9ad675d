import { rowCountOf } from '../../expressions/check-aggregate.js'
import type { TypedExpression } from '../../expressions/typed-expression.js'
import { countInTurns, eachInTurns, filterInTurns, mapInTurns } from '../../turns.js'
import type { CalculatedDimension } from '../dimension.js'
import type { EvaluationContext, ListObjectRequest, ListObjectResult, ListObjectRow } from '../evaluation.js'
import { type ElementValues, listSort, orderedElements, wholeOf } from '../list-order.js'
import { type CheckedSearch, findValues, rankedByLikeness } from '../search/find-values.js'
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
  search: CheckedSearch | undefined,
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
  const { signal } = context
  const entries = await mapInTurns(
    [...states.values],
    ([elem, value]) => ({ ...value, elem, state: states.stateOf(elem) }),
    signal,
  )
  const at = (position: number) => entries[position] as (typeof entries)[number]
  const byPosition = async (values: ReadonlyMap<string, number | string | null>): Promise<ElementValues> => {
    const found = new Map<number, number | string | null>()
    if (values.size === 0) return found
    await eachInTurns(entries, (entry, position) => {
      const value = values.get(identityOf(entry))
      if (value !== undefined) found.set(position, value)
    })
    return found
  }
  const frequencyAt = await byPosition(frequencies)
  const found = await findValues(
    search,
    await countInTurns(entries.length),
    at,
    async (measure) => byPosition(await measuredValues(around, dimension, measure)),
    signal,
  )
  const sort = listSort(request, entries.length)
  const texts = await mapInTurns(entries, ({ text }) => text, signal)
  const nums = await mapInTurns(entries, ({ num }) => num, signal)
  const symbols = {
    nums,
    texts,
    textRanks: sort.byAscii ? await textRanks(texts, context.view.model.formats, signal) : [],
  }
  const sorted = await orderedElements(
    found.positions,
    sort,
    {
      symbols,
      stateOf: (position) => at(position).state,
      elementOf: (position) => position,
      frequencies: frequencyAt,
      expressionValues: await byPosition(expressionValues),
    },
    signal,
  )
  const { positions: ordered, accepted } = rankedByLikeness(sorted, found)
  const rowOf = (position: number): ListObjectRow => ({
    ...at(position),
    ...(request.frequency ? { frequency: Number(frequencyAt.get(position) ?? 0) } : {}),
  })
  return {
    facts: await calculatedFacts(context, around, dimension, states, ordered.length),
    rowCount: ordered.length,
    page: (top, height) => (top < 0 ? [] : ordered.slice(top, top + Math.max(height, 0)).map(rowOf)),
    elementsWhere: async (picks) =>
      mapInTurns(
        await filterInTurns(accepted, (position) => picks(at(position)), signal),
        (position) => at(position).elem,
        signal,
      ),
    frequencies: await wholeOf(ordered, frequencyAt),
  }
}

const noValues: ReadonlyMap<string, number | string | null> = new Map()

const measuredValues = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  measure: { readonly expression: TypedExpression; readonly source: string },
): Promise<ReadonlyMap<string, number | string | null>> => {
  const found = await combinations(context, dimension, { measure })
  const values = new Map<string, number | string | null>()
  await eachInTurns(found, ({ value, measure: own }) => value && values.set(identityOf(value), own), context.signal)
  return values
}
