import type { Calendar } from '../../../format/calendar.js'
import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { lastMillisecondBefore, moment, nameOf, serial } from './moment.js'
import { dayText, writtenMoment } from './texts.js'
import { firstWeekDay, numberWithin, weekCount, weekNumber, weekParameters, weekStart, weekYear } from './weeks.js'

const dates = functionsOf('date and time')

/** The units of the calendar: how many of which unit of the database one step is, and what tells where one begins. */
const units = {
  Day: { unit: 'day', step: 1, interval: 'to_days', begins: 'day_start' },
  Week: { unit: 'week', step: 7, interval: 'to_days', begins: 'first_week_day' },
  Month: { unit: 'month', step: 1, interval: 'to_months', begins: null },
  Quarter: { unit: 'quarter', step: 3, interval: 'to_months', begins: 'first_month_of_year' },
  Year: { unit: 'year', step: 12, interval: 'to_months', begins: 'first_month_of_year' },
} as const

type Unit = keyof typeof units

/** What a call says of where units begin, in the documentation. */
const beginnings = {
  first_week_day: ' The first day of the week, 0 Monday to 6 Sunday, is the one given or that of the app.',
  first_month_of_year: ' The month that the year begins with is the one given or that of the app.',
  day_start: ' A day begins with the fraction of a day given, else at midnight.',
} as const

/** The parameter that tells where a unit begins, where one does. */
const beginning = (unit: Unit) => {
  const { begins } = units[unit]
  return begins === null ? [] : [{ name: begins, optional: true } as const]
}

const beginningText = (unit: Unit): string => {
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
interface Period {
  readonly date: SqlValue
  readonly shift: SqlValue | undefined
  readonly begins: SqlValue | undefined
  readonly calendar: Calendar
}

/** SQL of the first moment of a period, or of one further on. */
const startOf = (unit: Unit, { date, shift, begins, calendar }: Period, further = 0): string => {
  const { step, interval } = units[unit]
  const start = plainStarts[unit](moment(date), begins, calendar)
  if (!shift && further === 0) return start
  const moved = `(${shift ? wholeNumber(shift) : '0'} + ${further})`
  return `(CASE WHEN abs(${moved}) <= ${maxShift} THEN ${start} + ${interval}(CAST(${moved} * ${step} AS INTEGER)) END)`
}

const shifted = [{ name: 'date' }, { name: 'shift', optional: true }] as const

type ShiftedArguments = readonly [SqlValue, SqlValue | undefined, (SqlValue | undefined)?]

const periodOf = ([date, shift, begins]: ShiftedArguments, calendar: Calendar): Period => ({
  date,
  shift,
  begins,
  calendar,
})

type Examples = readonly (readonly [
  string,
  string | number | null | { readonly number: number; readonly text: string },
])[]

const starts = (unit: Unit, examples: Examples) =>
  dates.dual({
    name: `${unit}Start`,
    parameters: [...shifted, ...beginning(unit)],
    description: `The first moment of the ${unit.toLowerCase()} of a date, moved by a number of ${unit.toLowerCase()}s.${beginningText(unit)}`,
    examples,
    duckdb: (args, _, bind, formats) => {
      const start = startOf(unit, periodOf(args as unknown as ShiftedArguments, formats.calendar))
      return { number: () => serial(start), text: () => dayText(start, bind, formats) }
    },
  })

const ends = (unit: Unit, examples: Examples) =>
  dates.dual({
    name: `${unit}End`,
    parameters: [...shifted, ...beginning(unit)],
    description: `The last millisecond of the ${unit.toLowerCase()} of a date, moved by a number of ${unit.toLowerCase()}s.${beginningText(unit)}`,
    examples,
    duckdb: (args, _, bind, formats) => {
      const end = lastMillisecondBefore(
        startOf(unit, periodOf(args as unknown as ShiftedArguments, formats.calendar), 1),
      )
      return { number: () => serial(end), text: () => dayText(end, bind, formats) }
    },
  })

const twoDates = [{ name: 'date' }, { name: 'base' }, { name: 'shift' }] as const

type TwoDates = readonly [SqlValue, SqlValue, SqlValue, (SqlValue | undefined)?]

/** Whether a date lies in the period of another, moved by whole periods. */
const within = (unit: Unit, examples: readonly (readonly [string, number])[]) =>
  dates.truth({
    name: `In${unit}`,
    parameters: [...twoDates, ...beginning(unit)],
    description: `Whether a date lies in the ${unit.toLowerCase()} of another one, moved by a number of ${unit.toLowerCase()}s.${beginningText(unit)}`,
    missing: 'False where one of them is missing.',
    examples,
    duckdb: (args, _, _bind, { calendar }) => {
      const [date, base, shift, begins] = args as unknown as TwoDates
      const at = moment(date)
      const period = { date: base, shift, begins, calendar }
      return `coalesce(${at} >= ${startOf(unit, period)} AND ${at} < ${startOf(unit, period, 1)}, FALSE)`
    },
  })

/** SQL that holds where a moment lies in a period up to the end of its date, both moved by whole periods. */
export const liesUpTo = (unit: Exclude<Unit, 'Day'>, at: string, period: Period): string => {
  const { step, interval } = units[unit]
  const moved = period.shift ? wholeNumber(period.shift) : '0'
  const last = `(CASE WHEN abs(${moved}) <= ${maxShift} THEN date_trunc('day', ${moment(period.date)}) + ${interval}(CAST(${moved} * ${step} AS INTEGER)) + INTERVAL 1 DAY END)`
  return `coalesce(${at} >= ${startOf(unit, period)} AND ${at} < ${last}, FALSE)`
}

/** Whether a date lies in the part of a period up to a base date, both moved by whole periods. */
const toDate = (unit: Exclude<Unit, 'Day'>, examples: readonly (readonly [string, number])[]) =>
  dates.truth({
    name: `In${unit}ToDate`,
    parameters: [...twoDates, ...beginning(unit)],
    description: `Whether a date lies in the ${unit.toLowerCase()} of another one up to the end of that day, moved by a number of ${unit.toLowerCase()}s.${beginningText(unit)}`,
    missing: 'False where one of them is missing.',
    examples,
    duckdb: (args, _, _bind, { calendar }) => {
      const [date, base, shift, begins] = args as unknown as TwoDates
      return liesUpTo(unit, moment(date), { date: base, shift, begins, calendar })
    },
  })

export const periods = [
  starts('Year', [
    ["YearStart('2024-03-15')", { number: 45_292, text: '2024-01-01' }],
    ["YearStart('2024-03-15', 0, 4)", { number: 45_017, text: '2023-04-01' }],
    ["YearStart('2024-04-01', 1, 4) & ''", '2025-04-01'],
    ["YearStart('2024-04-01', 0, 13)", null],
  ]),
  starts('Quarter', [
    ["QuarterStart('2024-05-15', -1)", { number: 45_292, text: '2024-01-01' }],
    ["QuarterStart('2024-05-31', 0, 3) & ''", '2024-03-01'],
  ]),
  starts('Month', [["MonthStart('2024-03-15', -1)", { number: 45_323, text: '2024-02-01' }]]),
  starts('Week', [
    ["WeekStart('2024-03-15')", { number: 45_362, text: '2024-03-11' }],
    ["WeekStart('2024-03-15', 0, 6) & ''", '2024-03-10'],
    ["WeekStart('2024-03-15', 1, 4) & ''", '2024-03-22'],
  ]),
  starts('Day', [
    ["DayStart('2024-03-15 17:00:00')", { number: 45_366, text: '2024-03-15' }],
    ["DayStart('2024-03-15 03:00:00', 0, 0.25) * 4", 181_461],
  ]),
  ends('Year', [
    ["YearEnd('2024-03-15') & ''", '2024-12-31'],
    ["YearEnd('2024-03-15', 0, 4) & ''", '2024-03-31'],
  ]),
  ends('Quarter', [["QuarterEnd('2024-05-15') & ''", '2024-06-30']]),
  ends('Month', [["MonthEnd('2024-01-31', 1) & ''", '2024-02-29']]),
  ends('Week', [
    ["WeekEnd('2024-03-15') & ''", '2024-03-17'],
    ["WeekEnd('2024-03-15', 0, 6) & ''", '2024-03-16'],
  ]),
  ends('Day', [["DayEnd('2024-03-15') & ''", '2024-03-15']]),
  within('Year', [
    ["InYear('2024-03-15', '2025-01-01', -1)", -1],
    ["InYear('2024-03-15', '2025-01-01', 0)", 0],
    ["InYear('2024-03-15', '2023-05-01', 0, 4)", -1],
  ]),
  within('Quarter', [
    ["InQuarter('2024-03-31', '2024-01-01', 0)", -1],
    ["InQuarter('2024-04-01', '2024-01-01', 0)", 0],
  ]),
  within('Month', [
    ["InMonth('2024-02-29', '2024-03-15', -1)", -1],
    ["InMonth('2024-03-01', '2024-03-15', -1)", 0],
  ]),
  within('Week', [
    ["InWeek('2024-03-17', '2024-03-11', 0)", -1],
    ["InWeek('2024-03-18', '2024-03-11', 0)", 0],
    ["InWeek('2024-03-17', '2024-03-11', 0, 6)", 0],
  ]),
  within('Day', [
    ["InDay('2024-03-15 23:00:00', '2024-03-15', 0)", -1],
    ["InDay('2024-03-16', '2024-03-15', 0)", 0],
  ]),
  toDate('Year', [
    ["InYearToDate('2012-01-25', '2013-02-01', -1)", -1],
    ["InYearToDate('2012-02-02', '2013-02-01', -1)", 0],
    ["InYearToDate('2012-12-31', '2013-02-01', 0, 4)", -1],
  ]),
  toDate('Quarter', [
    ["InQuarterToDate('2024-02-01', '2024-02-01', 0)", -1],
    ["InQuarterToDate('2024-02-02', '2024-02-01', 0)", 0],
  ]),
  toDate('Month', [
    ["InMonthToDate('2024-02-01', '2024-02-15', 0)", -1],
    ["InMonthToDate('2024-02-16', '2024-02-15', 0)", 0],
  ]),
  toDate('Week', [
    ["InWeekToDate('2024-03-12', '2024-03-13', 0)", -1],
    ["InWeekToDate('2024-03-14', '2024-03-13', 0)", 0],
  ]),
  dates.dual({
    name: 'MonthName',
    parameters: shifted,
    description: 'The month and year of a date; its number is the first day of the month.',
    examples: [["MonthName('2024-03-15')", { number: 45_352, text: 'Mar 2024' }]],
    duckdb: ([date, shift], _, bind, { calendar }) => {
      const start = startOf('Month', { date, shift, begins: undefined, calendar })
      return {
        number: () => serial(start),
        text: () =>
          `(${nameOf(calendar.monthNames, `date_part('month', ${start})`, bind)} || strftime(${start}, ' %Y'))`,
      }
    },
  }),
  dates.dual({
    name: 'QuarterName',
    parameters: [...shifted, ...beginning('Quarter')],
    description: `The months of the quarter of a date, and its year; its number is the first day of the quarter.${beginningText('Quarter')}`,
    examples: [
      ["QuarterName('2024-05-15')", { number: 45_383, text: 'Apr-Jun 2024' }],
      ["QuarterName('2013-10-29', 0, 3) & ''", 'Sep-Nov 2013'],
    ],
    duckdb: ([date, shift, begins], _, bind, { calendar }) => {
      const start = startOf('Quarter', { date, shift, begins, calendar })
      const name = (at: string) => nameOf(calendar.monthNames, `date_part('month', ${at})`, bind)
      return {
        number: () => serial(start),
        text: () => `(${name(start)} || '-' || ${name(`(${start} + to_months(2))`)} || strftime(${start}, ' %Y'))`,
      }
    },
  }),
  dates.dual({
    name: 'YearName',
    parameters: [...shifted, ...beginning('Year')],
    description: `The year of a date, or both years where it begins within one; its number is the first day of the year.${beginningText('Year')}`,
    examples: [
      ["YearName('2024-03-15', -1)", { number: 44_927, text: '2023' }],
      ["YearName('2024-03-15', 0, 4)", { number: 45_017, text: '2023-2024' }],
    ],
    duckdb: ([date, shift, begins], _, _bind, { calendar }) => {
      const start = startOf('Year', { date, shift, begins, calendar })
      const second = `strftime(${start} + to_months(12), '-%Y')`
      return {
        number: () => serial(start),
        text: () =>
          `(strftime(${start}, '%Y') || CASE WHEN date_part('month', ${start}) = 1 THEN '' ELSE ${second} END)`,
      }
    },
  }),
  dates.dual({
    name: 'WeekName',
    parameters: [...shifted, ...weekParameters],
    description:
      'The year and the week of a date, counted as `Week` counts them; its number is the first day of the week.',
    examples: [
      ["WeekName('2024-03-15')", { number: 45_362, text: '2024/11' }],
      ["WeekName('2024-12-30') & ''", '2025/01'],
      ["WeekName('2024-12-30', 0, 6, 1) & ''", '2024/53'],
    ],
    duckdb: ([date, shift, first, broken, reference], _, _bind, { calendar }) => {
      const start = startOf('Week', { date, shift, begins: first, calendar })
      const count = weekCount(first, broken, reference, calendar)
      // The date itself tells the week of a broken one, which its first day may not lie in.
      const at = shift ? start : moment(date)
      return {
        number: () => serial(start),
        text: () =>
          `(CAST(${weekYear(at, count)} AS VARCHAR) || '/' || lpad(CAST(${weekNumber(at, count)} AS VARCHAR), 2, '0'))`,
      }
    },
  }),
  dates.dual({
    name: 'DayName',
    parameters: [...shifted, ...beginning('Day')],
    description: `The date of a moment; its number is the first moment of the day.${beginningText('Day')}`,
    examples: [["DayName('2024-03-15 17:00:00')", { number: 45_366, text: '2024-03-15' }]],
    duckdb: ([date, shift, begins], _, bind, formats) => {
      const start = startOf('Day', { date, shift, begins, calendar: formats.calendar })
      return { number: () => serial(start), text: () => dayText(start, bind, formats) }
    },
  }),
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

/** SQL of the same moment of a later month; a day that the month lacks is its last. */
function monthsLater(at: string, months: string): string {
  return `(CASE WHEN abs(${months}) <= ${maxShift} THEN ${at} + to_months(CAST(${months} AS INTEGER)) END)`
}

/** SQL of a later moment that is as far from the end of its month, for a mode of 1 and days from the 28th on. */
function fromMonthEnd(date: SqlValue, months: string, mode: SqlValue): string {
  const values = { at: moment(date), n: months, mode: mode.number }
  return computedOnce('q', values, ({ at, n, mode: kind }) => {
    const left = `(last_day(${at}) - CAST(${at} AS DATE))`
    const end = `last_day(${monthsLater(`date_trunc('month', ${at})`, n)})`
    const kept = `(${end} - to_days(CAST(${left} AS INTEGER)) + (${at} - date_trunc('day', ${at})))`
    return `CASE WHEN ${kind} = 1 AND date_part('day', ${at}) >= 28 THEN ${kept} WHEN ${kind} IN (0, 1) THEN ${monthsLater(at, n)} END`
  })
}
