import type { Calendar } from '../../../format/calendar.js'
import { type DateCode, type DatePart, hasHalfDays, parseDatePattern } from '../../../format/date-pattern.js'
import { nameOf } from '../date-and-time/moment.js'
import type { Bind } from '../scalar-function.js'

interface Pattern {
  readonly at: string
  readonly bind: Bind
  readonly calendar: Calendar
  readonly twelveHours: boolean
}

/** Codes that the database writes by a format of its own. */
const formats: Readonly<Partial<Record<DateCode, string>>> = {
  YYYY: '%Y',
  YY: '%y',
  MM: '%m',
  M: '%-m',
  DD: '%d',
  D: '%-d',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  TT: '%p',
}

const isoWeekDay = (at: string): string => `date_part('isodow', ${at})`

/** The number of a day in its week, from 0. */
const dayOfWeek = ({ at, calendar }: Pattern): string =>
  `CAST((${isoWeekDay(at)} + ${6 - calendar.firstWeekDay}) % 7 AS VARCHAR)`

const otherCodes: Readonly<Partial<Record<DateCode, (pattern: Pattern) => string>>> = {
  MMMM: ({ at, calendar, bind }) => nameOf(calendar.longMonthNames, `date_part('month', ${at})`, bind),
  MMM: ({ at, calendar, bind }) => nameOf(calendar.monthNames, `date_part('month', ${at})`, bind),
  WWWW: ({ at, calendar, bind }) => nameOf(calendar.longDayNames, isoWeekDay(at), bind),
  WWW: ({ at, calendar, bind }) => nameOf(calendar.dayNames, isoWeekDay(at), bind),
  WW: (pattern) => `('0' || ${dayOfWeek(pattern)})`,
  W: dayOfWeek,
  tt: ({ at }) => `lower(strftime(${at}, '%p'))`,
}

const hourFormats = { hh: ['%H', '%I'], h: ['%-H', '%-I'] } as const

/** The format of the database for a part; `undefined` where it has none. */
const formatOf = (part: DatePart, twelveHours: boolean): string | undefined => {
  if (part.kind === 'literal') return /^[-./:, ]*$/.test(part.text) ? part.text : undefined
  if (part.kind !== 'code') return undefined
  if (part.code === 'hh' || part.code === 'h') return hourFormats[part.code][twelveHours ? 1 : 0]
  return formats[part.code]
}

const fraction = (at: string, digits: number): string => {
  const milliseconds = `strftime(${at}, '%g')`
  if (digits === 3) return milliseconds
  return digits < 3 ? `left(${milliseconds}, ${digits})` : `rpad(${milliseconds}, ${digits}, '0')`
}

const partSql = (part: DatePart, pattern: Pattern): string => {
  switch (part.kind) {
    case 'literal':
      return pattern.bind(part.text)
    case 'code':
      return otherCodes[part.code]?.(pattern) ?? `strftime(${pattern.at}, '${formatOf(part, pattern.twelveHours)}')`
    case 'fraction':
      return fraction(pattern.at, part.digits)
    case 'optional': {
      const shown = part.parts
        .filter(({ kind }) => kind !== 'literal')
        .map((inner) => `regexp_matches(${partSql(inner, pattern)}, '[^0]')`)
      return shown.length === 0
        ? `''`
        : `(CASE WHEN ${shown.join(' OR ')} THEN ${joined(part.parts, pattern)} ELSE '' END)`
    }
  }
}

/** What follows each other and has a format of the database is written at once. */
const joined = (parts: readonly DatePart[], pattern: Pattern): string => {
  const printed: string[] = []
  let format = ''
  const flush = () => {
    if (format !== '') printed.push(`strftime(${pattern.at}, '${format}')`)
    format = ''
  }
  for (const part of parts) {
    const own = formatOf(part, pattern.twelveHours)
    if (own !== undefined) format += own
    else {
      flush()
      printed.push(partSql(part, pattern))
    }
  }
  flush()
  return printed.length === 0 ? `''` : printed.join(' || ')
}

/** Prints the text of a moment by a pattern of dates and times; what is no code stands for itself. */
export const writtenByPattern = (at: string, pattern: string, bind: Bind, calendar: Calendar): string => {
  const parts = parseDatePattern(pattern)
  const text = joined(parts, { at, bind, calendar, twelveHours: hasHalfDays(parts) })
  return `(CASE WHEN ${at} IS NOT NULL THEN ${text} END)`
}
