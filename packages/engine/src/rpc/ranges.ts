import { UnderstudyError } from '@understudy/contract'
import { type JsonObject, numberOf } from '../json.js'
import { limits } from '../limits.js'

/** Whether a number lies in a range. */
export type Range = (value: number) => boolean

/** Reads a `QRange`: `{qMin, qMax, qMinInclEq, qMaxInclEq}`; a bound that is absent does not bound. */
export const rangeOf = (range: JsonObject): Range => {
  const min = numberOf(range.qMin) ?? Number.NEGATIVE_INFINITY
  const max = numberOf(range.qMax) ?? Number.POSITIVE_INFINITY
  return (value) =>
    (value > min || (range.qMinInclEq === true && value === min)) &&
    (value < max || (range.qMaxInclEq === true && value === max))
}

/** Ranges of one call: every row is compared with all of them. */
const maxRanges = limits.ranges.most

/** @throws UnderstudyError `QIX-PARAMS` where one call has more ranges than it may */
export const refuseTooManyRanges = (count: number): void => {
  if (count > maxRanges) throw new UnderstudyError('QIX-PARAMS', `qRanges may hold at most ${maxRanges} ranges`)
}

/**
 * Reads the ranges of a call.
 *
 * @throws UnderstudyError `QIX-PARAMS` for too many
 */
export const rangesOf = (ranges: readonly JsonObject[]): readonly Range[] => {
  refuseTooManyRanges(ranges.length)
  return ranges.map(rangeOf)
}
