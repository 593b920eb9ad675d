import type { CalculationCondition } from '../calculation-condition.js'
import type { DimensionColumn, MeasureColumn } from '../column-definition.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import { measuresLevel, type PivotDefinition } from '../pivot/pivot-definition.js'
import type { Scope } from '../scope.js'
import { columnErrorCodes } from './column-error-layout.js'
import { evaluateExpression, titleText } from './expression.js'

/** A cube without the columns whose conditions do not hold. */
export interface ShownColumns {
  readonly definition: HypercubeDefinition
  /** Columns of the whole cube by those that are shown. */
  readonly positions: readonly number[]
  /** What people are told of the others, by their position in the whole cube. */
  readonly hidden: ReadonlyMap<number, string>
}

/** `null` where a condition holds or there is none, else why something is not calculated. */
export const conditionFailure = async (
  scope: Scope,
  condition: CalculationCondition | null,
): Promise<string | null> => {
  if (!condition) return null
  const outcome = await evaluateExpression(scope, condition.expression)
  if (outcome.ok && outcome.num !== 0 && outcome.num !== null) return null
  const message = await titleText(scope, condition.message)
  return message || 'The calculation condition is not fulfilled.'
}

/** Leaves out the columns whose conditions do not hold. */
export const shownColumns = async (scope: Scope, whole: HypercubeDefinition): Promise<ShownColumns> => {
  const columns = [...whole.dimensions, ...whole.measures]
  const hidden = new Map<number, string>()
  for (const [position, { calculationCondition }] of columns.entries()) {
    const failure = await conditionFailure(scope, calculationCondition)
    if (failure !== null) hidden.set(position, failure)
  }
  const positions = [...columns.keys()].filter((position) => !hidden.has(position))
  return { definition: hidden.size === 0 ? whole : withColumns(whole, positions), positions, hidden }
}

const withColumns = (whole: HypercubeDefinition, positions: readonly number[]): HypercubeDefinition => {
  const of = (order: readonly number[]) => order.map((column) => positions.indexOf(column)).filter((at) => at >= 0)
  const at = positions.map((position) => [...whole.dimensions, ...whole.measures][position])
  const dimensions = at.filter((column): column is DimensionColumn => column?.kind === 'dimension')
  const measures = at.filter((column): column is MeasureColumn => column?.kind === 'measure')
  return {
    ...whole,
    dimensions,
    measures: measures.length < whole.measures.length ? measures.map(withoutCountedColumns) : measures,
    interColumnSortOrder: of(whole.interColumnSortOrder),
    columnOrder: of(whole.columnOrder),
    pivot: pivotOf(whole.pivot, of, measures.length),
  }
}

const pivotOf = (
  pivot: PivotDefinition,
  of: (levels: readonly number[]) => readonly number[],
  measures: number,
): PivotDefinition => {
  const side = (levels: readonly number[]) =>
    levels.flatMap((level) => (level === measuresLevel ? (measures > 1 ? [level] : []) : of([level])))
  return {
    ...pivot,
    left: side(pivot.left),
    top: side(pivot.top),
    totals: pivot.totals.filter((_, position) => of([position]).length > 0),
  }
}

/** `Column()` counts columns: with some of them hidden, it would tell of others. */
const withoutCountedColumns = (measure: MeasureColumn): MeasureColumn =>
  /\bcolumn\s*\(/i.test(measure.expression)
    ? {
        ...measure,
        failure: {
          code: columnErrorCodes.unsupported,
          message: 'Column() counts columns, of which a condition hides some.',
        },
      }
    : measure
