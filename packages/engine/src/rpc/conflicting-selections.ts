import { UnderstudyError } from '@understudy/contract'
import { possibleElements, selectionsOutside, selectionsWithin } from '../evaluate/field-elements.js'
import { countOfBoth } from '../model/symbol-set.js'
import type { Scope } from '../objects/scope.js'
import type { FieldSelection, SelectionState } from '../selections/selection-state.js'
import { type Selecting, selected } from './selecting.js'

/** How many of the values that are selected in fields are possible under other selections, field by field. */
const possibleIn = async (scope: Scope, chosen: SelectionState, others: SelectionState): Promise<readonly number[]> => {
  const { view, signal } = scope.moment
  const counted = [...chosen].map(async ([name, { values }]) => {
    const field = view.fields.get(name)
    const around = new Map([...others, ...selectionsOutside(chosen, [name])])
    return field ? countOfBoth(await possibleElements(view, field, around, signal), values) : 0
  })
  return Promise.all(counted)
}

const isPossible = (counts: readonly number[]): boolean => counts.every((count) => count > 0)

type Entry = readonly [string, FieldSelection]

/**
 * Selections without those that contradict what was just selected. Where some of the selected values stay possible, all
 * others stay; where none does, the selections in fields that exclude them end, all at once.
 *
 * @returns `undefined` where what excludes them is locked, or has always one value
 */
const withoutConflicts = async (
  scope: Scope,
  { passedOver }: Selecting,
  next: SelectionState,
  fields: readonly string[],
): Promise<SelectionState | undefined> => {
  const chosen = selectionsWithin(next, fields)
  const others = [...selectionsOutside(next, fields)]
  if (chosen.size === 0 || others.length === 0) return next
  // What is evaluated under the selections so far is hardly wanted any more: it is not to be waited for.
  scope.moment.interrupt?.()
  if (isPossible(await possibleIn(scope, chosen, new Map(others)))) return next
  const mayEnd = ([name, { locked, onlyOne }]: Entry): boolean => !locked && !onlyOne && !passedOver.has(name)
  const fixed = others.filter((entry) => !mayEnd(entry))
  const before = await possibleIn(scope, chosen, new Map(fixed))
  if (!isPossible(before)) {
    // A call that passes over locks selects what they exclude; what contradicts itself is not made possible by ending others.
    const passes = passedOver.size > 0 || fixed.length === 0
    return passes || !isPossible(await possibleIn(scope, chosen, new Map())) ? next : undefined
  }
  const tried = await Promise.all(
    others.filter(mayEnd).map(async (entry) => ({
      entry,
      counts: await possibleIn(scope, chosen, new Map([...fixed, entry])),
    })),
  )
  // What excludes the values by itself ends; else what takes part in it; else everything.
  const stays = [isPossible, (counts: readonly number[]) => counts.every((count, at) => count >= (before[at] ?? 0))]
  for (const test of stays) {
    const kept = new Map([...fixed, ...tried.filter(({ counts }) => test(counts)).map(({ entry }) => entry)])
    if (isPossible(await possibleIn(scope, chosen, kept))) return new Map([...kept, ...chosen])
  }
  return new Map([...fixed, ...chosen])
}

const givenUp: ReadonlySet<string> = new Set(['ENGINE-BUSY', 'ENGINE-QUERY-TIMEOUT'])

/** The same, or the selections as they are where there is no time to find out what contradicts them. */
const withoutKnownConflicts: typeof withoutConflicts = async (scope, selecting, next, fields) => {
  try {
    return await withoutConflicts(scope, selecting, next, fields)
  } catch (error) {
    if (error instanceof UnderstudyError && givenUp.has(error.code)) return next
    throw error
  }
}

/**
 * The outcome of selecting values, where `next` is `undefined` because a lock forbids it: what contradicts them elsewhere is
 * no longer selected.
 *
 * @param fields those that the call selects in
 */
export const choose = async (
  scope: Scope,
  selecting: Selecting,
  next: SelectionState | undefined,
  fields: readonly string[],
  member: 'qReturn' | 'qSuccess',
) => selected(selecting, next && (await withoutKnownConflicts(scope, selecting, next, fields)), member)
