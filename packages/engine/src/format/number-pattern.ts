import type { Abbreviation, NumberLocale } from './number-locale.js'

/** A number in another system: `(hex)`, `(bin)`, `(r36)`, Roman numerals; capitals where the pattern has them. */
export interface Radix {
  readonly base: number | 'roman'
  readonly upper: boolean
}

/** A section of a number pattern taken apart once: `$#,##0.00`, `0.0%`, `# ##0,0 A`, `(hex)`. */
export interface PatternSection {
  readonly radix: Radix | null
  readonly hasDigits: boolean
  readonly prefix: string
  readonly suffix: string
  readonly minIntegers: number
  readonly minDecimals: number
  readonly maxDecimals: number
  readonly grouped: boolean
  readonly percent: boolean
  readonly abbreviated: boolean
}

const count = (text: string, characters: string): number => [...text].filter((c) => characters.includes(c)).length

const bases: Readonly<Record<string, number | 'roman'>> = { bin: 2, oct: 8, dec: 10, hex: 16, rom: 'roman' }

const radixCode = /\((bin|oct|dec|hex|rom|r(?:0?[2-9]|[12]\d|3[0-6]))\)/i

/** The other system of numbers that a pattern asks for, with where it stands in it. */
const radixIn = (section: string): { readonly radix: Radix; readonly start: number; readonly end: number } | null => {
  const found = radixCode.exec(section)
  if (!found) return null
  const [whole, code = ''] = found
  const base = bases[code.toLowerCase()] ?? Number(code.slice(1))
  const radix = { base, upper: code === code.toUpperCase() }
  return { radix, start: found.index, end: found.index + whole.length }
}

const parseSection = (section: string, { decimal, thousand }: NumberLocale): PatternSection => {
  const other = radixIn(section)
  if (other) {
    const { radix, start, end } = other
    return { ...noDigits, radix, prefix: section.slice(0, start), suffix: section.slice(end) }
  }
  const digits = [...section].flatMap((c, index) => (c === '#' || c === '0' ? [index] : []))
  const first = digits[0] ?? section.length
  const last = digits.at(-1) ?? section.length - 1
  const mask = section.slice(first, last + 1)
  const tail = section.slice(last + 1)
  const abbreviation = /^\s?A/.exec(tail)?.[0]
  const dot = decimal === '' ? -1 : mask.lastIndexOf(decimal)
  const integers = dot < 0 ? mask : mask.slice(0, dot)
  const decimals = dot < 0 ? '' : mask.slice(dot + decimal.length)
  return {
    radix: null,
    hasDigits: digits.length > 0,
    prefix: section.slice(0, first),
    suffix: abbreviation ? tail.slice(abbreviation.length) : tail,
    minIntegers: count(integers, '0'),
    minDecimals: count(decimals, '0'),
    maxDecimals: count(decimals, '0#'),
    grouped: thousand !== '' && integers.includes(thousand),
    percent: section.includes('%'),
    abbreviated: abbreviation !== undefined,
  }
}

const noDigits: PatternSection = {
  radix: null,
  hasDigits: false,
  prefix: '',
  suffix: '',
  minIntegers: 0,
  minDecimals: 0,
  maxDecimals: 0,
  grouped: false,
  percent: false,
  abbreviated: false,
}

/** The sections of a pattern: for all values or those above zero, for those below, and for zero. */
export interface PatternSections {
  readonly positive: PatternSection
  readonly negative?: PatternSection
  readonly zero?: PatternSection
}

/** Takes a pattern apart. */
export const patternSections = (pattern: string, locale: NumberLocale): PatternSections => {
  const [positive, negative, zero] = pattern.split(';').map((section) => parseSection(section, locale))
  return { positive: positive ?? noDigits, ...(negative ? { negative } : {}), ...(zero ? { zero } : {}) }
}

/** Roman numerals of the digits of thousands, hundreds, tens and ones. */
export const romanDigits = [
  ['', 'M', 'MM', 'MMM'],
  ['', 'C', 'CC', 'CCC', 'CD', 'D', 'DC', 'DCC', 'DCCC', 'CM'],
  ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC'],
  ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'],
] as const

/** Roman numerals end with 3,999; what lies beyond is written plainly, as are numbers that are not exact. */
const inRadix = (magnitude: number, { base, upper }: Radix): string => {
  const whole = Math.trunc(magnitude)
  const digits =
    base === 'roman'
      ? whole >= 1 && whole <= 3999
        ? romanDigits.map((names, place) => names[Math.floor(whole / 10 ** (3 - place)) % 10]).join('')
        : String(whole)
      : whole <= Number.MAX_SAFE_INTEGER
        ? whole.toString(base)
        : String(whole)
  return upper ? digits.toUpperCase() : digits.toLowerCase()
}

/** Decimals that are written: further ones are not those of the number. */
export const maxDecimals = 15

const groupSize = 3

/** From the right, so that the first group is the one that may be shorter. */
const group = (integers: string, separator: string): string => {
  const groups: string[] = []
  for (let end = integers.length; end > 0; end -= groupSize)
    groups.push(integers.slice(Math.max(end - groupSize, 0), end))
  return groups.reverse().join(separator)
}

/** The largest abbreviation below the value; the next one where rounding would show a thousand of it. */
const abbreviationFor = (value: number, section: PatternSection, locale: NumberLocale): Abbreviation | undefined => {
  const rounded = (exponent: number): number =>
    Number((value / 10 ** exponent).toFixed(Math.min(section.maxDecimals, maxDecimals)))
  const known = [{ exponent: 0, symbol: '' }, ...locale.abbreviations.filter(({ exponent }) => exponent > 0)]
  const at = known.findLastIndex(({ exponent }) => value >= 10 ** exponent)
  const fitting = known[Math.max(at, 0)]
  const next = known[Math.max(at, 0) + 1]
  return fitting && next && rounded(fitting.exponent) >= 10 ** (next.exponent - fitting.exponent) ? next : fitting
}

const trimmed = (decimals: string, minimum: number): string => {
  let end = decimals.length
  while (end > minimum && decimals[end - 1] === '0') end--
  return decimals.slice(0, end)
}

const renderSection = (magnitude: number, section: PatternSection, locale: NumberLocale): string => {
  if (section.radix) return section.prefix + inRadix(magnitude, section.radix) + section.suffix
  if (!section.hasDigits) return section.prefix
  const scaled = section.percent ? magnitude * 100 : magnitude
  const abbreviation = section.abbreviated ? abbreviationFor(scaled, section, locale) : undefined
  const value = abbreviation ? scaled / 10 ** abbreviation.exponent : scaled
  const [integers = '0', decimals = ''] = plainDigits(value, Math.min(section.maxDecimals, maxDecimals)).split('.')
  const padded = integers.padStart(section.minIntegers, '0')
  const shown = section.minIntegers === 0 && padded === '0' && section.maxDecimals > 0 ? '' : padded
  const fraction = trimmed(decimals, section.minDecimals)
  return [
    section.prefix,
    section.grouped ? group(shown, locale.thousand) : shown,
    fraction === '' ? '' : locale.decimal + fraction,
    abbreviation?.symbol ?? '',
    section.suffix,
  ].join('')
}

/** Decimal digits without exponent: `toFixed` switches to one from 1e21 on. */
const plainDigits = (value: number, decimals: number): string =>
  value < 1e21 ? roundedHalfUp(value, decimals) : BigInt(Math.round(value)).toString()

/** Rounds what a person would call a half upwards: 1.005 is 1.00499999... in binary but 1.01 to a reader. */
const roundedHalfUp = (value: number, decimals: number): string => {
  const shifted = Number(`${value.toPrecision(15)}e${decimals}`)
  return Number.isFinite(shifted) && Math.abs(shifted) < 1e15
    ? Number(`${Math.round(shifted)}e-${decimals}`).toFixed(decimals)
    : value.toFixed(decimals)
}

/**
 * Takes a pattern apart as the `Num()` function and `qNumFormat.qFmt` have them: `#` and `0` digits, the locale's
 * separators, `%` (times 100), `A` (abbreviation), literal text around, and sections for positive, negative and zero
 * values divided by `;`.
 *
 * @returns writes a number by the pattern
 */
export const patternWriter = (pattern: string, locale: NumberLocale): ((value: number) => string) => {
  const { positive, negative, zero } = patternSections(pattern, locale)
  return (value) => {
    if (value === 0 && zero !== undefined) return renderSection(0, zero, locale)
    const magnitude = Math.abs(value)
    if (value < 0 && negative !== undefined) return renderSection(magnitude, negative, locale)
    const text = renderSection(magnitude, positive, locale)
    // A negative number that is rounded to zero has no sign.
    const shown = positive.radix ? magnitude >= 1 : /[1-9]/.test(text)
    return value < 0 && shown ? `-${text}` : text
  }
}
