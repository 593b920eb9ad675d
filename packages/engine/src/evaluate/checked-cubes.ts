import type { DataModel } from '../model/data-model.js'
import { cacheKey } from './cache-key.js'
import { type CubeCheck, checkCube } from './check-cube.js'
import type { EvaluationContext, HypercubeRequest } from './evaluation.js'
import { noExpressionNames } from './expansion/expression-names.js'
import { type PreparedExpressions, preparedKey } from './expansion/prepare-expression.js'
import { selectionsWithin } from './field-elements.js'
import { type RecentlyUsed, recentlyUsed } from './recently-used.js'

/** Characters of requests whose cubes are kept, for each snapshot. */
const maxCharacters = 4_000_000

/** Cubes that are kept, for each snapshot: plans and statements of each hang on it, of about 100 kB. */
const maxCubes = 500

/** A cube that was checked, and what its sets asked for while it was. */
interface KeptCheck {
  readonly check: CubeCheck
  /** Whether there was an alternate state of a name. */
  readonly states: ReadonlyMap<string, boolean>
}

const kept = new WeakMap<DataModel, RecentlyUsed<KeptCheck>>()

/**
 * Checks a cube, or finds it among those that were checked: what its columns are does not hang on what is selected, but for
 * selections that it ignores and sorts by. Cubes of bookmarks, which change by themselves, and those with an error are
 * checked each time.
 */
export const checkedCube = (
  context: EvaluationContext,
  request: HypercubeRequest,
  prepared: PreparedExpressions,
): CubeCheck => {
  if ([...prepared.values()].some(({ problem }) => problem)) return checkCube(context, request, prepared)
  const { view, selections, state, names = noExpressionNames } = context
  const ignored = selectionsWithin(selections, request.ignoreSelectionsIn ?? [])
  const key = cacheKey(view, ignored, [request, preparedKey(prepared), state])
  const ofModel = kept.get(view.model) ?? recentlyUsed(maxCharacters, maxCubes)
  kept.set(view.model, ofModel)
  const before = ofModel.get(key)
  if (before && [...before.states].every(([name, was]) => names.isState(name) === was)) return before.check
  const { asked, recording } = recorded(prepared)
  const check = checkCube(context, request, recording)
  if (check.ok && !asked.bookmark) ofModel.set(key, { check, states: asked.states })
  return check
}

/** The same expressions, which record what their sets ask for. */
const recorded = (prepared: PreparedExpressions) => {
  const asked = { states: new Map<string, boolean>(), bookmark: false }
  const recording = [...prepared].map(([written, { source, names }]) => {
    const { sets } = names
    const isState = (name: string): boolean => {
      const is = sets.isState(name)
      asked.states.set(name, is)
      return is
    }
    const bookmark = (name: string) => {
      asked.bookmark = true
      return sets.bookmark(name)
    }
    return [written, { source, names: { ...names, sets: { ...sets, isState, bookmark } } }] as const
  })
  return { asked, recording: new Map(recording) }
}
