import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'
import { momentOf, serial } from './moment.js'
import { dayText } from './texts.js'

const dates = functionsOf('date and time')

/** The whole serial day of a moment; NULL beyond the range of calendars. */
const serialDay = (value: SqlValue): string => `CAST(TRY_CAST(floor(${value.number}) AS INTEGER) AS BIGINT)`

/** The database computes what is constant whatever condition stands around it: the list of days has a bound of its own. */
const maxDays = 36_525
const maxWorkDays = 26_000

/** SQL of the days of a list that are from Monday to Friday and no holidays. */
const working = (days: string, holidays: readonly SqlValue[]): string => {
  const free = holidays.map((holiday) => serialDay(holiday))
  // Serial day 2 is a Monday: days 0 and 1 of each week from there are Saturday and Sunday, shifted.
  return `list_filter(${days}, lambda d: (d - 2) % 7 NOT IN (5, 6) AND (d - 2) % 7 NOT IN (-1, -2)${free.length === 0 ? '' : ` AND NOT list_contains([${free.join(', ')}], d)`})`
}

/** SQL of the n-th working day from a day on, forwards or back. */
const nthWorkDay = (
  from: SqlValue,
  count: SqlValue,
  holidays: readonly SqlValue[],
  direction: 'forwards' | 'back',
): string =>
  computedOnce('w', { from: serialDay(from), n: wholeNumber(count) }, ({ from: day, n }) => {
    // Two weekends more than five days need, and for each holiday a weekend, too.
    const span = `(CASE WHEN ${n} BETWEEN 1 AND ${maxWorkDays} THEN ${n} * 7 // 5 + ${7 + 3 * holidays.length} ELSE 0 END)`
    const days = direction === 'forwards' ? `range(${day}, ${day} + ${span})` : `range(${day}, ${day} - ${span}, -1)`
    return `CASE WHEN ${n} BETWEEN 1 AND ${maxWorkDays} THEN list_extract(${working(days, holidays)}, ${n})::DOUBLE END`
  })

const workDate = (
  name: string,
  parameter: string,
  description: string,
  examples: readonly (readonly [string, string | null])[],
  direction: 'forwards' | 'back',
) =>
  dates.dual({
    name,
    parameters: [{ name: parameter }, { name: 'days' }],
    more: { name: 'holiday' },
    description,
    missing: `Missing, too, for less than 1 day or more than ${maxWorkDays.toLocaleString('en')}.`,
    examples,
    duckdb: ([from, count], holidays, bind, formats) => {
      const at = momentOf(nthWorkDay(from, count, holidays, direction))
      return { number: () => serial(at), text: () => dayText(at, bind, formats) }
    },
  })

export const workDays = [
  dates.number({
    name: 'NetWorkDays',
    parameters: [{ name: 'from' }, { name: 'to' }],
    more: { name: 'holiday' },
    description: 'The days from Monday to Friday between two dates, both counted, but for holidays. At most 100 years.',
    examples: [
      ["NetWorkDays('2012-12-19', '2013-01-07')", 14],
      ["NetWorkDays('2012-12-19', '2013-01-07', '2012-12-25', '2012-12-26')", 12],
      ['NetWorkDays(-1000000000, 1000000000)', null],
    ],
    duckdb: ([from, to], holidays) => {
      const first = serialDay(from)
      const last = serialDay(to)
      const days = `range(${first}, least(${last}, ${first} + ${maxDays}) + 1)`
      return `(CASE WHEN ${last} - ${first} BETWEEN -1 AND ${maxDays} THEN CAST(len(${working(days, holidays)}) AS DOUBLE) WHEN ${last} < ${first} THEN 0.0::DOUBLE END)`
    },
  }),
  workDate(
    'LastWorkDate',
    'start',
    'The last of a number of days from Monday to Friday that begin with a date, but for holidays.',
    [
      ["LastWorkDate('2014-12-19', 9)", '2014-12-31'],
      ["LastWorkDate('2014-12-19', 9, '2014-12-25', '2014-12-26')", '2015-01-02'],
      ["LastWorkDate('2014-12-19', 0)", null],
    ],
    'forwards',
  ),
  workDate(
    'FirstWorkDate',
    'end',
    'The first of a number of days from Monday to Friday that end with a date, but for holidays.',
    [
      ["FirstWorkDate('2014-12-29', 9)", '2014-12-17'],
      ["FirstWorkDate('2014-12-29', 9, '2014-12-25', '2014-12-26')", '2014-12-15'],
    ],
    'back',
  ),
]
