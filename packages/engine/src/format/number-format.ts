import { booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import { limits } from '../limits.js'
import type { AppFormats } from './app-formats.js'
import { numberLocale } from './number-locale.js'
import { patternWriter } from './number-pattern.js'
import { dateWriter } from './write-date.js'
import { intervalWriter } from './write-interval.js'

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
  /** The formats of the app, for what the format itself leaves open. */
  readonly app: AppFormats
}

/** All types of formats. */
export const numberFormatTypes: ReadonlySet<string> = new Set<NumberFormatType>([
  'U',
  'A',
  'I',
  'R',
  'F',
  'M',
  'D',
  'T',
  'TS',
  'IV',
])

/** Characters of a pattern: every cell of its column is written by all of them. */
export const maxPatternLength = limits.numberPattern.most

/** Characters of a separator: a number has one for every three digits. */
const maxSeparatorLength = limits.separator.most

/** What keeps a column from being written under a format; `undefined` where nothing does. */
export const numberFormatProblem = ({ pattern, decimal, thousand }: NumberFormat): string | undefined => {
  if (pattern.length > maxPatternLength) return `The number format has at most ${maxPatternLength} characters.`
  if (Math.max(decimal.length, thousand.length) > maxSeparatorLength)
    return `A separator of the number format has at most ${maxSeparatorLength} characters.`
  return undefined
}

/** Reads QIX's `FieldAttributes`; absent members mean automatic formatting as the app has it. */
export const parseNumberFormat = (value: Json | undefined, app: AppFormats): NumberFormat => {
  const format = objectOf(value)
  const type = textOf(format.qType)
  const separators = type === 'M' ? app.money : app
  return {
    type: numberFormatTypes.has(type) ? (type as NumberFormatType) : 'U',
    digits: numberOf(format.qnDec) ?? 10,
    useThousands: booleanOf(format.qUseThou) || (numberOf(format.qUseThou) ?? 0) !== 0,
    pattern: textOf(format.qFmt),
    decimal: textOf(format.qDec) || separators.decimal,
    thousand: textOf(format.qThou) || separators.thousand,
    app,
  }
}

const automaticFormats = new WeakMap<AppFormats, NumberFormat>()

/** The format of what states none; the same one each time for an app. */
export const automaticFormat = (app: AppFormats): NumberFormat => {
  const known = automaticFormats.get(app)
  if (known) return known
  const made = parseNumberFormat(undefined, app)
  automaticFormats.set(app, made)
  return made
}

/** Writes QIX's `FieldAttributes`, all members present. */
export const numberFormatLayout = (format: NumberFormat): JsonObject => ({
  qType: format.type,
  qnDec: format.digits,
  qUseThou: format.useThousands ? 1 : 0,
  ...(format.pattern === '' ? {} : { qFmt: format.pattern, qDec: format.decimal, qThou: format.thousand }),
})

/** Fourteen significant digits hide binary noise: 0.1 + 0.2 reads 0.3. Whole numbers that are exact keep all of theirs. */
const automatic = (value: number, decimal: string): string => {
  const text = String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(14)))
  return decimal === '.' ? text : text.replace('.', decimal)
}

/** The pattern by which a format writes numbers; `undefined` where it writes them plainly, or as dates and the like. */
export const numberPattern = (format: NumberFormat): string | undefined => {
  const { type, pattern, app } = format
  if (type === 'D' || type === 'T' || type === 'TS' || type === 'IV') return undefined
  if (type === 'I' || type === 'F') return patternOf(format)
  return pattern || (type === 'M' ? app.money.pattern : undefined)
}

const patternOf = (format: NumberFormat): string => {
  if (format.pattern !== '') return format.pattern
  const integers = format.useThousands ? `#${format.thousand}##0` : '0'
  const decimals = format.type === 'F' ? Math.min(Math.max(format.digits, 0), 14) : 0
  return decimals > 0 ? `${integers}${format.decimal}${'0'.repeat(decimals)}` : integers
}

/** Writes numbers under one format. */
type NumberWriter = (value: number) => string

const writerOf = (format: NumberFormat): NumberWriter => {
  const { type, pattern, app } = format
  const own = numberLocale({ ...app, decimal: format.decimal, thousand: format.thousand })
  switch (type) {
    case 'U':
    case 'A':
      return pattern === '' ? (value) => automatic(value, own.decimal) : patternWriter(pattern, own)
    case 'M':
      return pattern === ''
        ? patternWriter(app.money.pattern, numberLocale({ ...app, ...app.money }))
        : patternWriter(pattern, own)
    case 'I':
    case 'F':
      return patternWriter(patternOf(format), own)
    case 'R': {
      const significant = Math.min(Math.max(format.digits, 1), 15)
      return pattern === ''
        ? (value) => automatic(Number(value.toPrecision(significant)), own.decimal)
        : patternWriter(pattern, own)
    }
    case 'D':
      return dateWriter(pattern || app.date, app.calendar)
    case 'T':
      return dateWriter(pattern || app.time, app.calendar)
    case 'TS':
      return dateWriter(pattern || app.timestamp, app.calendar)
    case 'IV':
      return intervalWriter(pattern || app.time)
  }
}

/** A format is taken apart once, however many cells its column has. */
const writers = new WeakMap<NumberFormat, NumberWriter>()

/** The text of a number under a format. Formats by pattern use the separators that the format itself names. */
export const formatNumber = (value: number, format: NumberFormat): string => {
  const known = writers.get(format)
  if (known) return known(value)
  const writer = writerOf(format)
  writers.set(format, writer)
  return writer(value)
}
