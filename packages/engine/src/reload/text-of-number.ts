import { momentOf } from '../expressions/functions/date-and-time/moment.js'
import { writtenByPattern } from '../expressions/functions/formatting/date-pattern.js'
import { intervalText } from '../expressions/functions/formatting/interval-text.js'
import type { AppFormats } from '../format/app-formats.js'
import type { ValueKind } from '../model/data-model.js'
import { type DualConversion, doubleText } from './dual-value.js'
import { quoteText } from './sql-text.js'

/** SQL of the plain text of a number, the same whatever the column that it comes from. */
export const plainNumber = (number: string): string => doubleText(`(${number} + 0.0)`)

/**
 * SQL of the text of a number that stands in columns of different kinds: as the first of them that holds no texts shows its
 * values, or as their type declares. It hangs on the number and on the columns only, never on which of their rows there are:
 * so it tells nothing of rows that are hidden.
 */
export const textOfNumber = (columns: readonly DualConversion[], number: string, formats: AppFormats): string => {
  const declared = columns.flatMap(({ declared: list }) =>
    list === undefined
      ? []
      : [
          `CASE WHEN ${number} = trunc(${number}) AND ${number} BETWEEN 1 AND len(${list}) THEN CAST(list_extract(${list}, CAST(${number} AS BIGINT)) AS VARCHAR) END`,
        ],
  )
  const shown = columns.find(({ kind }) => kind !== 'text')
  const plain =
    formats.decimal === '.'
      ? plainNumber(number)
      : `replace(${plainNumber(number)}, '.', ${quoteText(formats.decimal)})`
  const written = shown ? byKind[shown.kind](number, formats, shown.duration === true) : undefined
  return `coalesce(${[...declared, ...(written === undefined ? [] : [written]), plain].join(', ')})`
}

type Written = (number: string, formats: AppFormats, duration: boolean) => string | undefined

const byPattern = (number: string, pattern: string, { calendar }: AppFormats): string =>
  writtenByPattern(momentOf(number), pattern, quoteText, calendar)

const byKind: Readonly<Record<ValueKind, Written>> = {
  text: () => undefined,
  number: () => undefined,
  boolean: () => undefined,
  date: (number, formats) =>
    `CASE WHEN ${number} = trunc(${number}) THEN ${byPattern(number, formats.date, formats)} ELSE ${byPattern(number, formats.timestamp, formats)} END`,
  timestamp: (number, formats) => byPattern(number, formats.timestamp, formats),
  time: (number, formats, duration) =>
    duration ? intervalText(number, formats.time, quoteText) : byPattern(number, formats.time, formats),
}
