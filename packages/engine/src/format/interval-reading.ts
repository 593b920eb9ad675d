import { parseDatePattern } from './date-pattern.js'
import { escapedPattern } from './number-reading.js'
import { intervalCodes, intervalUnits, unitsOf } from './write-interval.js'

/** A way to read a text as a number of days. */
export interface IntervalReading {
  /** A regular expression of the whole text: its first group is the sign, the others are counts of units. */
  readonly pattern: string
  /** Days that one of each counted unit is, in the order of the groups. */
  readonly days: readonly number[]
}

/** The way to read an interval by a pattern; `undefined` where the pattern counts nothing. */
export const intervalReading = (pattern: string): IntervalReading | undefined => {
  const parts = parseDatePattern(pattern).flatMap((part) => (part.kind === 'optional' ? part.parts : [part]))
  const [largest] = unitsOf(parts)
  const days: number[] = []
  let whole = ''
  for (const part of parts) {
    const code = part.kind === 'code' ? intervalCodes[part.code] : undefined
    if (part.kind === 'literal') whole += escapedPattern(part.text)
    else if (code) {
      days.push(intervalUnits[code.unit] / intervalUnits.day)
      whole += code.unit === largest ? '(\\d{1,9})' : '(\\d{1,2})'
    } else return undefined
  }
  return days.length === 0 ? undefined : { pattern: `^\\s*(-?)${whole}\\s*$`, days }
}
