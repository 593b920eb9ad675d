import type { DimensionGroup } from './dimension-group.js'
import { type Scope, standing } from './scope.js'

/**
 * Which fields of dimensions are shown: of a cyclic group the one that was stepped to; of a drill-down the first one that
 * has several possible values, else the last one. A drill-down that occurs again begins one level below.
 *
 * @param steppedTo positions of fields in cyclic groups, by the position of the dimension
 * @param frozen the object is in selection mode: its levels stay those from before the mode began
 */
export const activeFields = async (
  scope: Scope,
  groups: readonly DimensionGroup[],
  steppedTo: ReadonlyMap<number, number>,
  frozen: boolean,
): Promise<readonly number[]> => {
  const active: number[] = []
  for (const [position, group] of groups.entries()) {
    const above = groups
      .slice(0, position)
      .flatMap((other, at) => (isSameDrillDown(other, group) ? [active[at] ?? 0] : []))
    active.push(
      group.grouping === 'H'
        ? await levelOf(scope, group, Math.max(...above, -1) + 1, frozen)
        : group.grouping === 'C'
          ? (steppedTo.get(position) ?? group.active)
          : group.active,
    )
  }
  return active
}

const isSameDrillDown = (a: DimensionGroup, b: DimensionGroup): boolean =>
  a.grouping === 'H' && b.grouping === 'H' && JSON.stringify(a.definitions) === JSON.stringify(b.definitions)

const levelOf = async (
  scope: Scope,
  { definitions }: DimensionGroup,
  first: number,
  frozen: boolean,
): Promise<number> => {
  const last = Math.max(definitions.length - 1, 0)
  const evaluate = frozen ? scope.moment.frozenHypercube : scope.moment.hypercube
  for (let level = Math.min(first, last); level < last; level++) {
    const dimensions = [{ definition: definitions[level] ?? '', nullSuppression: true }]
    const outcome = await evaluate({ dimensions, measures: [], ...standing(scope) })
    // What is wrong with a field is told where it is shown.
    if (!outcome.ok || outcome.cube.rowCount > 1) return level
  }
  return last
}
