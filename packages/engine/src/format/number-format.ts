import { booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import { formatDate } from './date-pattern.js'
import { defaultNumberLocale, type NumberLocale } from './number-locale.js'
import { patternWriter } from './number-pattern.js'

/** U unknown (automatic), A text, I integer, R real, F fixed, M money, D date, T time, TS timestamp, IV interval. */
export type NumberFormatType = 'U' | 'A' | 'I' | 'R' | 'F' | 'M' | 'D' | 'T' | 'TS' | 'IV'

/** A parsed `qNumFormat`. */
export interface NumberFormat {
  readonly type: NumberFormatType
  /** Decimals for F, significant digits for R. */
  readonly digits: number
  readonly useThousands: boolean
  /** `''` where the type decides alone. */
  readonly pattern: string
  readonly decimal: string
  readonly thousand: string
}

const types: ReadonlySet<string> = new Set<NumberFormatType>(['U', 'A', 'I', 'R', 'F', 'M', 'D', 'T', 'TS', 'IV'])

/** Characters of a pattern: every cell of its column is written by all of them. */
export const maxPatternLength = 256

/** Characters of a separator: a number has one for every three digits. */
const maxSeparatorLength = 8

/** What keeps a column from being written under a format; `undefined` where nothing does. */
export const numberFormatProblem = ({ pattern, decimal, thousand }: NumberFormat): string | undefined => {
  if (pattern.length > maxPatternLength) return `The number format has at most ${maxPatternLength} characters.`
  if (Math.max(decimal.length, thousand.length) > maxSeparatorLength)
    return `A separator of the number format has at most ${maxSeparatorLength} characters.`
  return undefined
}

/** Reads QIX's `FieldAttributes`; absent members mean automatic formatting in the given locale. */
export const parseNumberFormat = (
  value: Json | undefined,
  locale: NumberLocale = defaultNumberLocale,
): NumberFormat => {
  const format = objectOf(value)
  const type = textOf(format.qType)
  return {
    type: types.has(type) ? (type as NumberFormatType) : 'U',
    digits: numberOf(format.qnDec) ?? 10,
    useThousands: booleanOf(format.qUseThou) || (numberOf(format.qUseThou) ?? 0) !== 0,
    pattern: textOf(format.qFmt),
    decimal: textOf(format.qDec) || locale.decimal,
    thousand: textOf(format.qThou) || locale.thousand,
  }
}

/** Writes QIX's `FieldAttributes`, all members present. */
export const numberFormatLayout = (format: NumberFormat): JsonObject => ({
  qType: format.type,
  qnDec: format.digits,
  qUseThou: format.useThousands ? 1 : 0,
  ...(format.pattern === '' ? {} : { qFmt: format.pattern, qDec: format.decimal, qThou: format.thousand }),
})

/** Fourteen significant digits hide binary noise: 0.1 + 0.2 reads 0.3. */
const automatic = (value: number, decimal: string): string => {
  const text = String(Number(value.toPrecision(14)))
  return decimal === '.' ? text : text.replace('.', decimal)
}

const patternOf = (format: NumberFormat): string => {
  if (format.pattern !== '') return format.pattern
  const integers = format.useThousands ? `#${format.thousand}##0` : '0'
  const decimals = format.type === 'F' || format.type === 'M' ? Math.min(Math.max(format.digits, 0), 14) : 0
  return decimals > 0 ? `${integers}${format.decimal}${'0'.repeat(decimals)}` : integers
}

/** Writes numbers under one format. */
type NumberWriter = (value: number) => string

const writerOf = (format: NumberFormat, locale: NumberLocale): NumberWriter => {
  const own = { ...locale, decimal: format.decimal, thousand: format.thousand }
  const { type, pattern } = format
  switch (type) {
    case 'U':
    case 'A':
      return pattern === '' ? (value) => automatic(value, own.decimal) : patternWriter(pattern, own)
    case 'I':
    case 'F':
    case 'M':
      return patternWriter(patternOf(format), own)
    case 'R': {
      const significant = Math.min(Math.max(format.digits, 1), 15)
      return pattern === ''
        ? (value) => automatic(Number(value.toPrecision(significant)), own.decimal)
        : patternWriter(pattern, own)
    }
    case 'D':
      return (value) => formatDate(value, pattern || 'YYYY-MM-DD')
    case 'T':
      return (value) => formatDate(value, pattern || 'hh:mm:ss')
    case 'TS':
      return (value) => formatDate(value, pattern || 'YYYY-MM-DD hh:mm:ss')
    case 'IV':
      return (value) => formatInterval(value, pattern || 'hh:mm:ss')
  }
}

/** A format is taken apart once, however many cells its column has. */
const writers = new WeakMap<NumberFormat, NumberWriter>()

/** The text of a number under a format. Formats by pattern use the separators that the format itself names. */
export const formatNumber = (value: number, format: NumberFormat): string => {
  const known = writers.get(format)
  if (known) return known(value)
  const writer = writerOf(format, defaultNumberLocale)
  writers.set(format, writer)
  return writer(value)
}

/** An interval counts its leading unit on beyond a day: 1.5 days are 36:00:00. */
const formatInterval = (days: number, pattern: string): string => {
  const seconds = Math.round(Math.abs(days) * 86_400)
  const hasDays = /D/.test(pattern)
  const values: Readonly<Record<string, number>> = {
    D: Math.floor(seconds / 86_400),
    h: Math.floor((hasDays ? seconds % 86_400 : seconds) / 3600),
    m: Math.floor((seconds % 3600) / 60),
    s: seconds % 60,
  }
  const text = pattern.replace(/D+|h+|m+|s+/g, (unit) => String(values[unit.charAt(0)] ?? 0).padStart(unit.length, '0'))
  return days < 0 ? `-${text}` : text
}
