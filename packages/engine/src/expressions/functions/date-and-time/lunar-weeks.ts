import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { maxShift } from './calendar-units.js'
import { lastMillisecondBefore, moment, serial } from './moment.js'
import { dayText } from './texts.js'

const dates = functionsOf('date and time')

/** Weeks of a year when they are counted from its first day: the last one has a day or two. */
const weeksOfYear = 53

/** SQL of how far from 1 January, as an interval, years begin: days, with a fraction. */
const offsetOf = (first: SqlValue | undefined): string =>
  first
    ? `to_microseconds(CAST((CASE WHEN abs(${first.number}) <= 366 THEN round(${first.number} * 86400000.0) END) AS BIGINT) * 1000)`
    : 'INTERVAL 0 DAY'

/** SQL of the number of the week of a moment, counted through all years. */
const weekOf = (at: string, offset: string): string =>
  computedOnce(
    'o',
    { t: `(${at} - ${offset})` },
    ({ t }) => `date_part('year', ${t}) * ${weeksOfYear} + (date_part('doy', ${t}) - 1) // 7`,
  )

/** SQL of the first moment of a week that is counted through all years. */
const startOfWeek = (week: string, offset: string): string =>
  `(CASE WHEN ${week} BETWEEN ${weeksOfYear} AND ${9_999 * weeksOfYear} THEN make_timestamp(${week} // ${weeksOfYear}, 1, 1, 0, 0, 0) + to_days(CAST(${week} % ${weeksOfYear} * 7 AS INTEGER)) + ${offset} END)`

/** SQL of the first moment of the week of a date, moved by whole weeks. */
const startOf = (date: SqlValue, shift: SqlValue | undefined, first: SqlValue | undefined, further = 0): string =>
  computedOnce(
    'k',
    {
      n: weekOf(moment(date), offsetOf(first)),
      by: `(${shift ? wholeNumber(shift) : '0'} + ${further})`,
      off: offsetOf(first),
    },
    ({ n, by, off }) => `CASE WHEN abs(${by}) <= ${maxShift} THEN ${startOfWeek(`(${n} + ${by})`, off)} END`,
  )

const first = { name: 'first_week_day', optional: true } as const
const shifted = [{ name: 'date' }, { name: 'shift', optional: true }, first] as const
const based = [{ name: 'date' }, { name: 'base' }, { name: 'shift' }, first] as const
const counted =
  'Lunar weeks are counted from 1 January, or from as many days later as are given; the last one of a year has a day or two.'

export const lunarWeeks = [
  dates.dual({
    name: 'LunarWeekStart',
    parameters: shifted,
    description: `The first moment of the lunar week of a date, moved by a number of weeks. ${counted}`,
    examples: [
      ["LunarWeekStart('2013-01-12')", { number: 41_282, text: '2013-01-08' }],
      ["LunarWeekStart('2013-01-12', -1) & ''", '2013-01-01'],
      ["LunarWeekStart('2013-01-12', 0, 1) & ''", '2013-01-09'],
      ["LunarWeekStart('2013-01-01', -1) & ''", '2012-12-30'],
    ],
    duckdb: ([date, shift, begins], _, bind, formats) => {
      const start = startOf(date, shift, begins)
      return { number: () => serial(start), text: () => dayText(start, bind, formats) }
    },
  }),
  dates.dual({
    name: 'LunarWeekEnd',
    parameters: shifted,
    description: `The last millisecond of the lunar week of a date, moved by a number of weeks. ${counted}`,
    examples: [
      ["LunarWeekEnd('2013-01-12') & ''", '2013-01-14'],
      ["LunarWeekEnd('2013-12-31') & ''", '2013-12-31'],
    ],
    duckdb: ([date, shift, begins], _, bind, formats) => {
      const end = lastMillisecondBefore(startOf(date, shift, begins, 1))
      return { number: () => serial(end), text: () => dayText(end, bind, formats) }
    },
  }),
  dates.dual({
    name: 'LunarWeekName',
    parameters: shifted,
    description: `The year and the number of the lunar week of a date; its number is the first day of the week. ${counted}`,
    examples: [
      ["LunarWeekName('2013-01-12')", { number: 41_282, text: '2013/02' }],
      ["LunarWeekName('2013-01-01', -1) & ''", '2012/53'],
    ],
    duckdb: ([date, shift, begins], _, _bind) => {
      const start = startOf(date, shift, begins)
      return {
        number: () => serial(start),
        text: () =>
          computedOnce(
            'm',
            { n: weekOf(start, offsetOf(begins)) },
            ({ n }) =>
              `CAST(${n} // ${weeksOfYear} AS VARCHAR) || '/' || lpad(CAST(${n} % ${weeksOfYear} + 1 AS VARCHAR), 2, '0')`,
          ),
      }
    },
  }),
  dates.truth({
    name: 'InLunarWeek',
    parameters: based,
    description: `Whether a date lies in the lunar week of another one, moved by a number of weeks. ${counted}`,
    missing: 'False where one of them is missing.',
    examples: [
      ["InLunarWeek('2013-01-12', '2013-01-14', 0)", -1],
      ["InLunarWeek('2013-01-12', '2013-01-07', 0)", 0],
      ["InLunarWeek('2013-01-11', '2013-01-16', -1)", -1],
    ],
    duckdb: ([date, base, shift, begins]) =>
      `coalesce(${moment(date)} >= ${startOf(base, shift, begins)} AND ${moment(date)} < ${startOf(base, shift, begins, 1)}, FALSE)`,
  }),
  dates.truth({
    name: 'InLunarWeekToDate',
    parameters: based,
    description: `Whether a date lies in the lunar week of another one up to the end of that day, moved by a number of weeks. ${counted}`,
    missing: 'False where one of them is missing.',
    examples: [
      ["InLunarWeekToDate('2013-01-12', '2013-01-13', 0)", -1],
      ["InLunarWeekToDate('2013-01-12', '2013-01-11', 0)", 0],
    ],
    duckdb: ([date, base, shift, begins]) => {
      const passed = `(date_trunc('day', ${moment(base)}) + INTERVAL 1 DAY - ${startOf(base, undefined, begins)})`
      const start = startOf(base, shift, begins)
      return `coalesce(${moment(date)} >= ${start} AND ${moment(date)} < ${start} + ${passed}, FALSE)`
    },
  }),
]
