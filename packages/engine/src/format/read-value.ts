import type { AppFormats } from './app-formats.js'
import type { DateReading } from './date-reading.js'
import type { NumberReading } from './number-reading.js'
import { decimalNumber, isoDate, readingsOf } from './readings.js'

const msPerDay = 86_400_000
const epoch = Date.UTC(1899, 11, 30)

const numberIn = (text: string, reading: NumberReading): number | null => {
  const found = new RegExp(reading.pattern).exec(text)
  if (!found) return null
  const [, sign = '', digits = ''] = found
  const plain = reading.thousand === '' ? digits : digits.replaceAll(reading.thousand, '')
  const number = Number(sign + plain.replace(reading.decimal, '.')) / reading.divisor
  return Number.isFinite(number) ? number : null
}

/** Two digits are a year from 1969 to 2068. */
const fullYear = (year: string): number =>
  year.length > 2 ? Number(year) : Number(year) + (Number(year) < 69 ? 2000 : 1900)

const momentIn = (text: string, { pattern, rewrite, names }: DateReading): number | null => {
  const lower = text.toLowerCase()
  const found = new RegExp(pattern).exec(lower)
  if (!found) return null
  const parts = rewrite.replace(/\\(\d)/g, (_, group: string) => found[Number(group)] ?? '').split(' ')
  const [year = '', monthText = '', day = '', hour = '', minute = '', second = '', fraction = '', half = ''] = parts
  const named = names?.findIndex((name) => name.toLowerCase() === monthText) ?? -1
  const month = named >= 0 ? named + 1 : Number(monthText)
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0)
  const inRange = half === '' ? Number(hour) < 24 : Number(hour) >= 1 && Number(hour) <= 12
  if (!inRange || Number(minute) > 59 || Number(second) > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(fullYear(year), month - 1, Number(day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== Number(day)) return null
  const seconds = hours * 3600 + Number(minute) * 60 + Number(second) + Number(`0.${fraction}`)
  return (date.getTime() - epoch + seconds * 1000) / msPerDay
}

const isoIn = (text: string): number | null => {
  const trimmed = text.trim().replace(' ', 'T')
  const time = Date.parse(trimmed.length === 10 ? trimmed : `${trimmed}Z`)
  // Days that a month has not are taken for those of the next one.
  const exists = !Number.isNaN(time) && new Date(time).getUTCDate() === Number(trimmed.slice(8, 10))
  return exists ? (time - epoch) / msPerDay : null
}

const decimalPoint = new RegExp(decimalNumber)
const iso = new RegExp(isoDate)

/** The number that a text with a decimal point, or none, reads as in every app; `null` where it reads as none. */
export const readDecimal = (text: string): number | null =>
  decimalPoint.test(text) && Number.isFinite(Number(text)) ? Number(text) : null

/**
 * The number that a text reads as in an app: a number as the app writes it or with a decimal point, an ISO date, or a
 * date, a moment or a time of day as the app writes it; `null` where it reads as none.
 */
export const readValue = (text: string, formats: AppFormats): number | null => {
  const { numbers, moments } = readingsOf(formats)
  for (const reading of numbers) {
    const number = numberIn(text, reading)
    if (number !== null) return number
  }
  if (decimalPoint.test(text)) return readDecimal(text)
  if (iso.test(text)) return isoIn(text)
  for (const reading of moments) {
    const moment = momentIn(text, reading)
    if (moment !== null) return moment
  }
  return null
}
