/** Milliseconds of a day. */
const day = 86_400_000

/** Views are told of these weeks, of seven days each, the last of which ends with the current day (UTC). */
export const weeks = 4

/** The date in UTC, as `2026-01-31`. @param at milliseconds since 1970 */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The first days of the weeks that views are told of, the oldest first. @param now milliseconds since 1970 */
export const firstDays = (now: number): readonly string[] =>
  Array.from({ length: weeks }, (_, week) => dayOf(now - (7 * (weeks - week) - 1) * day))
