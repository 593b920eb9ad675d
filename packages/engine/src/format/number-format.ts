import { booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import { formatDate } from './date-pattern.js'
import { defaultNumberLocale, type NumberLocale } from './number-locale.js'
import { formatByPattern } from './number-pattern.js'

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

/** The text of a number under a format. Formats by pattern use the separators that the format itself names. */
export const formatNumber = (
  value: number,
  format: NumberFormat,
  locale: NumberLocale = defaultNumberLocale,
): string => {
  const own = { ...locale, decimal: format.decimal, thousand: format.thousand }
  switch (format.type) {
    case 'U':
    case 'A':
      return format.pattern === '' ? automatic(value, own.decimal) : formatByPattern(value, format.pattern, own)
    case 'I':
    case 'F':
    case 'M':
      return formatByPattern(value, patternOf(format), own)
    case 'R':
      return format.pattern === ''
        ? automatic(Number(value.toPrecision(Math.min(Math.max(format.digits, 1), 15))), own.decimal)
        : formatByPattern(value, format.pattern, own)
    case 'D':
      return formatDate(value, format.pattern || 'YYYY-MM-DD')
    case 'T':
      return formatDate(value, format.pattern || 'hh:mm:ss')
    case 'TS':
      return formatDate(value, format.pattern || 'YYYY-MM-DD hh:mm:ss')
    case 'IV':
      return formatInterval(value, format.pattern || 'hh:mm:ss')
  }
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
