import type { LimitRequest } from '../../evaluate/evaluation.js'
import type { OracleValue } from './oracle-app.js'
import { elementOf, type OracleCubeRow, oracleCube, type ValueIn } from './oracle-cube.js'
import type { OracleMeasure } from './oracle-expression.js'
import { type OracleSelections, universeFields } from './oracle-list.js'
import type { OracleView } from './oracle-security.js'
import type { Combination } from './universe.js'

const others = -3
const collapsed = -4
const missing = -2

/** A dimension of a cube, of which not all values may be shown. */
export interface OracleDimension {
  readonly field: string
  readonly nullSuppression: boolean
  readonly limit: LimitRequest | undefined
}

/** A cube whose dimensions are limited. */
export interface OracleLimitedCube {
  readonly view: OracleView
  readonly dimensions: readonly OracleDimension[]
  /** The first one ranks. */
  readonly measures: readonly OracleMeasure[]
  readonly selections: OracleSelections
  readonly leftOut: LimitRequest['among']
  /** Where a value stands among those of its field in load order. */
  readonly placeOf: (field: string, element: number) => number
}

/** The rows of a cube whose dimensions are limited, in no order. */
export const oracleLimitedCube = (cube: OracleLimitedCube): readonly OracleCubeRow[] => {
  const { view, dimensions, measures, selections, leftOut } = cube
  const fields = dimensions.map(({ field }) => field)
  const labels = new Map<string, (member: Combination) => number>()
  const valueIn: ValueIn = (field, member) => labels.get(field)?.(member) ?? elementOf(view, field, member)
  for (const [position, dimension] of dimensions.entries()) {
    const universe = view.universes.find((one) => universeFields(view, one).has(dimension.field))
    const outer = dimensions
      .slice(0, position)
      .filter(({ field }) => universe && universeFields(view, universe).has(field))
    const kept =
      dimension.limit &&
      keptValues(
        cube,
        dimension,
        dimension.limit,
        outer.map(({ field }) => field),
        valueIn,
      )
    const before = new Map(labels)
    labels.set(dimension.field, (member) => {
      const label = (field: string) => before.get(field)?.(member) ?? elementOf(view, field, member)
      if (outer.some(({ field, limit }) => limit?.collapses && label(field) === others)) return collapsed
      const own = elementOf(view, dimension.field, member)
      if (!kept || (own === missing && dimension.nullSuppression)) return own
      const within = dimension.limit?.global ? [] : outer.map(({ field }) => label(field))
      return kept.has([...within, own].join()) ? own : others
    })
  }
  return oracleCube(view, fields, measures, selections, fields, valueIn).filter(
    ({ elements, measures: values }) =>
      (dimensions.length === 0 || isShown(values, leftOut)) &&
      dimensions.every(
        ({ nullSuppression, limit }, index) =>
          !(nullSuppression && elements[index] === missing) &&
          !(limit && !limit.showsOthers && elements[index] === others),
      ),
  )
}

const isShown = (values: readonly OracleValue[], leftOut: LimitRequest['among']): boolean => {
  if (leftOut === 'all' || values.length === 0) return true
  return values.some((value) => value !== null && (leftOut === 'present' || value !== 0))
}

/** Values that are kept, after those of outer dimensions that they are kept within. */
const keptValues = (
  { view, measures, selections, dimensions, placeOf }: OracleLimitedCube,
  { field, nullSuppression }: OracleDimension,
  limit: LimitRequest,
  outer: readonly string[],
  valueIn: ValueIn,
): ReadonlySet<string> => {
  const within = limit.global ? [] : outer
  const own = dimensions.map((dimension) => dimension.field)
  const rows = oracleCube(view, [...within, field], measures, selections, own, valueIn, own)
  const kept = new Set<string>()
  const groups = new Map<string, OracleCubeRow[]>()
  for (const row of rows) {
    const key = row.elements.slice(0, -1).join()
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  for (const group of groups.values()) {
    const elementIn = ({ elements }: OracleCubeRow) => elements.at(-1) ?? missing
    const ranked = group
      .filter((row) => isShown(row.measures, limit.among) && !(nullSuppression && elementIn(row) === missing))
      .sort((a, b) => {
        const difference = limit.direction === 0 ? 0 : compared(numberIn(a), numberIn(b), limit.direction)
        return difference || placeOf(field, elementIn(a)) - placeOf(field, elementIn(b))
      })
    const shown = new Set(keptOf(limit, ranked))
    const all = shown.size === ranked.length ? group : [...shown]
    for (const row of all) kept.add(row.elements.join())
  }
  return kept
}

const numberIn = ({ measures }: OracleCubeRow): number | null => {
  const [value] = measures
  return typeof value === 'number' ? value : null
}

const compared = (a: number | null, b: number | null, direction: number): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return (a - b) * direction
}

const keptOf = (limit: LimitRequest, ranked: readonly OracleCubeRow[]): readonly OracleCubeRow[] => {
  const number = Number(limit.limit)
  if (limit.kind === 'count') {
    if (ranked.length <= number) return ranked
    return ranked.slice(0, Math.max(limit.showsOthers ? number - 1 : number, 0))
  }
  let total = 0
  for (const row of ranked) total += numberIn(row) ?? 0
  const share = (sum: number) => (limit.relative ? sum / total : sum)
  let running = 0
  let first = true
  return ranked.filter((row) => {
    const value = numberIn(row)
    const before = running
    running += value ?? 0
    if (value === null) return limit.keepsMissing
    const isFirst = first
    first = false
    if (limit.relative && total <= 0) return true
    if (limit.kind === 'value') return compares[limit.comparison](share(value), number)
    if (limit.comparison === '<' || limit.comparison === '<=') return compares[limit.comparison](share(running), number)
    return isFirst || !compares[limit.comparison](share(before), number)
  })
}

const compares: Readonly<Record<LimitRequest['comparison'], (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
}
