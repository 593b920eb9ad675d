import { computedOnce } from '../computed-once.js'

const limit = 5
const steps = 60

/**
 * SQL of the rate at which a value is zero, by halving between rates of -99 % and 14,000 %; NULL where the value has the
 * same sign at both ends.
 *
 * @param value SQL of the value at a logarithm ln(1 + rate), which is SQL that may be repeated; only its sign counts
 */
export const rateWhere = (value: (log: string) => string): string =>
  computedOnce(
    'e',
    { low: `sign(${value(`(-${limit}.0::DOUBLE)`)})`, high: `sign(${value(`(${limit}.0::DOUBLE)`)})` },
    ({ low, high }) => {
      const at = '(lower + step)'
      const found = `list_reduce(list_transform(range(1, ${steps}), lambda i: ${2 * limit}.0::DOUBLE / pow(2, i)), lambda lower, step: CASE WHEN sign(${value(at)}) = ${low} THEN ${at} ELSE lower END, -${limit}.0::DOUBLE)`
      return `CASE WHEN ${low} * ${high} < 0 THEN exp(${found}) - 1 END`
    },
  )
