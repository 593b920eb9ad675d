import type { Separators } from './number-locale.js'

/** One way to read a text as a number. */
export interface NumberReading extends Separators {
  /** A regular expression of the whole text: the sign and the digits are its groups. */
  readonly pattern: string
  /** What the number is divided by: 100 for percent. */
  readonly divisor: number
}

export const escapedPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Digits in groups of three or without groups, with or without decimals. */
const digitsOf = ({ decimal, thousand }: Separators): string => {
  const fraction = escapedPattern(decimal)
  const groups = thousand === '' ? '' : `\\d{1,3}(?:${escapedPattern(thousand)}\\d{3})+|`
  return `((?:${groups}\\d+)(?:${fraction}\\d*)?(?:[eE][-+]?\\d+)?|${fraction}\\d+(?:[eE][-+]?\\d+)?)`
}

/** What stands before and behind the digits of a pattern such as `$#,##0.00`. */
const around = (pattern: string): readonly [string, string] => {
  const [section = ''] = pattern.split(';')
  const first = section.search(/[#0]/)
  if (first < 0) return ['', '']
  const last = Math.max(section.lastIndexOf('#'), section.lastIndexOf('0'))
  return [section.slice(0, first), section.slice(last + 1)]
}

/** Reads numbers as they are written with these separators. */
export const plainReading = (separators: Separators): NumberReading => ({
  ...separators,
  pattern: `^\\s*([-+]?)${digitsOf(separators)}\\s*$`,
  divisor: 1,
})

/** Reads numbers as a pattern writes them, with what the pattern has around the digits. */
export const patternReading = (pattern: string, separators: Separators): NumberReading => {
  const [before, behind] = around(pattern)
  return {
    ...separators,
    pattern: `^\\s*([-+]?)\\s*${escapedPattern(before.trim())}\\s*${digitsOf(separators)}\\s*${escapedPattern(behind.trim())}\\s*$`,
    divisor: pattern.includes('%') ? 100 : 1,
  }
}
