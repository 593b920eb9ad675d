import type { TypedExpression } from '../../expressions/typed-expression.js'
import { filterInTurns, turnIfOver } from '../../turns.js'
import type { ElementValues } from '../list-order.js'
import type { Search } from './parse-search.js'
import { similarity } from './similarity.js'
import { type SearchedValue, valueTest } from './value-test.js'
import { withinTime } from './within-time.js'

/** A search whose expression, where it is one, has been checked. */
export type CheckedSearch =
  | Exclude<Search, { readonly kind: 'expression' }>
  | { readonly kind: 'expression'; readonly expression: TypedExpression; readonly source: string }

/** Values that a search found. */
export interface FoundValues {
  readonly positions: readonly number[]
  /** How alike each is to what was searched for, from 0 to 1; absent where that was no question. */
  readonly likeness?: ReadonlyMap<number, number>
}

/** Values that are less alike are not found. */
const leastLikeness = 0.5

/**
 * Finds values among those of a list.
 *
 * @param positions those of the values
 * @param evaluate gives the value of the search's expression for each position
 * @throws UnderstudyError ENGINE-QUERY-TIMEOUT where there are too many values to look at
 */
export const findValues = async (
  search: CheckedSearch | undefined,
  positions: readonly number[],
  valueAt: (position: number) => SearchedValue,
  evaluate: (search: Extract<CheckedSearch, { kind: 'expression' }>) => Promise<ElementValues>,
  signal?: AbortSignal,
): Promise<FoundValues> => {
  if (search === undefined) return { positions }
  if (search.kind === 'condition') {
    const meets = valueTest(search.condition)
    const look = (stop: AbortSignal) => filterInTurns(positions, (position) => meets(valueAt(position)), stop)
    return { positions: await withinTime(look, signal) }
  }
  if (search.kind === 'expression') {
    const values = await evaluate(search)
    const holds = (position: number) => {
      const value = values.get(position)
      return typeof value === 'number' && value !== 0
    }
    return { positions: await filterInTurns(positions, holds, signal) }
  }
  const likeness = await withinTime((stop) => likenessesOf(search.text, positions, valueAt, stop), signal)
  return { positions: [...likeness.keys()], likeness }
}

const likenessesOf = async (
  text: string,
  positions: readonly number[],
  valueAt: (position: number) => SearchedValue,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> => {
  const likenessOf = similarity(text)
  const likeness = new Map<number, number>()
  for (const position of positions) {
    // To compare two texts takes long, so that each value looks at the clock.
    const pause = turnIfOver()
    if (pause) {
      await pause
      signal.throwIfAborted()
    }
    const own = likenessOf(valueAt(position).text)
    if (own >= leastLikeness) likeness.set(position, own)
  }
  return likeness
}

/** Of some positions, those whose values are most alike to a text. */
export const mostAlike = async (
  text: string,
  positions: readonly number[],
  valueAt: (position: number) => SearchedValue,
  signal?: AbortSignal,
): Promise<readonly number[]> => {
  const found = await findValues({ kind: 'alike', text }, positions, valueAt, async () => new Map(), signal)
  return rankedByLikeness(found.positions, found).accepted
}

/**
 * Puts what is most alike first; what is equally alike stays in the order of the list.
 *
 * @returns the positions, and those that accepting the search selects: all, or those that are most alike
 */
export const rankedByLikeness = (
  ordered: readonly number[],
  { likeness }: FoundValues,
): { readonly positions: readonly number[]; readonly accepted: readonly number[] } => {
  if (!likeness) return { positions: ordered, accepted: ordered }
  const of = (position: number | undefined) => likeness.get(position ?? -1) ?? 0
  const positions = [...ordered].sort((a, b) => of(b) - of(a))
  return { positions, accepted: positions.filter((position) => of(position) === of(positions[0])) }
}
