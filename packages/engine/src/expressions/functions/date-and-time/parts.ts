import { functionsOf } from '../scalar-function.js'
import { isoDay, moment, months, nameOf, serial, weekDays } from './moment.js'

const dates = functionsOf('date and time')
const parameters = [{ name: 'date' }] as const

const part = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  unit: string,
) =>
  dates.number({
    name,
    parameters,
    description,
    examples,
    duckdb: ([date]) => `CAST(date_part('${unit}', ${moment(date)}) AS DOUBLE)`,
  })

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
  part(
    'Week',
    'The week of a date by ISO 8601: weeks begin on Monday, week 1 has 4 January.',
    [
      ["Week('2012-10-12')", 41],
      ["Week('2024-12-30')", 1],
    ],
    'week',
  ),
  part('WeekYear', 'The year that the ISO week of a date belongs to.', [["WeekYear('2024-12-30')", 2025]], 'isoyear'),
  dates.dual({
    name: 'Month',
    parameters,
    description: 'The month of a date: its name and its number.',
    examples: [
      ["Month('2024-03-15')", { number: 3, text: 'Mar' }],
      ["Month('2024-03-15') = 'Mar'", -1],
      ["Month('2024-03-15') = 3", -1],
    ],
    duckdb: ([date]) => {
      const number = `date_part('month', ${moment(date)})`
      return { number: () => `CAST(${number} AS DOUBLE)`, text: () => nameOf(months, number) }
    },
  }),
  dates.dual({
    name: 'WeekDay',
    parameters,
    description: 'The day of the week of a date: its name and its number, Monday is 0.',
    examples: [["WeekDay('2024-03-15')", { number: 4, text: 'Fri' }]],
    duckdb: ([date]) => {
      const number = `date_part('isodow', ${moment(date)})`
      return { number: () => `CAST(${number} - 1 AS DOUBLE)`, text: () => nameOf(weekDays, number) }
    },
  }),
  dates.number({
    name: 'DayNumberOfYear',
    parameters,
    description: 'The number of a day in its year, where February has 29 days in every year.',
    examples: [
      ["DayNumberOfYear('2023-03-01')", 61],
      ["DayNumberOfYear('2024-03-01')", 61],
    ],
    duckdb: ([date]) => {
      const at = moment(date)
      return `CAST(date_part('doy', make_timestamp(2024, CAST(date_part('month', ${at}) AS BIGINT), CAST(date_part('day', ${at}) AS BIGINT), 0, 0, 0)) AS DOUBLE)`
    },
  }),
  dates.number({
    name: 'Age',
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
    parameters: [],
    description: 'The date of today, UTC.',
    examples: [['Today() = Floor(Now())', -1]],
    duckdb: () => {
      const today = "date_trunc('day', now() AT TIME ZONE 'UTC')"
      return { number: () => serial(today), text: () => isoDay(today) }
    },
  }),
  dates.dual({
    name: 'Now',
    parameters: [],
    description: 'This moment, UTC.',
    examples: [['Now() >= Today()', -1]],
    duckdb: () => {
      const now = "(now() AT TIME ZONE 'UTC')"
      return { number: () => serial(now), text: () => `strftime(${now}, '%Y-%m-%d %H:%M:%S')` }
    },
  }),
]
