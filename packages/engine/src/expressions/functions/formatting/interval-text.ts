import { type DatePart, parseDatePattern } from '../../../format/date-pattern.js'
import { type IntervalUnit, intervalCodes, intervalUnits, unitsOf } from '../../../format/write-interval.js'
import type { Bind } from '../scalar-function.js'
import { named } from './number-text.js'

/** SQL of the whole units in `ms` milliseconds, or in what the larger units that a pattern names leave of them. */
const counted = (unit: IntervalUnit, units: readonly IntervalUnit[]): string => {
  const larger = units[units.indexOf(unit) - 1]
  return `(${larger ? `ms % ${intervalUnits[larger]}` : 'ms'}) // ${intervalUnits[unit]}`
}

const partText = (part: DatePart, units: readonly IntervalUnit[], bind: Bind): string => {
  switch (part.kind) {
    case 'literal':
      return bind(part.text)
    case 'code': {
      const code = intervalCodes[part.code]
      return code ? `format('{:0${code.digits}d}', ${counted(code.unit, units)})` : bind(part.code)
    }
    case 'fraction':
      return `left(rpad(format('{:03d}', ms % 1000), ${Math.max(part.digits, 3)}, '0'), ${part.digits})`
    case 'optional': {
      const texts = part.parts.map((inner) => partText(inner, units, bind))
      const shown = texts.filter((_, index) => part.parts[index]?.kind !== 'literal')
      return shown.length === 0
        ? `''`
        : `(CASE WHEN regexp_matches(${shown.join(' || ')}, '[^0]') THEN ${texts.join(' || ')} ELSE '' END)`
    }
  }
}

/** SQL of the text of an interval in days by a pattern, as `intervalWriter` writes it. */
export const intervalText = (days: string, pattern: string, bind: Bind): string => {
  const parts = parseDatePattern(pattern)
  const units = unitsOf(parts)
  const text = parts.map((part) => partText(part, units, bind)).join(' || ') || `''`
  const signed = named('txt', text, `CASE WHEN num < 0 AND regexp_matches(txt, '[1-9]') THEN '-' || txt ELSE txt END`)
  const milliseconds = 'TRY_CAST(round(abs(num) * 86400000.0) AS BIGINT)'
  return named('num', days, named('ms', milliseconds, `(CASE WHEN ms IS NOT NULL THEN ${signed} END)`))
}
