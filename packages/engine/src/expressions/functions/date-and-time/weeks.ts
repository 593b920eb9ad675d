import type { Calendar } from '../../../format/calendar.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'

/** How weeks are counted, as SQL: what a call says, else what the app does. */
export interface WeekCount {
  /** 0 Monday to 6 Sunday. */
  readonly first: string
  /** Whether weeks are broken; a BOOLEAN. */
  readonly broken: string
  /** Day of January that is always in week 1. */
  readonly reference: string
}

/** The parameters of functions that count weeks, after the others. */
export const weekParameters = [
  { name: 'first_week_day', optional: true },
  { name: 'broken_weeks', optional: true },
  { name: 'reference_day', optional: true },
] as const

/** A whole number of a call that lies in a range; missing beyond it. */
export const numberWithin = (value: SqlValue | undefined, least: number, most: number, otherwise: number): string => {
  if (!value) return String(otherwise)
  if (typeof value.literal === 'number' && Number.isInteger(value.literal))
    return value.literal >= least && value.literal <= most ? String(value.literal) : 'NULL::BIGINT'
  const whole = wholeNumber(value)
  return `(CASE WHEN ${whole} BETWEEN ${least} AND ${most} THEN ${whole} END)`
}

/** The first day of the week that a call says, else that of the app. */
export const firstWeekDay = (value: SqlValue | undefined, calendar: Calendar): string =>
  numberWithin(value, 0, 6, calendar.firstWeekDay)

export const weekCount = (
  first: SqlValue | undefined,
  broken: SqlValue | undefined,
  reference: SqlValue | undefined,
  calendar: Calendar,
): WeekCount => ({
  first: firstWeekDay(first, calendar),
  broken: broken ? broken.truth : calendar.brokenWeeks ? 'TRUE' : 'FALSE',
  // Beyond the first week of January the day is that of ISO 8601.
  reference: reference ? `coalesce(${numberWithin(reference, 1, 7, 4)}, 4)` : String(calendar.referenceDay),
})

/** SQL of the number of a day in its week, from 0. */
export const dayOfWeek = (at: string, first: string): string => `((date_part('isodow', ${at}) + 6 - ${first}) % 7)`

/** SQL of the first moment of the week of a moment. */
export const weekStart = (at: string, first: string): string =>
  `(date_trunc('day', ${at}) - to_days(CAST(${dayOfWeek(at, first)} AS INTEGER)))`

/** The day of a week by which its year and its number are told: the one as far from its end as the reference day from 7. */
const tellingDay = (at: string, { first, reference }: WeekCount): string =>
  `(${weekStart(at, first)} + to_days(CAST(7 - ${reference} AS INTEGER)))`

const whereBroken = ({ broken }: WeekCount, yes: string, no: string): string => {
  if (broken === 'TRUE') return yes
  return broken === 'FALSE' ? no : `(CASE WHEN ${broken} THEN ${yes} ELSE ${no} END)`
}

/** SQL of the number of the week of a moment, from 1. */
export const weekNumber = (at: string, count: WeekCount): string =>
  whereBroken(
    count,
    `((date_part('doy', ${at}) - 1 + ${dayOfWeek(`date_trunc('year', ${at})`, count.first)}) // 7 + 1)`,
    `((date_part('doy', ${tellingDay(at, count)}) - 1) // 7 + 1)`,
  )

/** SQL of the year that the week of a moment belongs to. */
export const weekYear = (at: string, count: WeekCount): string =>
  whereBroken(count, `date_part('year', ${at})`, `date_part('year', ${tellingDay(at, count)})`)
