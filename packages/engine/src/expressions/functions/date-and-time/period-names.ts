import { functionsOf } from '../scalar-function.js'
import { beginning, beginningText, shifted, startOf } from './calendar-units.js'
import { moment, nameOf, serial } from './moment.js'
import { dayText } from './texts.js'
import { weekCount, weekNumber, weekParameters, weekYear } from './weeks.js'

const dates = functionsOf('date and time')

/** What the period of a date is called. */
export const periodNames = [
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
]
