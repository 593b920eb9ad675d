import { expressionProblem } from '../../expression-problem.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { moment, nameOf, serial } from './moment.js'
import { dayText, momentText } from './texts.js'
import { dayOfWeek, firstWeekDay, numberWithin, weekCount, weekNumber, weekParameters, weekYear } from './weeks.js'

const dates = functionsOf('date and time')
const parameters = [{ name: 'date' }] as const

/** Above the parts of all dates, the year among them. */
const beyondYears = 20_000

const part = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  unit: string,
) =>
  dates.number({
    name,
    wholeBelow: beyondYears,
    parameters,
    description,
    examples,
    duckdb: ([date]) => `CAST(date_part('${unit}', ${moment(date)}) AS DOUBLE)`,
  })

const momentMode = { name: 'mode', optional: true, literal: 'number' } as const
const momentModes = 'The mode can only be 1: the moment of the calculation.'

/** The moments of the last reload and of the opening of an app decide no result: results are kept for all who ask. */
const assertNow = (name: string, mode: SqlValue | undefined): void => {
  if (!mode || mode.literal === 1) return
  throw expressionProblem(
    0,
    `${name}(${mode.literal}) is not available: only the moment of the calculation is known, ${name}(1)`,
  )
}

export const dateParts = [
  part(
    'Year',
    'The year of a date.',
    [
      ["Year('2024-03-15')", 2024],
      ["Year('x')", null],
    ],
    'year',
  ),
  part('Day', 'The day of the month of a date.', [["Day('2024-03-15')", 15]], 'day'),
  part('Hour', 'The hour of a moment, 0 to 23.', [["Hour('2024-03-15 17:05:09')", 17]], 'hour'),
  part('Minute', 'The minute of a moment.', [["Minute('2024-03-15 17:05:09')", 5]], 'minute'),
  part('Second', 'The second of a moment.', [["Second('2024-03-15 17:05:09')", 9]], 'second'),
  dates.number({
    name: 'Week',
    wholeBelow: beyondYears,
    parameters: [...parameters, ...weekParameters],
    description:
      'The week of a date. What is not given comes from the app: the first day of the week (0 Monday to 6 Sunday), whether weeks are broken at the turn of a year, and else the day of January that is in week 1. An app that says nothing counts by ISO 8601.',
    examples: [
      ["Week('2012-10-12')", 41],
      ["Week('2012-10-12', 0, 1)", 42],
      ["Week('2024-12-30')", 1],
      ["Week('2024-12-30', 6, 1)", 53],
      ["Week('2024-01-06', 6, 0, 7)", 53],
      ["Week('2024-01-06', 6, 0, 6)", 1],
    ],
    duckdb: ([date, first, broken, reference], _, _bind, { calendar }) =>
      `CAST(${weekNumber(moment(date), weekCount(first, broken, reference, calendar))} AS DOUBLE)`,
  }),
  dates.number({
    name: 'WeekYear',
    wholeBelow: beyondYears,
    parameters: [...parameters, ...weekParameters],
    description: 'The year that the week of a date belongs to, with weeks counted as `Week` counts them.',
    examples: [
      ["WeekYear('2024-12-30')", 2025],
      ["WeekYear('2024-12-30', 0, 1)", 2024],
      ["WeekYear('2024-01-06', 6, 0, 7)", 2023],
    ],
    duckdb: ([date, first, broken, reference], _, _bind, { calendar }) =>
      `CAST(${weekYear(moment(date), weekCount(first, broken, reference, calendar))} AS DOUBLE)`,
  }),
  dates.dual({
    name: 'Month',
    wholeBelow: beyondYears,
    parameters,
    description: 'The month of a date: its name and its number.',
    examples: [
      ["Month('2024-03-15')", { number: 3, text: 'Mar' }],
      ["Month('2024-03-15') = 'Mar'", -1],
      ["Month('2024-03-15') = 3", -1],
    ],
    duckdb: ([date], _, bind, { calendar }) => {
      const number = `date_part('month', ${moment(date)})`
      return { number: () => `CAST(${number} AS DOUBLE)`, text: () => nameOf(calendar.monthNames, number, bind) }
    },
  }),
  dates.dual({
    name: 'WeekDay',
    wholeBelow: beyondYears,
    parameters: [...parameters, { name: 'first_week_day', optional: true }],
    description:
      'The day of the week of a date: its name and its number, from 0 for the first day of the week: the one given (0 Monday to 6 Sunday), or that of the app.',
    examples: [
      ["WeekDay('2024-03-15')", { number: 4, text: 'Fri' }],
      ["WeekDay('2024-03-13', 6)", { number: 3, text: 'Wed' }],
    ],
    duckdb: ([date, first], _, bind, { calendar }) => {
      const at = moment(date)
      return {
        number: () => `CAST(${dayOfWeek(at, firstWeekDay(first, calendar))} AS DOUBLE)`,
        text: () => nameOf(calendar.dayNames, `date_part('isodow', ${at})`, bind),
      }
    },
  }),
  dates.number({
    name: 'DayNumberOfYear',
    wholeBelow: beyondYears,
    parameters: [...parameters, { name: 'start_month', optional: true }],
    description:
      'The number of a day in its year, where February has 29 days in every year. The year begins with the month given, or with that of the app.',
    examples: [
      ["DayNumberOfYear('2023-03-01')", 61],
      ["DayNumberOfYear('2024-03-01')", 61],
      ["DayNumberOfYear('2023-03-31', 4)", 366],
      ["DayNumberOfYear('2023-04-01', 4)", 1],
    ],
    duckdb: ([date, start], _, _bind, { calendar }) => {
      const at = moment(date)
      // 2024 has 29 February; so has the year from a month of 2024 on where it is not yet March.
      const inLeapYear = (month: string, day: string) =>
        `date_part('doy', make_timestamp(2024, CAST(${month} AS BIGINT), CAST(${day} AS BIGINT), 0, 0, 0))`
      const number = inLeapYear(`date_part('month', ${at})`, `date_part('day', ${at})`)
      const first = inLeapYear(numberWithin(start, 1, 12, calendar.firstMonthOfYear), '1')
      return `CAST((${number} - ${first} + 366) % 366 + 1 AS DOUBLE)`
    },
  }),
  dates.number({
    name: 'Age',
    wholeBelow: beyondYears,
    parameters: [{ name: 'at' }, { name: 'birth' }],
    description: 'The completed years between a birth and a moment.',
    examples: [
      ["Age('2007-01-25', '2005-10-29')", 1],
      ["Age('2007-10-29', '2005-10-29')", 2],
    ],
    duckdb: ([at, birth]) => `CAST(datesub('year', ${moment(birth)}, ${moment(at)}) AS DOUBLE)`,
  }),
  dates.dual({
    name: 'Today',
    parameters: [momentMode],
    description: `The date of today, UTC. ${momentModes}`,
    examples: [
      ['Today() = Floor(Now())', -1],
      ['Today(1) = Today()', -1],
    ],
    duckdb: ([mode], _, bind, formats) => {
      assertNow('Today', mode)
      const today = "date_trunc('day', now() AT TIME ZONE 'UTC')"
      return { number: () => serial(today), text: () => dayText(today, bind, formats) }
    },
  }),
  dates.dual({
    name: 'Now',
    parameters: [momentMode],
    description: `This moment, UTC. ${momentModes}`,
    examples: [['Now(1) >= Today()', -1]],
    duckdb: ([mode], _, bind, formats) => {
      assertNow('Now', mode)
      const now = "(now() AT TIME ZONE 'UTC')"
      return { number: () => serial(now), text: () => momentText(now, bind, formats) }
    },
  }),
]
