import type { DataModel } from '../model/data-model.js'
import type { CheckedCube } from './checked-cube.js'
import type { CubePlan } from './cube-plan.js'
import type { CubeScopes } from './cube-scopes.js'
import type { DataScope } from './data-scope.js'
import { type Fillable, fillable } from './filled-plan.js'
import { type CubeWithTotals, planCubeWithTotals } from './plan-cube.js'
import { type OpenValues, shapeOf } from './scope-shape.js'

/** A cube that was planned, to be filled with other values. */
interface KeptPlan {
  readonly planned: CubeWithTotals
  readonly fields: ReadonlySet<number>
  plan?: Fillable<CubePlan>
  totals?: Fillable<CubePlan>
}

/** Shapes of the scopes of a checked cube that are kept: without any selection, and with some. */
const maxShapes = 4

/** A plan that was made of another one, and the values that it was filled with. */
export interface Filling {
  readonly of: Fillable<CubePlan>
  readonly values: OpenValues
}

const fillings = new WeakMap<CubePlan, Filling>()

/** What a plan was filled with; `undefined` where it was planned for itself. */
export const fillingOf = (plan: CubePlan): Filling | undefined => fillings.get(plan)

const kept = new WeakMap<CheckedCube, Map<string, KeptPlan>>()

/**
 * Plans a checked cube with its totals, or fills a plan of the same cube with what is selected now: a plan hangs on how its
 * scopes relate to each other, and not on the values that all of them allow alike.
 *
 * @param sets the scopes of all sets of the cube, in the order of these
 */
export const plannedCube = (
  model: DataModel,
  checked: CheckedCube,
  scopes: CubeScopes,
  sets: readonly DataScope[],
): CubeWithTotals => {
  const shape = shapeOf([scopes.selected, ...sets])
  if (!shape) return planCubeWithTotals(model, checked, scopes)
  const ofCube = kept.get(checked) ?? new Map<string, KeptPlan>()
  kept.set(checked, ofCube)
  const before = ofCube.get(shape.text)
  if (before) return filledPlan(before, shape.open)
  const planned = planCubeWithTotals(model, checked, scopes)
  ofCube.set(shape.text, { planned, fields: new Set(shape.open.keys()) })
  for (const oldest of ofCube.keys()) if (ofCube.size > maxShapes) ofCube.delete(oldest)
  return planned
}

/** What can be filled is looked for when it is needed for the first time: many a cube is planned once. */
const filledPlan = (before: KeptPlan, values: OpenValues): CubeWithTotals => {
  const { planned, fields } = before
  before.plan ??= fillable(planned.plan, fields)
  return {
    plan: filled(before.plan, values),
    totals: () => {
      before.totals ??= fillable(planned.totals(), fields)
      return filled(before.totals, values)
    },
    merged: planned.merged,
  }
}

const filled = (of: Fillable<CubePlan>, values: OpenValues): CubePlan => {
  const plan = of.filledWith(values)
  fillings.set(plan, { of, values })
  return plan
}
