import type { AddedByPlaces, AggregateArgument } from './aggregate-function.js'

/** Bits of each of the whole numbers that a number is cut into: one less than the database has for it, beside the sign. */
export const bitsOfPlace = 62

/** Above how many rows are added up, as a power of two. */
export const bitsOfRows = 31

/** Bits of a number. */
const bitsOfNumber = 53

/** The first power of two beyond the range of numbers. */
const endOfRange = 1024

/** What stands behind the arguments of an aggregate of computed numbers, where the order of rows is not to show in its digits. */
export const inOrder = ({ adding }: AggregateArgument, columns: readonly string[]): string =>
  adding === 'as they come' ? '' : ` ORDER BY ${columns.join(', ')}`

/** SQL of a sum; missing where there is no number. */
export const exactSum = ({ adding, stored: number }: AggregateArgument, distinct: string): string => {
  if (adding === 'as they come' || adding === 'exact') return `sum(${distinct}${number})`
  if (adding === 'sorted') return `sum(${distinct}${number} ORDER BY ${number})`
  const sumAt = (place: number): string =>
    distinct === ''
      ? `sum(${digitsAt(number, place, adding)})`
      : `list_sum(list_transform(list(DISTINCT ${number}), lambda v: ${digitsAt('v', place, adding)}))`
  const parts: string[] = []
  for (let place = adding.lowest; place <= adding.highest; place++)
    parts.push(scaled(`CAST(${sumAt(place)} AS DOUBLE)`, place * bitsOfPlace))
  return `(${parts.join(' + ')})`
}

/** Powers of two scale without rounding; those beyond the range of numbers do so in steps. */
const scaled = (number: string, exponent: number): string => {
  if (exponent === 0) return number
  if (Math.abs(exponent) < furthest) return `(${number} * ${powerOfTwo(exponent)})`
  const step = Math.sign(exponent) * (furthest - 1)
  return scaled(`(${number} * ${powerOfTwo(step)})`, exponent - step)
}

/** From here on, a power of two may be no number. */
const furthest = 1000

const powerOfTwo = (exponent: number): string => `'${2 ** exponent}'::DOUBLE`

/** What a number has at a place, as a whole number. */
const digitsAt = (number: string, place: number, { highest, lowest, most }: AddedByPlaces): string => {
  if (place === highest) {
    const whole = `trunc(${scaled(number, -place * bitsOfPlace)})`
    return most + bitsOfRows <= bitsOfNumber ? whole : `CAST(${whole} AS BIGINT)`
  }
  const end = (place + 1) * bitsOfPlace
  const before = scaled(number, -end)
  const rest = scaled(`(${before} - trunc(${before}))`, bitsOfPlace)
  const digits = place === lowest ? rest : `trunc(${rest})`
  if (most - end < endOfRange) return `CAST(${digits} AS BIGINT)`
  // A number that is too large to be scaled has nothing at this place.
  return `CASE WHEN abs(${number}) < ${scaled('1.0::DOUBLE', end + bitsOfNumber)} THEN TRY_CAST(${digits} AS BIGINT) WHEN ${number} IS NOT NULL THEN 0 END`
}
