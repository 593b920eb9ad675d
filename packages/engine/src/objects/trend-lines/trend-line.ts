import { arrayOf, booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../../json.js'
import { mapInTurns } from '../../turns.js'
import { type FittedCurve, fitPolynomial, type Point } from './fit-curve.js'

/** The kinds of trend lines, as layouts name them. */
export type TrendLineKind =
  | 'AVERAGE'
  | 'LINEAR'
  | 'POLYNOMIAL2'
  | 'POLYNOMIAL3'
  | 'POLYNOMIAL4'
  | 'EXPONENTIAL'
  | 'LOG'
  | 'POWER'

/** An element of `qTrendLines`. */
export interface TrendLineDefinition {
  /** `undefined` for one that there is not. */
  readonly kind: TrendLineKind | undefined
  /** The column of the cube that is its x axis. */
  readonly column: number
  readonly wantsR2: boolean
  /** When the numbers of a dimension are the x axis, and not the places of its values. */
  readonly byNumber: 'never' | 'numbers' | 'dates'
  /** Whether values of a second dimension are added up, in place of a line for each. */
  readonly sums: boolean
  /** What clients wrote. */
  readonly type: string
}

const order: readonly TrendLineKind[] = [
  'AVERAGE',
  'LINEAR',
  'POLYNOMIAL2',
  'POLYNOMIAL3',
  'POLYNOMIAL4',
  'EXPONENTIAL',
  'POWER',
  'LOG',
]

const kindOf = (type: Json | undefined): TrendLineKind | undefined => {
  if (typeof type === 'number') return order[type]
  const written = textOf(type).toUpperCase()
  return written === 'LOGARITHMIC' ? 'LOG' : order.find((kind) => kind === written)
}

const axes: ReadonlyMap<Json, TrendLineDefinition['byNumber']> = new Map<Json, TrendLineDefinition['byNumber']>([
  ['Possible', 'numbers'],
  ['CONTINUOUS_IF_POSSIBLE', 'numbers'],
  [1, 'numbers'],
  ['Time', 'dates'],
  ['CONTINUOUS_IF_TIME', 'dates'],
  [2, 'dates'],
])

const sum: ReadonlySet<Json> = new Set<Json>(['Sum', 'SUM', 'TRENDLINE_MULTI_DIM_SUM', 1])

const trendLine = ({ qType, qXColIx, qCalcR2, qContinuousXAxis, qMultiDimMode }: JsonObject): TrendLineDefinition => ({
  kind: kindOf(qType),
  column: numberOf(qXColIx) ?? 0,
  wantsR2: booleanOf(qCalcR2),
  byNumber: axes.get(qContinuousXAxis ?? null) ?? 'never',
  sums: sum.has(qMultiDimMode ?? null),
  type: String(qType ?? ''),
})

/** Reads `qTrendLines` of a measure; an entry without a type is none. */
export const parseTrendLines = (value: Json | undefined): readonly TrendLineDefinition[] =>
  arrayOf(value)
    .map(objectOf)
    .filter(({ qType }) => qType !== undefined && qType !== '')
    .map(trendLine)

const polynomial = (degree: number) => (points: readonly Point[]) => fitPolynomial(points, degree)

/** A curve that is a straight line between transformed coordinates. */
const straightened =
  (x: (value: number) => number, y: (value: number) => number) =>
  async (points: readonly Point[]): Promise<FittedCurve | undefined> => {
    let isFinite = true
    const transformed = await mapInTurns(points, (point) => {
      const moved = { x: x(point.x), y: y(point.y) }
      isFinite &&= Number.isFinite(moved.x) && Number.isFinite(moved.y)
      return moved
    })
    return isFinite ? fitPolynomial(transformed, 1) : undefined
  }

const same = (value: number): number => value

/** How each kind is fitted. The coefficients are those that the published charts draw by, which the formulas tell. */
const fits: Readonly<Record<TrendLineKind, (points: readonly Point[]) => Promise<FittedCurve | undefined>>> = {
  AVERAGE: polynomial(0),
  LINEAR: polynomial(1),
  POLYNOMIAL2: polynomial(2),
  POLYNOMIAL3: polynomial(3),
  POLYNOMIAL4: polynomial(4),
  // y = exp(c0 + c1 x)
  EXPONENTIAL: straightened(same, Math.log),
  // y = c1 + c0 ln(x)
  LOG: async (points) => {
    const line = await straightened(Math.log, same)(points)
    return line && { ...line, coefficients: [...line.coefficients].reverse() }
  },
  // y = 10 ^ (c0 + c1 log10(x))
  POWER: straightened(Math.log10, Math.log10),
}

/** @returns `undefined` where there are too few points, or some of them have no logarithm */
export const fitTrendLine = (kind: TrendLineKind, points: readonly Point[]): Promise<FittedCurve | undefined> =>
  fits[kind](points)
