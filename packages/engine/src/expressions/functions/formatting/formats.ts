import type { AppFormats } from '../../../format/app-formats.js'
import { numberLocale, type Separators } from '../../../format/number-locale.js'
import { moment } from '../date-and-time/moment.js'
import { type Example, functionsOf } from '../scalar-function.js'
import { numberValue, type SqlValue } from '../sql-value.js'
import { writtenByPattern } from './date-pattern.js'
import { intervalText } from './interval-text.js'
import { numberText } from './number-text.js'

const formats = functionsOf('formatting')
const value = { name: 'value' } as const
const pattern = { name: 'pattern', optional: true, literal: 'text' } as const

/** What stands between decimals and groups in a pattern and in its numbers, where it is not what the app has. */
export const separatorParameters = [
  { name: 'dec_sep', optional: true, literal: 'text' },
  { name: 'thou_sep', optional: true, literal: 'text' },
] as const

const dateFormat = (
  name: string,
  member: 'date' | 'time' | 'timestamp',
  description: string,
  examples: readonly Example[],
) =>
  formats.dual({
    name,
    parameters: [value, pattern],
    description: `${description} As the app writes it where no pattern is given. The number stays.`,
    examples,
    duckdb: ([of, by], _, bind, app: AppFormats) => ({
      number: () => of.number,
      text: () => writtenByPattern(moment(of), String(by?.literal ?? app[member]), bind, app.calendar),
    }),
  })

/** How numbers are written in a call: as it says, else as the app does. */
const localeOf = (app: AppFormats, of: Separators, decimal?: SqlValue, thousand?: SqlValue) =>
  numberLocale({
    decimal: String(decimal?.literal ?? of.decimal) || of.decimal,
    thousand: String(thousand?.literal ?? of.thousand),
    abbreviations: app.abbreviations,
  })

export const valueFormats = [
  formats.dual({
    name: 'Num',
    parameters: [value, pattern, ...separatorParameters],
    description:
      'A number by a pattern: `#` and `0` are digits, sections after `;` are for values below zero and for zero, `%` is times 100, `A` an abbreviation; `(hex)`, `(bin)`, `(oct)`, `(r36)` and `(rom)` are other systems. The separators of the pattern are those given, or those of the app. The number stays.',
    examples: [
      ["Num(1234.5, '#,##0.00') & ''", '1,234.50'],
      ["Num(0.256, '0.0%') & ''", '25.6%'],
      ["Num(-5, '0;(0);none') & ''", '(5)'],
      ["Num(0, '0;(0);none') & ''", 'none'],
      ["Num(1234567.5, '#.##0,0', ',', '.') & ' EUR'", '1.234.567,5 EUR'],
      ["Num(1234567, '0.0A') & ''", '1.2M'],
      ["Num(255, '(hex)') & Num(255, '(HEX)') & Num(5, '(bin)') & Num(1990, '(ROM)')", 'ffFF101MCMXC'],
      ["Num(2, '0.00') + 1", 3],
      ["Num('x', '0')", null],
    ],
    duckdb: ([of, by, decimal, thousand], _, bind, app) => ({
      number: () => of.number,
      text: () =>
        by
          ? numberText(of.number, String(by.literal), localeOf(app, app, decimal, thousand), bind)
          : numberValue(of.number, null, app).text,
    }),
  }),
  formats.dual({
    name: 'Money',
    parameters: [value, pattern, ...separatorParameters],
    description: 'An amount of money by a pattern, or as the app writes money. The number stays.',
    examples: [
      ['Money(1234.5)', { number: 1234.5, text: '$1,234.50' }],
      ["Money(1234.5, '#,##0 kr') & ''", '1,235 kr'],
    ],
    duckdb: ([of, by, decimal, thousand], _, bind, app) => ({
      number: () => of.number,
      text: () =>
        numberText(
          of.number,
          String(by?.literal ?? app.money.pattern),
          localeOf(app, app.money, decimal, thousand),
          bind,
        ),
    }),
  }),
  dateFormat('Date', 'date', 'A number as a date.', [
    ['Date(45296.75)', { number: 45_296.75, text: '2024-01-05' }],
    ["Date('2024-01-05', 'D.M.YY')", { number: 45_296, text: '5.1.24' }],
    ["Date('2024-01-05', 'MMM YYYY')", { number: 45_296, text: 'Jan 2024' }],
  ]),
  dateFormat('Time', 'time', 'The fraction of a number as a time of day.', [
    ['Time(0.5)', { number: 0.5, text: '12:00:00' }],
    ["Time(0.75, 'h:mm TT')", { number: 0.75, text: '6:00 PM' }],
    ["Time(0.75, 'h:mm tt') & ''", '6:00 pm'],
  ]),
  dateFormat('Timestamp', 'timestamp', 'A number as a date and a time.', [
    ['Timestamp(45296.5)', { number: 45_296.5, text: '2024-01-05 12:00:00' }],
    ["Timestamp('2024-01-05 12:00:00.25') & ''", '2024-01-05 12:00:00.250'],
  ]),
  formats.dual({
    name: 'Interval',
    parameters: [value, pattern],
    description:
      'A number of days as a duration: `d`, `h`, `m`, `s` and `f` count units, which are cut; the largest one runs on. By the times of the app where no pattern is given. The number stays.',
    examples: [
      ['Interval(1.375)', { number: 1.375, text: '33:00:00' }],
      ["Interval(1.5, 'd hh:mm') & ''", '1 12:00'],
      ["Interval(35.648, 'hh:mm') & ''", '855:33'],
      ["Interval(0.375, 'd hh') & ''", '0 09'],
      ["Interval(-0.5, 'm') & ''", '-720'],
      ["Interval('2024-01-06' - '2024-01-05', 'hh') & ''", '24'],
    ],
    duckdb: ([of, by], _, bind, app) => ({
      number: () => of.number,
      text: () => intervalText(of.number, String(by?.literal ?? app.time), bind),
    }),
  }),
]
