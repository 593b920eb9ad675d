import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { momentOf, serial } from './moment.js'
import { dayText, timeText } from './texts.js'

const dates = functionsOf('date and time')

const between = (value: SqlValue | undefined, low: number, high: number): string => {
  if (!value) return String(low)
  const whole = wholeNumber(value)
  return `(CASE WHEN ${whole} BETWEEN ${low} AND ${high} THEN ${whole} END)`
}

export const dateMaking = [
  dates.dual({
    name: 'MakeDate',
    parameters: [{ name: 'year' }, { name: 'month', optional: true }, { name: 'day', optional: true }],
    description: 'The date of a year, a month (1) and a day (1).',
    missing: 'Missing, too, where there is no such date.',
    examples: [
      ['MakeDate(2024, 2, 29)', { number: 45_351, text: '2024-02-29' }],
      ['MakeDate(2023, 2, 29)', null],
      ["MakeDate(2024) & ''", '2024-01-01'],
    ],
    duckdb: ([year, month, day], _, bind, formats) => {
      const written = `(lpad(CAST(${between(year, 1, 9999)} AS VARCHAR), 4, '0') || '-' || CAST(${between(month, 1, 12)} AS VARCHAR) || '-' || CAST(${between(day, 1, 31)} AS VARCHAR))`
      const date = `TRY_CAST(TRY_CAST(${written} AS DATE) AS TIMESTAMP)`
      return { number: () => serial(date), text: () => dayText(date, bind, formats) }
    },
  }),
  dates.dual({
    name: 'MakeTime',
    parameters: [{ name: 'hour' }, { name: 'minute', optional: true }, { name: 'second', optional: true }],
    description: 'The part of a day of an hour, a minute (0) and a second (0).',
    missing: 'Missing, too, where there is no such time.',
    examples: [
      ['MakeTime(12)', { number: 0.5, text: '12:00:00' }],
      ['MakeTime(24)', null],
    ],
    duckdb: ([hour, minute, second], _, bind, formats) => {
      const number = `((${between(hour, 0, 23)} * 3600 + ${between(minute, 0, 59)} * 60 + ${between(second, 0, 59)}) / 86400.0)`
      return { number: () => number, text: () => timeText(momentOf(number), bind, formats) }
    },
  }),
]
