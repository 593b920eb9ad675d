import { writtenByPattern } from '../expressions/functions/formatting/date-pattern.js'
import { intervalText } from '../expressions/functions/formatting/interval-text.js'
import { type AppFormats, defaultFormats } from '../format/app-formats.js'
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

/** How an app shows the values of a kind; `undefined` where as the data states them. */
export const shownText = (kind: ValueKind, formats: AppFormats): ShownText | undefined => kinds[kind](formats)
