import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import {
  beginning,
  beginningText,
  liesUpTo,
  periodOf,
  type ShiftedArguments,
  shifted,
  startOf,
  type Unit,
} from './calendar-units.js'
import { lastMillisecondBefore, moment, serial } from './moment.js'
import { dayText } from './texts.js'

const dates = functionsOf('date and time')

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
]
