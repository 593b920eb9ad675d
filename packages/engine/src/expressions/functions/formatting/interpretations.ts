import type { AppFormats } from '../../../format/app-formats.js'
import { isoCalendar } from '../../../format/calendar.js'
import { dateReadings } from '../../../format/date-reading.js'
import { intervalReading } from '../../../format/interval-reading.js'
import { numberLocale } from '../../../format/number-locale.js'
import { patternSections } from '../../../format/number-pattern.js'
import { patternReading, plainReading } from '../../../format/number-reading.js'
import { firstRead, intervalRead, momentRead, numberRead, type Read, radixRead } from '../reading.js'
import { type Example, functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { separatorParameters } from './formats.js'

const formats = functionsOf('formatting')
const text = { name: 'text' } as const
const pattern = { name: 'pattern', optional: true, literal: 'text' } as const
const missing = 'A text that does not fit stays a text without a number.'

/** A text keeps being written as it is; its number is that of the first reading that fits. */
const readAs = (value: SqlValue, reads: (of: string) => readonly Read[]) => ({
  number: () => firstRead(value.text, reads),
  text: () => value.text,
})

/** The ways to read numbers by a pattern, or plainly. */
const numberReads = (
  by: string | undefined,
  separators: { readonly decimal: string; readonly thousand: string },
  app: AppFormats,
) => {
  const plain = plainReading(separators)
  const radix = by === undefined ? null : patternSections(by, numberLocale({ ...app, ...separators })).positive.radix
  const base = radix?.base
  return (of: string): readonly Read[] => {
    if (typeof base === 'number') return [radixRead(of, base)]
    return [
      ...(by === undefined ? [] : [numberRead(of, patternReading(by, separators), false)]),
      numberRead(of, plain, true),
    ]
  }
}

const separatorsOf = (
  of: { readonly decimal: string; readonly thousand: string },
  decimal?: SqlValue,
  thousand?: SqlValue,
) => ({
  decimal: String(decimal?.literal ?? of.decimal) || of.decimal,
  thousand: String(thousand?.literal ?? of.thousand),
})

const momentReads = (by: string, app: AppFormats) => {
  const readings = dateReadings(by, app.calendar)
  return (of: string) => readings.map((reading) => momentRead(of, reading))
}

const dateInterpretation = (
  name: string,
  member: 'date' | 'time' | 'timestamp',
  description: string,
  examples: readonly Example[],
) =>
  formats.dual({
    name,
    parameters: [text, pattern],
    description: `${description} By the pattern given, else by that of the app. Two digits are a year from 1969 to 2068.`,
    missing,
    examples,
    refusal: ([, by]) =>
      typeof by === 'string' && dateReadings(by, isoCalendar).length === 0
        ? `${name} reads no date or time by the pattern '${by}'`
        : undefined,
    duckdb: ([value, by], _, _bind, app) => readAs(value, momentReads(String(by?.literal ?? app[member]), app)),
  })

export const interpretations = [
  formats.dual({
    name: 'Num#',
    parameters: [text, pattern, ...separatorParameters],
    description:
      'A text read as a number, by a pattern or plainly: with the separators given, or those of the app. `(hex)`, `(bin)`, `(oct)` and `(r36)` are other systems.',
    missing,
    examples: [
      ["Num#('12.5')", { number: 12.5, text: '12.5' }],
      ["Num#('1.234,5', '#.##0,0', ',', '.') + 0", 1234.5],
      ["Num#('$1,200', '$#,##0') + 1", 1201],
      ["Num#('12%', '0%') * 100", 12],
      ["Num#('ff', '(hex)') + 0", 255],
      ["Num#('FF', '(HEX)') + 0", 255],
      ["IsNum(Num#('x'))", 0],
      ["Num#('x') & ''", 'x'],
    ],
    refusal: ([, by]) =>
      typeof by === 'string' && /\(rom\)/i.test(by) ? 'Roman numerals are written, and not read' : undefined,
    duckdb: ([value, by, decimal, thousand], _, _bind, app) =>
      readAs(value, numberReads(by && String(by.literal), separatorsOf(app, decimal, thousand), app)),
  }),
  formats.dual({
    name: 'Money#',
    parameters: [text, pattern, ...separatorParameters],
    description: 'A text read as an amount of money, by a pattern or as the app writes money.',
    missing,
    examples: [
      ["Money#('$1,234.50') + 0", 1234.5],
      ["Money#('1.234,50 kr', '#.##0,00 kr', ',', '.') + 0", 1234.5],
    ],
    duckdb: ([value, by, decimal, thousand], _, _bind, app) =>
      readAs(
        value,
        numberReads(String(by?.literal ?? app.money.pattern), separatorsOf(app.money, decimal, thousand), app),
      ),
  }),
  dateInterpretation('Date#', 'date', 'A text read as a date.', [
    ["Date#('20240105', 'YYYYMMDD')", { number: 45_296, text: '20240105' }],
    ["Date(Date#('5 Jan 24', 'D MMM YY')) & ''", '2024-01-05'],
    ["Date#('2024-01-05') + 1", 45_297],
    ["Date#('x') + 1", null],
    ["Date#('2024-02-30', 'YYYY-MM-DD') + 1", null],
    ["Date#('Mar 2024', 'MMM YYYY') + 0", 45_352],
  ]),
  dateInterpretation('Time#', 'time', 'A text read as a time of day.', [
    ["Time#('18:00:00') * 4", 3],
    ["Time#('6 pm', 'h tt') * 4", 3],
    ["Time#('12 AM', 'h TT') + 0", 0],
  ]),
  dateInterpretation('Timestamp#', 'timestamp', 'A text read as a date and a time.', [
    ["Timestamp#('5.1.2024 06:00', 'D.M.YYYY hh:mm') + 0", 45_296.25],
  ]),
  formats.dual({
    name: 'Interval#',
    parameters: [text, pattern],
    description:
      'A text read as a duration: its number is that of days. By the pattern given, else by the times of the app.',
    missing,
    examples: [
      ["Interval#('36:00:00') + 0", 1.5],
      ["Interval#('1 12', 'd hh') + 0", 1.5],
      ["Interval#('-90', 'm') * 16", -1],
      ["IsNum(Interval#('x'))", 0],
    ],
    refusal: ([, by]) =>
      typeof by === 'string' && !intervalReading(by) ? `Interval# reads no duration by the pattern '${by}'` : undefined,
    duckdb: ([value, by], _, _bind, app) => {
      const reading = intervalReading(String(by?.literal ?? app.time))
      return readAs(value, (of) => (reading ? [intervalRead(of, reading)] : []))
    },
  }),
]
