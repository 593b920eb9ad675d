import { type JsonObject, numberOf } from '../json.js'

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

/** Reads several ranges. */
export const rangesOf = (ranges: readonly JsonObject[]): readonly Range[] => ranges.map(rangeOf)
