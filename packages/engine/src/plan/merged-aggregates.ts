import { exactText } from '../exact-text.js'
import type { AggregateFunction } from '../expressions/functions/aggregate-function.js'
import { counts } from '../expressions/functions/aggregation/counts.js'
import { sums } from '../expressions/functions/aggregation/sums.js'
import { addsUpExactly } from '../expressions/number-places.js'
import type { Aggregate } from '../expressions/typed-expression.js'
import type { DataModel } from '../model/data-model.js'
import type { Groups, MergedAggregate, NumberedAggregate } from './cube.js'
import { type Surroundings, scopeOf } from './cube-scopes.js'
import { isOfOneGroup } from './row-source.js'

/** Whether the aggregate of a group can be made of those of finer groups, where each row is in one of them. */
export const isMergeable = (model: DataModel, aggregate: Aggregate): boolean => {
  const { function: called, distinct, arguments: args } = aggregate
  return (
    called.merge !== undefined &&
    (!distinct || called.ignoresRepetition === true) &&
    args.slice(1).every((argument) => argument === null) &&
    (!model.hidesRows || !called.addsUnits || addsUpExactly(model, aggregate))
  )
}

/** What aggregates are made of: each once. */
export interface Parts {
  /** The same over all groups, after what it is made of has been added. `undefined` where it cannot be made. */
  readonly merged: (entry: NumberedAggregate) => MergedAggregate | undefined
  /** All that has been added, with what was there. */
  readonly all: () => readonly NumberedAggregate[]
}

/**
 * @param own aggregates of the groups
 * @param free the first position that no aggregate of the cube has
 */
export const partsOf = (around: Surroundings, own: readonly NumberedAggregate[], free: number): Parts => {
  const known = own.map((entry) => ({
    ...entry,
    text: textOf(entry.aggregate),
    scope: scopeOf(around, entry.aggregate.set),
  }))
  const added: NumberedAggregate[] = []
  const indexOf = (aggregate: Aggregate): number => {
    const text = textOf(aggregate)
    const scope = scopeOf(around, aggregate.set)
    const same = known.find((other) => other.scope === scope && other.text === text)
    if (same) return same.index
    const entry = { index: free + added.length, aggregate }
    known.push({ ...entry, text, scope })
    added.push(entry)
    return entry.index
  }
  return {
    merged: ({ index, aggregate }) => {
      const { merge } = aggregate.function
      if (!isMergeable(around.model, aggregate) || merge === undefined) return undefined
      const part = { ...aggregate, total: null }
      if (merge !== 'average') return { index, aggregate, parts: { merge, index: indexOf(part) } }
      const sum = indexOf({ ...part, function: named(sums, 'Sum') })
      return {
        index,
        aggregate,
        parts: { merge, sum, count: indexOf({ ...part, function: named(counts, 'NumericCount') }) },
      }
    },
    all: () => [...own, ...added],
  }
}

const named = (functions: readonly AggregateFunction[], name: string): AggregateFunction => {
  const found = functions.find((each) => each.name === name)
  if (!found) throw new Error(`there is no function ${name}`)
  return found
}

/** What is aggregated, as text. Aggregates over the same records are equal where their texts are, whatever groups them. */
export const textOf = ({ function: called, distinct, arguments: args, grain, aggr }: Aggregate): string =>
  exactText([called.name, distinct, args, grain, aggr])

/** Whether each row that the given aggregates run over is in one of the groups alone. */
export const areOfOneGroup = ({ branches, of }: Groups, indexes: ReadonlySet<number>): boolean =>
  of !== undefined ||
  branches
    .filter(({ aggregates }) => aggregates.some(({ index }) => indexes.has(index)))
    .every(({ rows }) => rows.every(isOfOneGroup))

/** The positions of what an aggregate is made of. */
export const indexesOf = ({ parts }: MergedAggregate): readonly number[] =>
  parts.merge === 'average' ? [parts.sum, parts.count] : [parts.index]
