import type { Calendar } from '../../../format/calendar.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { moment } from './moment.js'
import { firstWeekDay, numberWithin, weekStart } from './weeks.js'

/** The units of the calendar: how many of which unit of the database one step is, and what tells where one begins. */
export const units = {
  Day: { unit: 'day', step: 1, interval: 'to_days', begins: 'day_start' },
  Week: { unit: 'week', step: 7, interval: 'to_days', begins: 'first_week_day' },
  Month: { unit: 'month', step: 1, interval: 'to_months', begins: null },
  Quarter: { unit: 'quarter', step: 3, interval: 'to_months', begins: 'first_month_of_year' },
  Year: { unit: 'year', step: 12, interval: 'to_months', begins: 'first_month_of_year' },
} as const

export type Unit = keyof typeof units

/** What a call says of where units begin, in the documentation. */
const beginnings = {
  first_week_day: ' The first day of the week, 0 Monday to 6 Sunday, is the one given or that of the app.',
  first_month_of_year: ' The month that the year begins with is the one given or that of the app.',
  day_start: ' A day begins with the fraction of a day given, else at midnight.',
} as const

/** The parameter that tells where a unit begins, where one does. */
export const beginning = (unit: Unit) => {
  const { begins } = units[unit]
  return begins === null ? [] : [{ name: begins, optional: true } as const]
}

export const beginningText = (unit: Unit): string => {
  const { begins } = units[unit]
  return begins === null ? '' : beginnings[begins]
}

/** Shifts beyond this are missing: no calendar reaches that far. */
export const maxShift = 120_000

/** SQL of the months by which a fiscal year begins later than January. */
const laterMonths = (first: SqlValue | undefined, { firstMonthOfYear }: Calendar): string =>
  `(${numberWithin(first, 1, 12, firstMonthOfYear)} - 1)`

/** SQL of the first moment of a year or a quarter, where a year may begin with any month. */
const fiscalStart = (unit: 'year' | 'quarter', at: string, later: string): string =>
  later === '(1 - 1)'
    ? `date_trunc('${unit}', ${at})`
    : `(date_trunc('${unit}', date_trunc('month', ${at}) - to_months(CAST(${later} AS INTEGER))) + to_months(CAST(${later} AS INTEGER)))`

/** SQL of the interval that a day begins after midnight. */
const dayStart = (fraction: SqlValue): string =>
  `to_microseconds(CAST((CASE WHEN abs(${fraction.number}) < 1 THEN round(${fraction.number} * 86400000.0) END) AS BIGINT) * 1000)`

const plainStarts: {
  readonly [U in Unit]: (at: string, begins: SqlValue | undefined, calendar: Calendar) => string
} = {
  Day: (at, begins) =>
    begins ? `(date_trunc('day', ${at} - ${dayStart(begins)}) + ${dayStart(begins)})` : `date_trunc('day', ${at})`,
  Week: (at, begins, calendar) => weekStart(at, firstWeekDay(begins, calendar)),
  Month: (at) => `date_trunc('month', ${at})`,
  Quarter: (at, begins, calendar) => fiscalStart('quarter', at, laterMonths(begins, calendar)),
  Year: (at, begins, calendar) => fiscalStart('year', at, laterMonths(begins, calendar)),
}

/** Which period is meant: that of a date, moved by whole periods. */
export interface Period {
  readonly date: SqlValue
  readonly shift: SqlValue | undefined
  readonly begins: SqlValue | undefined
  readonly calendar: Calendar
}

/** SQL of the first moment of a period, or of one further on. */
export const startOf = (unit: Unit, { date, shift, begins, calendar }: Period, further = 0): string => {
  const { step, interval } = units[unit]
  const start = plainStarts[unit](moment(date), begins, calendar)
  if (!shift && further === 0) return start
  const moved = `(${shift ? wholeNumber(shift) : '0'} + ${further})`
  return `(CASE WHEN abs(${moved}) <= ${maxShift} THEN ${start} + ${interval}(CAST(${moved} * ${step} AS INTEGER)) END)`
}

export const shifted = [{ name: 'date' }, { name: 'shift', optional: true }] as const

export type ShiftedArguments = readonly [SqlValue, SqlValue | undefined, (SqlValue | undefined)?]

export const periodOf = ([date, shift, begins]: ShiftedArguments, calendar: Calendar): Period => ({
  date,
  shift,
  begins,
  calendar,
})

/** SQL that holds where a moment lies in a period up to the end of its date, both moved by whole periods. */
export const liesUpTo = (unit: Exclude<Unit, 'Day'>, at: string, period: Period): string => {
  const { step, interval } = units[unit]
  const moved = period.shift ? wholeNumber(period.shift) : '0'
  const last = `(CASE WHEN abs(${moved}) <= ${maxShift} THEN date_trunc('day', ${moment(period.date)}) + ${interval}(CAST(${moved} * ${step} AS INTEGER)) + INTERVAL 1 DAY END)`
  return `coalesce(${at} >= ${startOf(unit, period)} AND ${at} < ${last}, FALSE)`
}
