import { dayNames, monthNames, shortName } from './calendar.js'

const msPerDay = 86_400_000
/** Day 0 of QIX serial numbers: 30 December 1899. */
const epoch = Date.UTC(1899, 11, 30)

const two = (value: number): string => String(value).padStart(2, '0')

const fields: Readonly<Record<string, (date: Date, twelveHours: boolean) => string>> = {
  YYYY: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  YY: (date) => two(date.getUTCFullYear() % 100),
  MMMM: (date) => monthNames[date.getUTCMonth()] ?? '',
  MMM: (date) => shortName(monthNames[date.getUTCMonth()] ?? ''),
  MM: (date) => two(date.getUTCMonth() + 1),
  M: (date) => String(date.getUTCMonth() + 1),
  DD: (date) => two(date.getUTCDate()),
  D: (date) => String(date.getUTCDate()),
  WWWW: (date) => dayNames[date.getUTCDay()] ?? '',
  WWW: (date) => shortName(dayNames[date.getUTCDay()] ?? ''),
  hh: (date, twelve) => two(hours(date, twelve)),
  h: (date, twelve) => String(hours(date, twelve)),
  mm: (date) => two(date.getUTCMinutes()),
  m: (date) => String(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  s: (date) => String(date.getUTCSeconds()),
  TT: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  tt: (date) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
}

const hours = (date: Date, twelve: boolean): number => (twelve ? date.getUTCHours() % 12 || 12 : date.getUTCHours())

const token = /YYYY|YY|MMMM|MMM|MM|M|DD|D|WWWW|WWW|hh|h|mm|m|ss|s|TT|tt/g

/**
 * Writes a date, time or timestamp by a pattern such as `YYYY-MM-DD` or `h:mm TT`.
 *
 * @param serial days since 30 December 1899, the time of day as fraction
 */
export const formatDate = (serial: number, pattern: string): string => {
  const date = new Date(Math.round((epoch + serial * msPerDay) / 1000) * 1000)
  if (Number.isNaN(date.getTime())) return String(serial)
  const twelveHours = /TT|tt/.test(pattern)
  return pattern.replace(token, (name) => fields[name]?.(date, twelveHours) ?? name)
}
