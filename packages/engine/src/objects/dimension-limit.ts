import type { LimitRequest } from '../evaluate/evaluation.js'
import { booleanOf, type Json, type JsonObject, objectOf, textOf } from '../json.js'
import { expressionText } from './attribute-columns.js'

/** Which of the values of a cube are ranked: those of the rows that it shows. */
type Among = LimitRequest['among']

/** Older clients send numbers. */
const modes: ReadonlyMap<Json | undefined, Pick<LimitRequest, 'kind' | 'relative'>> = new Map<
  Json | undefined,
  Pick<LimitRequest, 'kind' | 'relative'>
>(
  (
    [
      ['OTHER_COUNTED', { kind: 'count', relative: false }],
      ['OTHER_ABS_LIMITED', { kind: 'value', relative: false }],
      ['OTHER_ABS_ACC_TARGET', { kind: 'running', relative: false }],
      ['OTHER_REL_LIMITED', { kind: 'value', relative: true }],
      ['OTHER_REL_ACC_TARGET', { kind: 'running', relative: true }],
    ] as const
  ).flatMap(([name, mode], index) => [[name, mode] as const, [index + 1, mode] as const]),
)

const comparisons: ReadonlyMap<Json | undefined, LimitRequest['comparison']> = new Map(
  (
    [
      ['OTHER_GE_LIMIT', '>='],
      ['OTHER_LE_LIMIT', '<='],
      ['OTHER_GT_LIMIT', '>'],
      ['OTHER_LT_LIMIT', '<'],
    ] as const
  ).flatMap(([name, comparison], index): [Json, LimitRequest['comparison']][] => [
    [name, comparison],
    [index, comparison],
  ]),
)

const directions: ReadonlyMap<Json | undefined, LimitRequest['direction']> = new Map<
  Json | undefined,
  LimitRequest['direction']
>([
  ['OTHER_SORT_DEFAULT', 0],
  [0, 0],
  ['OTHER_SORT_DESCENDING', -1],
  [1, -1],
  ['OTHER_SORT_ASCENDING', 1],
  [2, 1],
])

const noMode: ReadonlySet<Json> = new Set<Json>(['OTHER_OFF', 0, '', null])

/** Whether `qOtherMode` names what there is not. */
export const isUnknownMode = (value: Json): boolean => !noMode.has(value) && !modes.has(value)

/** Whether `qOtherLimitMode` does. */
export const isUnknownComparison = (value: Json): boolean => value !== null && value !== '' && !comparisons.has(value)

/** Whether `qOtherSortMode` does. */
export const isUnknownOrder = (value: Json): boolean => value !== null && value !== '' && !directions.has(value)

/** A member that is true unless it is said to be false. */
const trueByDefault = (value: Json | undefined): boolean => (typeof value === 'boolean' ? value : true)

/**
 * Reads `qOtherTotalSpec`, with the defaults of the engine for what is not said.
 *
 * @param among which values the cube shows without it
 * @returns `undefined` where all values are shown
 */
export const parseLimit = (value: Json | undefined, among: Among): LimitRequest | undefined => {
  const spec: JsonObject = objectOf(value)
  const mode = modes.get(spec.qOtherMode)
  if (!mode) return undefined
  const number =
    mode.kind === 'count' ? expressionText(spec.qOtherCounted) || '10' : expressionText(spec.qOtherLimit) || '0'
  return {
    ...mode,
    limit: number,
    comparison: comparisons.get(spec.qOtherLimitMode) ?? '>',
    by: expressionText(spec.qReferencedExpression).trim() || textOf(spec.qReferencedExpression).trim(),
    direction: directions.get(spec.qOtherSortMode) ?? -1,
    global: booleanOf(spec.qGlobalOtherGrouping),
    showsOthers: !booleanOf(spec.qSuppressOther),
    collapses: booleanOf(spec.qOtherCollapseInnerDimensions),
    keepsMissing: trueByDefault(spec.qForceBadValueKeeping),
    among,
  }
}

/** Which values a cube shows that leaves out rows without any measure, or of zeros. */
export const shownAmong = (definition: JsonObject): Among => {
  if (booleanOf(definition.qSuppressZero)) return 'not zero'
  return booleanOf(definition.qSuppressMissing) ? 'present' : 'all'
}
