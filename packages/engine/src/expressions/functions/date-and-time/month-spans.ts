import type { Calendar } from '../../../format/calendar.js'
import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { maxShift } from './calendar-units.js'
import { lastMillisecondBefore, moment, nameOf, serial } from './moment.js'
import { dayText } from './texts.js'
import { numberWithin } from './weeks.js'

const dates = functionsOf('date and time')

/** Which span of months is meant: that of a date, moved by whole spans. */
interface Span {
  readonly months: SqlValue
  readonly date: SqlValue
  readonly shift: SqlValue | undefined
  readonly firstMonth: SqlValue | undefined
  readonly calendar: Calendar
}

/** SQL of the first moment of a span, or of one further on; NULL for spans that years are not made of. */
const startOf = ({ months, date, shift, firstMonth, calendar }: Span, further = 0): string =>
  computedOnce(
    's',
    {
      at: moment(date),
      n: wholeNumber(months),
      by: `(${shift ? wholeNumber(shift) : '0'} + ${further})`,
      later: `(${numberWithin(firstMonth, 1, 12, calendar.firstMonthOfYear)} - 1)`,
    },
    ({ at, n, by, later }) => {
      const month = `((date_part('month', ${at}) - 1 - ${later} + 12) % 12)`
      const back = `${month} % ${n} - ${n} * ${by}`
      return `CASE WHEN ${n} IN (1, 2, 3, 4, 6) AND abs(${by}) <= ${maxShift} THEN date_trunc('month', ${at}) - to_months(CAST(${back} AS INTEGER)) END`
    },
  )

const months = { name: 'months' } as const
const firstMonth = { name: 'first_month_of_year', optional: true } as const
const shifted = [months, { name: 'date' }, { name: 'shift', optional: true }, firstMonth] as const
const based = [months, { name: 'date' }, { name: 'base' }, { name: 'shift' }, firstMonth] as const
const counted =
  'Spans of 1, 2, 3, 4 or 6 months; the month that the year begins with is the one given or that of the app.'

export const monthSpans = [
  dates.dual({
    name: 'MonthsStart',
    parameters: shifted,
    description: `The first moment of the span of months of a date, moved by a number of spans. ${counted}`,
    examples: [
      ["MonthsStart(4, '2013-10-19')", { number: 41_518, text: '2013-09-01' }],
      ["MonthsStart(2, '2013-10-19', -1) & ''", '2013-07-01'],
      ["MonthsStart(2, '2013-10-19', 0, 2) & ''", '2013-10-01'],
      ["MonthsStart(5, '2013-10-19')", null],
    ],
    duckdb: ([n, date, shift, first], _, bind, formats) => {
      const start = startOf({ months: n, date, shift, firstMonth: first, calendar: formats.calendar })
      return { number: () => serial(start), text: () => dayText(start, bind, formats) }
    },
  }),
  dates.dual({
    name: 'MonthsEnd',
    parameters: shifted,
    description: `The last millisecond of the span of months of a date, moved by a number of spans. ${counted}`,
    examples: [
      ["MonthsEnd(4, '2013-07-19') & ''", '2013-08-31'],
      ["MonthsEnd(6, '2013-07-19', 1) & ''", '2014-06-30'],
    ],
    duckdb: ([n, date, shift, first], _, bind, formats) => {
      const span = { months: n, date, shift, firstMonth: first, calendar: formats.calendar }
      const end = lastMillisecondBefore(startOf(span, 1))
      return { number: () => serial(end), text: () => dayText(end, bind, formats) }
    },
  }),
  dates.dual({
    name: 'MonthsName',
    parameters: shifted,
    description: `The first and the last month of the span of months of a date, and its year; its number is the first day. ${counted}`,
    examples: [
      ["MonthsName(4, '2013-10-19')", { number: 41_518, text: 'Sep-Dec 2013' }],
      ["MonthsName(2, '2013-10-19', -1) & ''", 'Jul-Aug 2013'],
    ],
    duckdb: ([n, date, shift, first], _, bind, { calendar }) => {
      const span = { months: n, date, shift, firstMonth: first, calendar }
      const start = startOf(span)
      const name = (at: string) => nameOf(calendar.monthNames, `date_part('month', ${at})`, bind)
      return {
        number: () => serial(start),
        text: () =>
          `(${name(start)} || '-' || ${name(lastMillisecondBefore(startOf(span, 1)))} || strftime(${start}, ' %Y'))`,
      }
    },
  }),
  dates.truth({
    name: 'InMonths',
    parameters: based,
    description: `Whether a date lies in the span of months of another one, moved by a number of spans. ${counted}`,
    missing: 'False where one of them is missing.',
    examples: [
      ["InMonths(4, '2006-01-25', '2006-04-25', 0)", -1],
      ["InMonths(4, '2006-05-01', '2006-04-25', 0)", 0],
    ],
    duckdb: ([n, date, base, shift, first], _, _bind, { calendar }) => {
      const span = { months: n, date: base, shift, firstMonth: first, calendar }
      return `coalesce(${moment(date)} >= ${startOf(span)} AND ${moment(date)} < ${startOf(span, 1)}, FALSE)`
    },
  }),
  dates.truth({
    name: 'InMonthsToDate',
    parameters: based,
    description: `Whether a date lies in the span of months of another one up to the end of that day, moved by a number of spans. ${counted}`,
    missing: 'False where one of them is missing.',
    examples: [
      ["InMonthsToDate(4, '2006-04-25', '2006-04-25', 0)", -1],
      ["InMonthsToDate(4, '2006-04-26', '2006-04-25', 0)", 0],
    ],
    duckdb: ([n, date, base, shift, first], _, _bind, { calendar }) => {
      const span = { months: n, date: base, shift, firstMonth: first, calendar }
      const last = computedOnce(
        'l',
        { at: moment(base), by: `${wholeNumber(n)} * ${wholeNumber(shift)}` },
        ({ at, by }) =>
          `CASE WHEN abs(${by}) <= ${maxShift} THEN date_trunc('day', ${at}) + to_months(CAST(${by} AS INTEGER)) + INTERVAL 1 DAY END`,
      )
      return `coalesce(${moment(date)} >= ${startOf(span)} AND ${moment(date)} < ${last}, FALSE)`
    },
  }),
]
