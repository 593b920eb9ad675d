import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { liesUpTo, maxShift } from './calendar-units.js'
import { moment, serial } from './moment.js'
import { dayText, writtenMoment } from './texts.js'
import { numberWithin, weekCount, weekParameters, weekStart } from './weeks.js'

const dates = functionsOf('date and time')

/** SQL of a moment in another month, its day the last one where the month is shorter. */
const inMonth = (date: SqlValue, year: SqlValue, month: SqlValue | undefined): string =>
  computedOnce(
    'p',
    { at: moment(date), y: numberWithin(year, 1, 9_999, 1), m: month ? numberWithin(month, 1, 12, 1) : 'NULL::BIGINT' },
    ({ at, y, m }) =>
      `${at} + to_months(CAST((${y} - date_part('year', ${at})) * 12${month ? ` + ${m} - date_part('month', ${at})` : ''} AS INTEGER))`,
  )

/** SQL of the number of a day in a year that has 29 February. */
const inLeapYear = (month: string, day: string): string =>
  `date_part('doy', make_timestamp(2024, CAST(${month} AS BIGINT), CAST(${day} AS BIGINT), 0, 0, 0))`

export const datePlacing = [
  dates.dual({
    name: 'SetDateYear',
    parameters: [{ name: 'date' }, { name: 'year' }],
    description: 'The same day and time of another year; 29 February is the 28th where there is none.',
    examples: [
      ["SetDateYear('2005-10-29', 2013)", { number: 41_576, text: '2013-10-29' }],
      ["SetDateYear('2024-02-29', 2023) & ''", '2023-02-28'],
      ["SetDateYear('2005-10-29', 0)", null],
    ],
    duckdb: ([date, year], _, bind, formats) => writtenMoment(inMonth(date, year, undefined), bind, formats),
  }),
  dates.dual({
    name: 'SetDateYearMonth',
    parameters: [{ name: 'date' }, { name: 'year' }, { name: 'month' }],
    description: 'The same day and time of another month, or its last day where the month is shorter.',
    examples: [
      ["SetDateYearMonth('2005-10-29', 2013, 3)", { number: 41_362, text: '2013-03-29' }],
      ["SetDateYearMonth('2005-10-31', 2013, 2) & ''", '2013-02-28'],
      ["SetDateYearMonth('2005-10-31', 2013, 13)", null],
    ],
    duckdb: ([date, year, month], _, bind, formats) => writtenMoment(inMonth(date, year, month), bind, formats),
  }),
  dates.dual({
    name: 'MakeWeekDate',
    parameters: [
      { name: 'year' },
      { name: 'week', optional: true },
      { name: 'day', optional: true },
      ...weekParameters,
    ],
    description:
      'The date of a year, a week (1) and a day from 0, the first day of the week (0), with weeks counted as `Week` counts them.',
    missing: 'Missing, too, where there is no such week or day.',
    examples: [
      ['MakeWeekDate(2014, 6, 6)', { number: 41_679, text: '2014-02-09' }],
      ["MakeWeekDate(2014, 6, 1) & ''", '2014-02-04'],
      ["MakeWeekDate(2014) & ''", '2013-12-30'],
      ['MakeWeekDate(2014, 54)', null],
      ['MakeWeekDate(2014, 6, 7)', null],
    ],
    duckdb: ([year, week, day, first, broken, reference], _, bind, formats) => {
      const count = weekCount(first, broken, reference, formats.calendar)
      const anchor = `(CASE WHEN ${count.broken} THEN 1 ELSE ${count.reference} END)`
      const date = computedOnce(
        'p',
        { y: numberWithin(year, 1, 9_999, 1), w: numberWithin(week, 1, 53, 1), d: numberWithin(day, 0, 6, 0) },
        ({ y, w, d }) => {
          const inFirst = `make_timestamp(${y}, 1, CAST(${anchor} AS BIGINT), 0, 0, 0)`
          return `${weekStart(inFirst, count.first)} + to_days(CAST((${w} - 1) * 7 + ${d} AS INTEGER))`
        },
      )
      return { number: () => serial(date), text: () => dayText(date, bind, formats) }
    },
  }),
  dates.number({
    name: 'DayNumberOfQuarter',
    parameters: [{ name: 'date' }, { name: 'start_month', optional: true }],
    description:
      'The number of a day in its quarter, where February has 29 days in every year. The year begins with the month given, or with that of the app.',
    examples: [
      ["DayNumberOfQuarter('2014-12-09')", 70],
      ["DayNumberOfQuarter('2023-03-01')", 61],
      ["DayNumberOfQuarter('2014-02-01', 2)", 1],
    ],
    duckdb: ([date, start], _, _bind, { calendar }) =>
      computedOnce('p', { at: moment(date), s: numberWithin(start, 1, 12, calendar.firstMonthOfYear) }, ({ at, s }) => {
        const month = `date_part('month', ${at})`
        const first = `((${month} - ((${month} - ${s} + 12) % 3) + 11) % 12 + 1)`
        return `CAST((${inLeapYear(month, `date_part('day', ${at})`)} - ${inLeapYear(first, '1')} + 366) % 366 + 1 AS DOUBLE)`
      }),
  }),
  dates.truth({
    name: 'YearToDate',
    parameters: [
      { name: 'date' },
      { name: 'year_offset', optional: true },
      { name: 'first_month', optional: true },
      { name: 'today', optional: true },
    ],
    description:
      'Whether a date lies in the year of today, or of another date, up to the end of that day, moved by a number of years.',
    missing: 'False where one of them is missing.',
    examples: [
      ["YearToDate('2013-11-18', 0, 1, '2013-12-01')", -1],
      ["YearToDate('2013-12-02', 0, 1, '2013-12-01')", 0],
      ["YearToDate('2012-11-18', -1, 1, '2013-12-01')", -1],
      ['YearToDate(Today())', -1],
    ],
    duckdb: ([date, shift, begins, today], _, _bind, { calendar }) => {
      const now = serial("date_trunc('day', now() AT TIME ZONE 'UTC')")
      const base = today ?? ({ ...date, literal: null, number: now } as SqlValue)
      return liesUpTo('Year', moment(date), { date: base, shift, begins, calendar })
    },
  }),
  dates.truth({
    name: 'InDayToTime',
    parameters: [{ name: 'moment' }, { name: 'base' }, { name: 'shift' }, { name: 'day_start', optional: true }],
    description:
      'Whether a moment lies in the day of another one up to that very moment, moved by a number of days. A day begins with the fraction of a day given, else at midnight.',
    missing: 'False where one of them is missing.',
    examples: [
      ["InDayToTime('2006-01-12 22:00:00', '2006-01-12 23:59:00', 0)", -1],
      ["InDayToTime('2006-01-12 22:00:00', '2006-01-12 21:59:59', 0)", 0],
      ["InDayToTime('2006-01-11 22:00:00', '2006-01-12 22:00:00', -1)", -1],
    ],
    duckdb: ([at, base, shift, begins]) =>
      `coalesce(${computedOnce(
        'p',
        {
          t: at.number,
          b: `(CASE WHEN abs(${wholeNumber(shift)}) <= ${maxShift} THEN ${base.number} + ${wholeNumber(shift)} END)`,
          o: begins ? `(CASE WHEN abs(${begins.number}) < 1 THEN ${begins.number} END)` : '0.0::DOUBLE',
        },
        ({ t, b, o }) => `${t} >= floor(${b} - ${o}) + ${o} AND ${t} <= ${b} + 0.0000000001`,
      )}, FALSE)`,
  }),
]
