import type { NumberLocale } from '../../../format/number-locale.js'
import {
  maxDecimals,
  type PatternSection,
  patternSections,
  type Radix,
  romanDigits,
} from '../../../format/number-pattern.js'
import type { Bind } from '../scalar-function.js'

interface Printing {
  readonly locale: NumberLocale
  readonly bind: Bind
}

/** Computes a part of a statement once, under a name. */
export const named = (name: string, sql: string, body: string): string =>
  `list_extract(list_transform([${sql}], lambda ${name}: ${body}), 1)`

/** Numbers whose digits are all exact. */
const exact = 9_007_199_254_740_992

const roman = (whole: string): string => {
  const places = romanDigits.map((names, index) => {
    const list = names.map((name) => `'${name}'`).join(', ')
    return `list_extract([${list}], ${whole} // ${10 ** (3 - index)} % 10 + 1)`
  })
  return `(CASE WHEN ${whole} BETWEEN 1 AND 3999 THEN ${places.join(' || ')} ELSE CAST(${whole} AS VARCHAR) END)`
}

const radixText = (magnitude: string, { base, upper }: Radix): string => {
  const digits = base === 'roman' ? roman('whl') : `to_base(whl, ${base})`
  const text = named('whl', `CAST(trunc(${magnitude}) AS BIGINT)`, upper ? `upper(${digits})` : `lower(${digits})`)
  return `(CASE WHEN ${magnitude} < ${exact} THEN ${text} ELSE format('{:.0f}', trunc(${magnitude})) END)`
}

/** Rounds what a reader would call a half upwards: fifteen digits hide that 1.005 is 1.00499999... in binary. */
const rounded = (magnitude: string, decimals: number): string => {
  const step = `1e${decimals}`
  return `(CASE WHEN ${magnitude} < 1e${15 - decimals} THEN floor(CAST(format('{:.15g}', ${magnitude} * ${step}) AS DOUBLE) + 0.5) / ${step} ELSE ${magnitude} END)`
}

/** The digits of a number as a section groups and pads them; `dig` are its plain ones. */
const digitsText = (section: PatternSection, decimals: number, { locale, bind }: Printing): string => {
  const whole = "split_part(dig, '.', 1)"
  const padded =
    section.minIntegers > 1
      ? `lpad(${whole}, CAST(greatest(length(${whole}), ${section.minIntegers}) AS INTEGER), '0')`
      : whole
  const grouped = section.grouped
    ? `replace(reverse(rtrim(regexp_replace(reverse(${padded}), '(\\d{3})', '\\1,', 'g'), ',')), ',', ${bind(locale.thousand)})`
    : padded
  const integers =
    section.minIntegers === 0 && section.maxDecimals > 0
      ? `(CASE WHEN ${whole} = '0' THEN '' ELSE ${grouped} END)`
      : grouped
  if (decimals === 0) return integers
  const all = "split_part(dig, '.', 2)"
  const least = Math.min(section.minDecimals, decimals)
  const fraction =
    least === decimals ? all : `(left(${all}, ${least}) || regexp_replace(substr(${all}, ${least + 1}), '0+$', ''))`
  const point = bind(locale.decimal)
  return least > 0
    ? `(${integers} || ${point} || ${fraction})`
    : `(${integers} || CASE WHEN ${fraction} = '' THEN '' ELSE ${point} || ${fraction} END)`
}

const plainText = (section: PatternSection, magnitude: string, printing: Printing): string => {
  const decimals = Math.min(section.maxDecimals, maxDecimals)
  return named(
    'dig',
    `format('{:.${decimals}f}', ${rounded(magnitude, decimals)})`,
    digitsText(section, decimals, printing),
  )
}

/** The largest abbreviation below the value; the next one where rounding would show a thousand of it. */
const abbreviatedText = (section: PatternSection, magnitude: string, printing: Printing): string => {
  const exponents = printing.locale.abbreviations.filter(({ exponent }) => exponent > 0)
  const cases = exponents.map(({ exponent }, index) => {
    const before = exponents[index - 1]?.exponent ?? 0
    return `WHEN round(${magnitude} / 1e${before}, ${Math.min(section.maxDecimals, maxDecimals)}) >= 1e${exponent - before} THEN 1e${exponent}`
  })
  if (cases.length === 0) return plainText(section, magnitude, printing)
  const symbols = exponents.map(({ exponent, symbol }) => `WHEN 1e${exponent} THEN ${printing.bind(symbol)}`)
  return named(
    'div',
    `(CASE ${cases.reverse().join(' ')} ELSE 1.0::DOUBLE END)`,
    `(${plainText(section, `(${magnitude} / div)`, printing)} || CASE div ${symbols.join(' ')} ELSE '' END)`,
  )
}

const sectionText = (section: PatternSection, printing: Printing): string => {
  const bound = (text: string): readonly string[] => (text === '' ? [] : [printing.bind(text)])
  if (!section.hasDigits && !section.radix) return bound(section.prefix)[0] ?? `''`
  const magnitude = section.percent ? '(mag * 100)' : 'mag'
  const digits = section.radix
    ? radixText('mag', section.radix)
    : section.abbreviated
      ? abbreviatedText(section, magnitude, printing)
      : plainText(section, magnitude, printing)
  return `(${[...bound(section.prefix), digits, ...bound(section.suffix)].join(' || ')})`
}

/** SQL of the text of a number by a pattern, as `patternWriter` writes it; NULL for what is no finite number. */
export const numberText = (number: string, pattern: string, locale: NumberLocale, bind: Bind): string => {
  const { positive, negative, zero } = patternSections(pattern, locale)
  const text = (section: PatternSection) => sectionText(section, { locale, bind })
  const shown = positive.radix ? 'mag >= 1' : "regexp_matches(txt, '[1-9]')"
  const signed = negative
    ? text(positive)
    : named('txt', text(positive), `CASE WHEN num < 0 AND ${shown} THEN '-' || txt ELSE txt END`)
  const cases = [
    'WHEN NOT isfinite(num) THEN NULL',
    ...(zero ? [`WHEN num = 0 THEN ${text(zero)}`] : []),
    ...(negative ? [`WHEN num < 0 THEN ${text(negative)}`] : []),
  ]
  return named('num', number, named('mag', 'abs(num)', `(CASE ${cases.join(' ')} ELSE ${signed} END)`))
}
