import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { maxShift } from './calendar-units.js'
import { moment } from './moment.js'
import { writtenMoment } from './texts.js'

const dates = functionsOf('date and time')

/** SQL of the same moment of a later month; a day that the month lacks is its last. */
const monthsLater = (at: string, months: string): string =>
  `(CASE WHEN abs(${months}) <= ${maxShift} THEN ${at} + to_months(CAST(${months} AS INTEGER)) END)`

/** SQL of a later moment that is as far from the end of its month, for a mode of 1 and days from the 28th on. */
const fromMonthEnd = (date: SqlValue, months: string, mode: SqlValue): string => {
  const values = { at: moment(date), n: months, mode: mode.number }
  return computedOnce('q', values, ({ at, n, mode: kind }) => {
    const left = `(last_day(${at}) - CAST(${at} AS DATE))`
    const end = `last_day(${monthsLater(`date_trunc('month', ${at})`, n)})`
    const kept = `(${end} - to_days(CAST(${left} AS INTEGER)) + (${at} - date_trunc('day', ${at})))`
    return `CASE WHEN ${kind} = 1 AND date_part('day', ${at}) >= 28 THEN ${kept} WHEN ${kind} IN (0, 1) THEN ${monthsLater(at, n)} END`
  })
}

/** Dates of later months and years. */
export const laterDates = [
  dates.dual({
    name: 'AddMonths',
    parameters: [{ name: 'date' }, { name: 'months' }, { name: 'mode', optional: true }],
    description:
      'The same day of a later or earlier month, or its last day where the month is shorter. With a mode of 1, days from the 28th on keep their distance to the end of the month.',
    examples: [
      ["AddMonths('2024-01-31', 1)", { number: 45_351, text: '2024-02-29' }],
      ["AddMonths('2024-02-29', -1) & ''", '2024-01-29'],
      ["AddMonths('2003-01-29', 3, 1) & ''", '2003-04-28'],
      ["AddMonths('2003-01-27', 1, 1) & ''", '2003-02-27'],
    ],
    duckdb: ([date, count, mode], _, bind, formats) =>
      mode
        ? writtenMoment(fromMonthEnd(date, wholeNumber(count), mode), bind, formats)
        : writtenMoment(monthsLater(moment(date), wholeNumber(count)), bind, formats),
  }),
  dates.dual({
    name: 'AddYears',
    parameters: [{ name: 'date' }, { name: 'years' }],
    description: 'The same day of a later or earlier year.',
    examples: [["AddYears('2024-02-29', 1) & ''", '2025-02-28']],
    duckdb: ([date, count], _, bind, formats) =>
      writtenMoment(monthsLater(moment(date), `(${wholeNumber(count)} * 12)`), bind, formats),
  }),
]
