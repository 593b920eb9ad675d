import { createHash } from 'node:crypto'
import { expressionProblem } from '../../expressions/expression-problem.js'
import { noSelections } from '../../selections/selection-state.js'
import { eachInTurns } from '../../turns.js'
import { cacheKey } from '../cache-key.js'
import type { CalculatedDimension } from '../dimension.js'
import type { EvaluationContext } from '../evaluation.js'
import { resolveScopes } from '../sets/resolve-scopes.js'
import { combinations } from './combinations.js'
import { identityOf, type KeyValue } from './key-value.js'
import { factsOfValues, type ValueFacts } from './value-facts.js'

/** The values of a calculated dimension that a person may see, whatever is selected, and the numbers that they go by. */
export interface CalculatedValues {
  /** In the order in which they first occur: the element number is the position. */
  readonly values: readonly KeyValue[]
  /**
   * The element number of a value; the same under all selections, as clients select by it. A value that only selections
   * bring about, such as a sum in an `Aggr`, has a number made from itself, beyond all positions.
   */
  readonly elementOf: (value: KeyValue) => number
  readonly facts: ValueFacts
}

/** Values that one calculated dimension may have. */
const maxValues = 200_000

/** @throws UnderstudyError ENGINE-EXPRESSION where the dimension has too many values */
export const calculatedValues = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
): Promise<CalculatedValues> => {
  const { view, signal } = context
  // What sets say of earlier selections has no part in what there is.
  const everything: EvaluationContext = { ...context, selections: noSelections, history: noHistory, states: new Map() }
  const { key } = await resolveScopes(everything, [dimension.expression])
  return view.snapshot.results.get(
    cacheKey(view, noSelections, ['calculated values', dimension.source, key]),
    async () => {
      const found = await combinations(everything, dimension)
      if (found.length > maxValues) throw expressionProblem(0, `The dimension has more than ${maxValues} values`)
      const values: KeyValue[] = []
      await eachInTurns(found, ({ value }) => value && values.push(value), signal)
      return numbered(values, signal)
    },
    ({ values }) => 4 * values.length,
    signal,
  )
}

const noHistory = { past: [], future: [] }

const numbered = async (values: readonly KeyValue[], signal?: AbortSignal): Promise<CalculatedValues> => {
  const positions = new Map<string, number>()
  await eachInTurns(values, (value, element) => positions.set(identityOf(value), element), signal)
  return {
    values,
    facts: await factsOfValues(values, signal),
    elementOf: (value) => {
      const identity = identityOf(value)
      return positions.get(identity) ?? numberMadeFrom(identity)
    },
  }
}

/** 48 bits of a hash: among 100,000 values two have the same one with a chance of one in 50,000. */
const numberMadeFrom = (identity: string): number =>
  2 ** 48 + createHash('sha256').update(identity).digest().readUIntBE(0, 6)
