import type { Calendar } from './calendar.js'
import { type DateCode, type DatePart, hasHalfDays, parseDatePattern } from './date-pattern.js'
import { escapedPattern } from './number-reading.js'

/** One way to read a text as a moment. */
export interface DateReading {
  /** A regular expression of the whole text. */
  readonly pattern: string
  /** What the text is rewritten to: digits of its parts, by `\1 ...`. */
  readonly rewrite: string
  /** The rewritten text as `strptime` knows it; a part that the text lacks is that of day 0. */
  readonly format: string
  /** Names of months and halves of days: they are read in any case, so that the text is read in lower case. */
  readonly names: readonly string[] | null
}

/** The parts of a moment in the order in which they are rewritten. */
const slots = ['year', 'month', 'day', 'hour', 'minute', 'second', 'fraction', 'half'] as const
type Slot = (typeof slots)[number]

const digits = (least: number, most: number): string => `(\\d{${least},${most}})`

/** What a code reads; those without a slot are skipped over. */
const codes: Readonly<Record<DateCode, { readonly slot?: Slot; readonly pattern?: string; readonly format?: string }>> =
  {
    YYYY: { slot: 'year', pattern: digits(4, 4), format: '%Y' },
    YY: { slot: 'year', pattern: digits(2, 2), format: '%y' },
    MMMM: { slot: 'month', format: '%m' },
    MMM: { slot: 'month', format: '%m' },
    MM: { slot: 'month', pattern: digits(2, 2), format: '%m' },
    M: { slot: 'month', pattern: digits(1, 2), format: '%m' },
    DD: { slot: 'day', pattern: digits(2, 2), format: '%d' },
    D: { slot: 'day', pattern: digits(1, 2), format: '%d' },
    WWWW: {},
    WWW: {},
    WW: { pattern: '\\d{2}' },
    W: { pattern: '\\d' },
    hh: { slot: 'hour', pattern: digits(2, 2), format: '%H' },
    h: { slot: 'hour', pattern: digits(1, 2), format: '%H' },
    mm: { slot: 'minute', pattern: digits(2, 2), format: '%M' },
    m: { slot: 'minute', pattern: digits(1, 2), format: '%M' },
    ss: { slot: 'second', pattern: digits(2, 2), format: '%S' },
    s: { slot: 'second', pattern: digits(1, 2), format: '%S' },
    TT: { slot: 'half', pattern: '(am|pm)', format: '%p' },
    tt: { slot: 'half', pattern: '(am|pm)', format: '%p' },
  }

const anyOf = (names: readonly string[]): string => names.map((name) => escapedPattern(name.toLowerCase())).join('|')

/** The texts of a calendar that a code stands for. */
const namesOf = (code: DateCode, calendar: Calendar): readonly string[] | undefined => {
  const known: Partial<Record<DateCode, readonly string[]>> = {
    MMMM: calendar.longMonthNames,
    MMM: calendar.monthNames,
    WWWW: calendar.longDayNames,
    WWW: calendar.dayNames,
  }
  return known[code]
}

/** A pattern without its optional pieces, and one with all of them. */
const variants = (parts: readonly DatePart[]): readonly (readonly DatePart[])[] => {
  if (!parts.some(({ kind }) => kind === 'optional')) return [parts]
  const whole = parts.flatMap((part) => (part.kind === 'optional' ? part.parts : [part]))
  return [whole, parts.filter(({ kind }) => kind !== 'optional')]
}

/** What a rewritten text is where the pattern names no such part: day 0, midnight. */
const absent: Readonly<Record<Slot, string>> = {
  year: '1899',
  month: '12',
  day: '30',
  hour: '0',
  minute: '0',
  second: '0',
  fraction: '0',
  half: '',
}

const readingOf = (parts: readonly DatePart[], calendar: Calendar): DateReading | undefined => {
  const twelveHours = hasHalfDays(parts)
  const found = new Map<Slot, { readonly group: number; readonly format: string }>()
  let groups = 0
  let pattern = ''
  let names: readonly string[] | null = null
  const read = (slot: Slot, group: string, format: string): boolean => {
    if (found.has(slot)) return false
    groups += 1
    found.set(slot, { group: groups, format })
    pattern += group
    return true
  }
  for (const part of parts) {
    if (part.kind === 'optional') return undefined
    if (part.kind === 'literal') pattern += escapedPattern(part.text.toLowerCase())
    else if (part.kind === 'fraction') {
      if (!read('fraction', digits(1, 6), '%f')) return undefined
    } else {
      const { slot, pattern: own, format = '' } = codes[part.code]
      const named = namesOf(part.code, calendar)
      if (named && slot === 'month') names = named
      const group = named ? anyOf(named) : (own ?? '')
      if (!slot) pattern += named ? `(?:${group})` : group
      else if (!read(slot, named ? `(${group})` : group, format === '%H' && twelveHours ? '%I' : format))
        return undefined
    }
  }
  if (groups === 0 || groups > 9) return undefined
  // A date without its year or its month is none; a year or a month alone begins with its first day.
  const isDate = found.has('year')
  if (!isDate && (found.has('month') || found.has('day'))) return undefined
  if (isDate && found.has('day') && !found.has('month')) return undefined
  const first: Readonly<Record<Slot, string>> = isDate ? { ...absent, month: '1', day: '1' } : absent
  const formats: Readonly<Record<Slot, string>> = {
    year: '%Y',
    month: '%m',
    day: '%d',
    hour: twelveHours ? '%I' : '%H',
    minute: '%M',
    second: '%S',
    fraction: '%f',
    half: '%p',
  }
  const piece = (slot: Slot): readonly [string, string] => {
    const known = found.get(slot)
    if (known) return [`\\${known.group}`, known.format]
    const missing = slot === 'half' && twelveHours ? 'am' : slot === 'hour' && twelveHours ? '12' : first[slot]
    return missing === '' ? ['', ''] : [missing, formats[slot]]
  }
  const pieces = slots.map(piece)
  return {
    pattern: `^\\s*${pattern}\\s*$`,
    rewrite: pieces
      .map(([text]) => text)
      .join(' ')
      .trim(),
    format: pieces
      .map(([, format]) => format)
      .join(' ')
      .trim(),
    names,
  }
}

/** The ways to read a text by a pattern; none where the pattern names no moment, or a part of one twice. */
export const dateReadings = (pattern: string, calendar: Calendar): readonly DateReading[] =>
  variants(parseDatePattern(pattern)).flatMap((parts) => readingOf(parts, calendar) ?? [])
