import type { AppFormats } from './app-formats.js'
import { type DateReading, dateReadings } from './date-reading.js'
import { type NumberReading, patternReading, plainReading } from './number-reading.js'

/** How the texts of an app read as numbers: the first reading that fits counts. */
export interface Readings {
  readonly numbers: readonly NumberReading[]
  readonly moments: readonly DateReading[]
}

/** A number with a decimal point is read in every app. */
export const decimalNumber = '^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*$'

/** So is a date by ISO 8601. */
export const isoDate = '^\\s*\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?)?\\s*$'

/** Patterns whose texts are read as dates by ISO 8601 in any case. */
const isoPatterns = new Set(['YYYY-MM-DD', 'YYYY-MM-DD hh:mm:ss', 'YYYY-MM-DD hh:mm:ss[.fff]', 'YYYY-MM-DD hh:mm'])

const known = new WeakMap<AppFormats, Readings>()

/**
 * The readings of an app beside decimal points and ISO dates: numbers with its separators, its money, dates, moments and
 * times of day.
 */
export const readingsOf = (formats: AppFormats): Readings => {
  const before = known.get(formats)
  if (before) return before
  const { money } = formats
  const moments = [formats.date, formats.timestamp, formats.time].filter((pattern) => !isoPatterns.has(pattern))
  const readings = {
    numbers: [plainReading(formats), patternReading(money.pattern, money)],
    moments: moments.flatMap((pattern) => dateReadings(pattern, formats.calendar)),
  }
  known.set(formats, readings)
  return readings
}
