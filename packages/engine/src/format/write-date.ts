import type { Calendar } from './calendar.js'
import { type DateCode, type DatePart, hasHalfDays, parseDatePattern } from './date-pattern.js'

const msPerDay = 86_400_000
/** Day 0 of QIX serial numbers: 30 December 1899. */
const epoch = Date.UTC(1899, 11, 30)

const two = (value: number): string => String(value).padStart(2, '0')

/** Monday is 0. */
const weekDay = (date: Date): number => (date.getUTCDay() + 6) % 7

interface Moment {
  readonly date: Date
  readonly calendar: Calendar
  readonly twelveHours: boolean
}

const hours = ({ date, twelveHours }: Moment): number =>
  twelveHours ? date.getUTCHours() % 12 || 12 : date.getUTCHours()

const written: Readonly<Record<DateCode, (moment: Moment) => string>> = {
  YYYY: ({ date }) => String(date.getUTCFullYear()).padStart(4, '0'),
  YY: ({ date }) => two(date.getUTCFullYear() % 100),
  MMMM: ({ date, calendar }) => calendar.longMonthNames[date.getUTCMonth()] ?? '',
  MMM: ({ date, calendar }) => calendar.monthNames[date.getUTCMonth()] ?? '',
  MM: ({ date }) => two(date.getUTCMonth() + 1),
  M: ({ date }) => String(date.getUTCMonth() + 1),
  DD: ({ date }) => two(date.getUTCDate()),
  D: ({ date }) => String(date.getUTCDate()),
  WWWW: ({ date, calendar }) => calendar.longDayNames[weekDay(date)] ?? '',
  WWW: ({ date, calendar }) => calendar.dayNames[weekDay(date)] ?? '',
  WW: ({ date, calendar }) => two((weekDay(date) - calendar.firstWeekDay + 7) % 7),
  W: ({ date, calendar }) => String((weekDay(date) - calendar.firstWeekDay + 7) % 7),
  hh: (moment) => two(hours(moment)),
  h: (moment) => String(hours(moment)),
  mm: ({ date }) => two(date.getUTCMinutes()),
  m: ({ date }) => String(date.getUTCMinutes()),
  ss: ({ date }) => two(date.getUTCSeconds()),
  s: ({ date }) => String(date.getUTCSeconds()),
  TT: ({ date }) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  tt: ({ date }) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
}

const fraction = (milliseconds: number, digits: number): string =>
  String(milliseconds).padStart(3, '0').padEnd(digits, '0').slice(0, digits)

const writtenPart = (part: DatePart, moment: Moment): string => {
  switch (part.kind) {
    case 'literal':
      return part.text
    case 'code':
      return written[part.code](moment)
    case 'fraction':
      return fraction(moment.date.getUTCMilliseconds(), part.digits)
    case 'optional': {
      const texts = part.parts.map((inner) => writtenPart(inner, moment))
      return part.parts.some(({ kind }, index) => kind !== 'literal' && /[^0]/.test(texts[index] ?? ''))
        ? texts.join('')
        : ''
    }
  }
}

/**
 * Writes dates, times or timestamps by a pattern such as `YYYY-MM-DD` or `h:mm TT`, which is taken apart once.
 *
 * @returns writes days since 30 December 1899 with the time of day as fraction; plainly beyond what a calendar has
 */
export const dateWriter = (pattern: string, calendar: Calendar): ((serial: number) => string) => {
  const parts = parseDatePattern(pattern)
  const twelveHours = hasHalfDays(parts)
  return (serial) => {
    const date = new Date(Math.round(epoch + serial * msPerDay))
    if (Number.isNaN(date.getTime())) return String(serial)
    return parts.map((part) => writtenPart(part, { date, calendar, twelveHours })).join('')
  }
}
