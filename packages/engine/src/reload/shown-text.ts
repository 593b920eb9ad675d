import { moment } from '../expressions/functions/date-and-time/moment.js'
import { writtenByPattern } from '../expressions/functions/formatting/date-pattern.js'
import { intervalText } from '../expressions/functions/formatting/interval-text.js'
import { numberText } from '../expressions/functions/formatting/number-text.js'
import { numberValue } from '../expressions/functions/sql-value.js'
import { type AppFormats, defaultFormats } from '../format/app-formats.js'
import { type FieldFormat, formatOfField } from '../format/field-format.js'
import { type NumberFormatType, numberPattern } from '../format/number-format.js'
import { numberLocale } from '../format/number-locale.js'
import type { ValueKind } from '../model/data-model.js'
import type { DualConversion } from './dual-value.js'
import { quoteText } from './sql-text.js'

/** SQL of the text that an app shows of a value, where it is not the one that tells values apart. */
type ShownText = (conversion: DualConversion, column: string) => string

const byPattern =
  (at: (column: string) => string, member: 'date' | 'timestamp') =>
  (formats: AppFormats): ShownText | undefined => {
    const pattern = formats[member]
    return pattern === defaultFormats[member]
      ? undefined
      : (_, column) => writtenByPattern(at(column), pattern, quoteText, formats.calendar)
  }

const kinds: Readonly<Record<ValueKind, (formats: AppFormats) => ShownText | undefined>> = {
  text: () => undefined,
  boolean: () => undefined,
  number: ({ decimal }) =>
    decimal === '.'
      ? undefined
      : (conversion, column) => `replace(${conversion.text(column)}, '.', ${quoteText(decimal)})`,
  date: byPattern((column) => `CAST(${column} AS TIMESTAMP)`, 'date'),
  timestamp: byPattern((column) => `CAST(${column} AS TIMESTAMP)`, 'timestamp'),
  time: (formats) =>
    formats.time === defaultFormats.time
      ? undefined
      : (conversion, column) =>
          conversion.duration && conversion.num
            ? intervalText(conversion.num(column), formats.time, quoteText)
            : writtenByPattern(`(DATE '1899-12-30' + ${column})`, formats.time, quoteText, formats.calendar),
}

/** The moment that a value stands for: itself, or the days since 30 December 1899 that it counts. */
const momentOf: ShownText = (conversion, column) =>
  conversion.kind === 'date' || conversion.kind === 'timestamp'
    ? `CAST(${column} AS TIMESTAMP)`
    : moment(numberValue(numberOf(conversion, column)))

const numberOf: ShownText = (conversion, column) => conversion.num?.(column) ?? 'NULL::DOUBLE'

const dated =
  (member: 'date' | 'time' | 'timestamp') =>
  ({ pattern }: FieldFormat, formats: AppFormats): ShownText =>
  (conversion, column) =>
    writtenByPattern(momentOf(conversion, column), pattern || formats[member], quoteText, formats.calendar)

/** Whole numbers that are not exact keep all of their digits, without a pattern. */
const numbered = (format: FieldFormat, formats: AppFormats): ShownText | undefined => {
  const pattern = numberPattern(formatOfField(format, formats))
  if (pattern === undefined) return undefined
  const locale = numberLocale({ ...formats, decimal: format.decimal, thousand: format.thousand })
  return (conversion, column) => {
    const number = numberOf(conversion, column)
    const written = numberText(number, pattern, locale, quoteText)
    return `(CASE WHEN abs(${number}) < 9007199254740992 OR ${number} <> trunc(${number}) THEN ${written} ELSE ${conversion.text(column)} END)`
  }
}

const byFormat: Readonly<
  Record<NumberFormatType, (format: FieldFormat, formats: AppFormats) => ShownText | undefined>
> = {
  U: numbered,
  A: numbered,
  I: numbered,
  R: numbered,
  F: numbered,
  M: numbered,
  D: dated('date'),
  T: dated('time'),
  TS: dated('timestamp'),
  IV:
    ({ pattern }, { time }) =>
    (conversion, column) =>
      intervalText(numberOf(conversion, column), pattern || time, quoteText),
}

/** Whether the values of a kind are numbers that a format can write. */
export const takesFormat = (kind: ValueKind): boolean => kind !== 'text' && kind !== 'boolean'

/** How the values of a kind are shown, by the format of their field, else as the app has it; `undefined` where as the data states them. */
export const shownText = (kind: ValueKind, formats: AppFormats, format?: FieldFormat): ShownText | undefined =>
  (format && byFormat[format.type](format, formats)) ?? kinds[kind](formats)
