import type { SetExpression } from '../expressions/sets/set-expression.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import type { CubeDimension, PivotSides } from './checked-cube.js'
import type { Cube } from './cube.js'
import type { DataScope } from './data-scope.js'
import type { GroupKey } from './group-key.js'

/** The records of a cube: those selected, and those of its sets; and the order in which their values were loaded. */
export interface CubeScopes {
  readonly selected: DataScope
  readonly of: (set: SetExpression) => DataScope
  /**
   * The values of a field in the order in which their first rows were loaded, of those that the person may see; `undefined`
   * where that is the order of their element numbers.
   */
  readonly loaded: (field: FieldModel) => readonly number[] | undefined
}

/** The rows of a cube as they are shown, which measures may read. */
export interface ShownRows {
  readonly dimensions: readonly CubeDimension[]
  /** Positions of the dimensions in order of sort priority; those that are missing come last, from left to right. */
  readonly priority: readonly number[]
  readonly pivot?: PivotSides | undefined
}

/**
 * Plans a cube within another: measures grouped by keys.
 *
 * @param own fields of the tables whose rows an aggregation without a field runs over; default: those of the keys
 * @param rows default: in load order, without those that lack a value
 */
export type PlanMeasures = (
  around: Surroundings,
  keys: readonly GroupKey[],
  measures: readonly TypedExpression[],
  own?: readonly FieldModel[],
  rows?: ShownRows,
) => Cube

/** What a part of a plan is made within. */
export interface Surroundings {
  readonly model: DataModel
  /** What counts as selected here. */
  readonly scope: DataScope
  readonly scopes: CubeScopes
  readonly planMeasures: PlanMeasures
  /** Fields whose tables make groups, too, where they are associated with the keys: of dimensions that do not group here. */
  readonly beside?: readonly FieldModel[]
}

/** The records of a set; those selected where there is none. */
export const scopeOf = ({ scope, scopes }: Surroundings, set: SetExpression | null): DataScope =>
  set ? scopes.of(set) : scope
