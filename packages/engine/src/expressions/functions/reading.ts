import type { AppFormats } from '../../format/app-formats.js'
import type { DateReading } from '../../format/date-reading.js'
import type { IntervalReading } from '../../format/interval-reading.js'
import type { NumberReading } from '../../format/number-reading.js'
import { decimalNumber, isoDate, readingsOf } from '../../format/readings.js'

/** Days between the serial day 0 of numbers, 1899-12-30, and the day 0 of the database. */
export const serialDayOfEpoch = 25_569

/** Microseconds between the serial day 0 of numbers and the day 0 of the database. */
const serialMicroseconds = serialDayOfEpoch * 86_400_000_000

/** SQL of the serial day number of a moment: whole microseconds are divided once, so that 14:30 is 14.5 / 24 exactly. */
export const serialOf = (timestamp: string): string =>
  `((epoch_us(${timestamp}) + ${serialMicroseconds}) / 86400000000.0)`

/** A text that the app states, as a literal: those of clients are bound. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const matches = (text: string, pattern: string): string => `regexp_matches(${text}, ${quoted(pattern)})`

const replaced = (text: string, wanted: string, by: string): string =>
  wanted === '' || wanted === by ? text : `replace(${text}, ${quoted(wanted)}, ${quoted(by)})`

/** SQL of the serial day number of a text by ISO 8601. */
const isoSerial = (text: string): string => serialOf(`TRY_CAST(${text} AS TIMESTAMP)`)

/** Digits without end are no number. */
const finite = (number: string): string => `(CASE WHEN isfinite(${number}) THEN ${number} END)`

/** Where a text reads as a number in one way, and what it is. */
export interface Read {
  readonly when: string
  readonly value: string
}

/** Reads a number; a plain one has nothing around its digits. */
export const numberRead = (text: string, reading: NumberReading, plain: boolean): Read => {
  const digits = plain ? text : `regexp_replace(${text}, ${quoted(reading.pattern)}, '\\1\\2')`
  const number = `TRY_CAST(${replaced(replaced(digits, reading.thousand, ''), reading.decimal, '.')} AS DOUBLE)`
  return {
    when: matches(text, reading.pattern),
    value: reading.divisor === 1 ? finite(number) : `${finite(number)} / ${reading.divisor}`,
  }
}

/** Reads a date, a moment or a time of day. */
export const momentRead = (text: string, { pattern, rewrite, format, names }: DateReading): Read => {
  const lower = /[a-z]/i.test(pattern.replace(/\\[sd]/g, '')) ? `lower(${text})` : text
  const rewritten = `regexp_replace(${lower}, ${quoted(pattern)}, ${quoted(rewrite)})`
  const numbered = (names ?? []).reduce(
    (sql, name, index) => replaced(sql, ` ${name.toLowerCase()} `, ` ${index + 1} `),
    rewritten,
  )
  return {
    when: matches(lower, pattern),
    value: serialOf(`try_strptime(${numbered}, ${quoted(format)})`),
  }
}

/** Reads a duration: the sum of what is counted. */
export const intervalRead = (text: string, { pattern, days }: IntervalReading): Read => {
  const part = (group: number) => `regexp_extract(${text}, ${quoted(pattern)}, ${group})`
  const sum = days.map((unit, index) => `TRY_CAST(${part(index + 2)} AS DOUBLE) * ${unit}::DOUBLE`).join(' + ')
  return { when: matches(text, pattern), value: `(CASE WHEN ${part(1)} = '-' THEN -1 ELSE 1 END) * (${sum})` }
}

const digitNames = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Digits beyond which a number in another system is not exact, whatever its base. */
const maxRadixDigits = 53

/** Reads a whole number in another system. */
export const radixRead = (text: string, base: number): Read => {
  const known = digitNames.slice(0, base)
  const values = `list_transform(string_split(lower(trim(${text})), ''), lambda dig: strpos('${known}', dig) - 1.0::DOUBLE)`
  return {
    when: matches(text, `^\\s*(?i:[${known}]){1,${maxRadixDigits}}\\s*$`),
    value: `list_reduce(${values}, lambda whl, nxt: whl * ${base} + nxt)`,
  }
}

/** Characters of SQL up to which a text is printed as often as it is looked at. */
const maxRepeated = 120

/**
 * SQL of the first reading that fits a text, else NULL. A text that is long to print is computed once: otherwise readings
 * within readings would multiply it.
 */
export const firstRead = (text: string, reads: (text: string) => readonly Read[]): string => {
  const cases = (of: string) => {
    const branches = reads(of).map(({ when, value }) => `WHEN ${when} THEN ${value}`)
    return branches.length === 0 ? 'NULL::DOUBLE' : `(CASE ${branches.join(' ')} END)`
  }
  return text.length <= maxRepeated
    ? cases(text)
    : `list_extract(list_transform([${text}], lambda txt: ${cases('txt')}), 1)`
}

/** SQL of the number that a text reads as in an app, else NULL. */
export const readNumber = (text: string, formats: AppFormats): string => {
  const { numbers, moments } = readingsOf(formats)
  const [plain, ...others] = numbers
  return firstRead(text, (of) => [
    ...(plain ? [numberRead(of, plain, true)] : []),
    ...(formats.decimal === '.'
      ? []
      : [{ when: matches(of, decimalNumber), value: finite(`TRY_CAST(${of} AS DOUBLE)`) }]),
    { when: matches(of, isoDate), value: isoSerial(of) },
    ...others.map((reading) => numberRead(of, reading, false)),
    ...moments.map((reading) => momentRead(of, reading)),
  ])
}
