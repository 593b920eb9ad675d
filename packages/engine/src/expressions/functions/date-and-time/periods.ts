import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { isoDay, isoMoment, lastMillisecondBefore, moment, months, nameOf, serial } from './moment.js'

const dates = functionsOf('date and time')
const parameters = [{ name: 'date' }, { name: 'shift', optional: true }] as const

/** The units of the calendar: how each begins, and how many of which unit of the database one step is. */
const units = {
  Day: { unit: 'day', step: 1, interval: 'to_days' },
  Week: { unit: 'week', step: 7, interval: 'to_days' },
  Month: { unit: 'month', step: 1, interval: 'to_months' },
  Quarter: { unit: 'quarter', step: 3, interval: 'to_months' },
  Year: { unit: 'year', step: 12, interval: 'to_months' },
} as const

type Unit = keyof typeof units

/** Shifts beyond this are missing: no calendar reaches that far. */
const maxShift = 120_000

/** SQL of the first moment of the period that a date lies in, moved by whole periods. */
const startOf = (unit: Unit, date: SqlValue, shift: SqlValue | undefined, further = 0): string => {
  const { unit: name, step, interval } = units[unit]
  const start = `date_trunc('${name}', ${moment(date)})`
  if (!shift && further === 0) return start
  const moved = `(${shift ? wholeNumber(shift) : '0'} + ${further})`
  return `(CASE WHEN abs(${moved}) <= ${maxShift} THEN ${start} + ${interval}(CAST(${moved} * ${step} AS INTEGER)) END)`
}

const starts = (unit: Unit, example: readonly [string, number, string]) =>
  dates.dual({
    name: `${unit}Start`,
    parameters,
    description: `The first moment of the ${unit.toLowerCase()} of a date, moved by a number of ${unit.toLowerCase()}s.`,
    examples: [[example[0], { number: example[1], text: example[2] }]],
    duckdb: ([date, shift]) => {
      const start = startOf(unit, date, shift)
      return { number: () => serial(start), text: () => isoDay(start) }
    },
  })

const ends = (unit: Unit, example: readonly [string, string]) =>
  dates.dual({
    name: `${unit}End`,
    parameters,
    description: `The last millisecond of the ${unit.toLowerCase()} of a date, moved by a number of ${unit.toLowerCase()}s.`,
    examples: [[`${example[0]} & ''`, example[1]]],
    duckdb: ([date, shift]) => {
      const end = lastMillisecondBefore(startOf(unit, date, shift, 1))
      return { number: () => serial(end), text: () => isoDay(end) }
    },
  })

/** Whether a date lies in the period of another, moved by whole periods. */
const within = (unit: Unit, examples: readonly (readonly [string, number])[]) =>
  dates.truth({
    name: `In${unit}`,
    parameters: [{ name: 'date' }, { name: 'base' }, { name: 'shift' }],
    description: `Whether a date lies in the ${unit.toLowerCase()} of another one, moved by a number of ${unit.toLowerCase()}s.`,
    missing: 'False where one of them is missing.',
    examples,
    duckdb: ([date, base, shift]) => {
      const at = moment(date)
      return `coalesce(${at} >= ${startOf(unit, base, shift)} AND ${at} < ${startOf(unit, base, shift, 1)}, FALSE)`
    },
  })

/** Whether a date lies in the part of a period up to a base date, both moved by whole periods. */
const toDate = (unit: Unit, examples: readonly (readonly [string, number])[]) => {
  const { step, interval } = units[unit]
  return dates.truth({
    name: `In${unit}ToDate`,
    parameters: [{ name: 'date' }, { name: 'base' }, { name: 'shift' }],
    description: `Whether a date lies in the ${unit.toLowerCase()} of another one up to the end of that day, moved by a number of ${unit.toLowerCase()}s.`,
    missing: 'False where one of them is missing.',
    examples,
    duckdb: ([date, base, shift]) => {
      const at = moment(date)
      const moved = wholeNumber(shift)
      const last = `(CASE WHEN abs(${moved}) <= ${maxShift} THEN date_trunc('day', ${moment(base)}) + ${interval}(CAST(${moved} * ${step} AS INTEGER)) + INTERVAL 1 DAY END)`
      return `coalesce(${at} >= ${startOf(unit, base, shift)} AND ${at} < ${last}, FALSE)`
    },
  })
}

export const periods = [
  starts('Year', ["YearStart('2024-03-15')", 45_292, '2024-01-01']),
  starts('Quarter', ["QuarterStart('2024-05-15', -1)", 45_292, '2024-01-01']),
  starts('Month', ["MonthStart('2024-03-15', -1)", 45_323, '2024-02-01']),
  starts('Week', ["WeekStart('2024-03-15')", 45_362, '2024-03-11']),
  starts('Day', ["DayStart('2024-03-15 17:00:00')", 45_366, '2024-03-15']),
  ends('Year', ["YearEnd('2024-03-15')", '2024-12-31']),
  ends('Quarter', ["QuarterEnd('2024-05-15')", '2024-06-30']),
  ends('Month', ["MonthEnd('2024-01-31', 1)", '2024-02-29']),
  ends('Week', ["WeekEnd('2024-03-15')", '2024-03-17']),
  ends('Day', ["DayEnd('2024-03-15')", '2024-03-15']),
  within('Year', [
    ["InYear('2024-03-15', '2025-01-01', -1)", -1],
    ["InYear('2024-03-15', '2025-01-01', 0)", 0],
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
  ]),
  within('Day', [
    ["InDay('2024-03-15 23:00:00', '2024-03-15', 0)", -1],
    ["InDay('2024-03-16', '2024-03-15', 0)", 0],
  ]),
  toDate('Year', [
    ["InYearToDate('2012-01-25', '2013-02-01', -1)", -1],
    ["InYearToDate('2012-02-02', '2013-02-01', -1)", 0],
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
    parameters,
    description: 'The month and year of a date; its number is the first day of the month.',
    examples: [["MonthName('2024-03-15')", { number: 45_352, text: 'Mar 2024' }]],
    duckdb: ([date, shift]) => {
      const start = startOf('Month', date, shift)
      return {
        number: () => serial(start),
        text: () => `(${nameOf(months, `date_part('month', ${start})`)} || strftime(${start}, ' %Y'))`,
      }
    },
  }),
  dates.dual({
    name: 'QuarterName',
    parameters,
    description: 'The months of the quarter of a date, and its year; its number is the first day of the quarter.',
    examples: [["QuarterName('2024-05-15')", { number: 45_383, text: 'Apr-Jun 2024' }]],
    duckdb: ([date, shift]) => {
      const start = startOf('Quarter', date, shift)
      const month = `date_part('month', ${start})`
      return {
        number: () => serial(start),
        text: () =>
          `(${nameOf(months, month)} || '-' || ${nameOf(months, `${month} + 2`)} || strftime(${start}, ' %Y'))`,
      }
    },
  }),
  dates.dual({
    name: 'YearName',
    parameters,
    description: 'The year of a date; its number is the first day of the year.',
    examples: [["YearName('2024-03-15', -1)", { number: 44_927, text: '2023' }]],
    duckdb: ([date, shift]) => {
      const start = startOf('Year', date, shift)
      return { number: () => serial(start), text: () => `strftime(${start}, '%Y')` }
    },
  }),
  dates.dual({
    name: 'WeekName',
    parameters,
    description: 'The ISO week of a date with its year; its number is the first day of the week.',
    examples: [["WeekName('2024-03-15')", { number: 45_362, text: '2024/11' }]],
    duckdb: ([date, shift]) => {
      const start = startOf('Week', date, shift)
      return { number: () => serial(start), text: () => `strftime(${start}, '%G/%V')` }
    },
  }),
  dates.dual({
    name: 'DayName',
    parameters,
    description: 'The date of a moment; its number is the first moment of the day.',
    examples: [["DayName('2024-03-15 17:00:00')", { number: 45_366, text: '2024-03-15' }]],
    duckdb: ([date, shift]) => {
      const start = startOf('Day', date, shift)
      return { number: () => serial(start), text: () => isoDay(start) }
    },
  }),
  dates.dual({
    name: 'AddMonths',
    parameters: [{ name: 'date' }, { name: 'months' }],
    description: 'The same day of a later or earlier month, or its last day where the month is shorter.',
    examples: [
      ["AddMonths('2024-01-31', 1)", { number: 45_351, text: '2024-02-29' }],
      ["AddMonths('2024-02-29', -1) & ''", '2024-01-29'],
    ],
    duckdb: ([date, count]) => monthsLater(date, wholeNumber(count)),
  }),
  dates.dual({
    name: 'AddYears',
    parameters: [{ name: 'date' }, { name: 'years' }],
    description: 'The same day of a later or earlier year.',
    examples: [["AddYears('2024-02-29', 1) & ''", '2025-02-28']],
    duckdb: ([date, count]) => monthsLater(date, `(${wholeNumber(count)} * 12)`),
  }),
]

function monthsLater(date: SqlValue, months: string) {
  const at = moment(date)
  const later = `(CASE WHEN abs(${months}) <= ${maxShift} THEN ${at} + to_months(CAST(${months} AS INTEGER)) END)`
  return {
    number: () => serial(later),
    text: () => `(CASE WHEN ${later} = date_trunc('day', ${later}) THEN ${isoDay(later)} ELSE ${isoMoment(later)} END)`,
  }
}
