import { type DateCode, type DatePart, parseDatePattern } from './date-pattern.js'

/** Milliseconds of the units that an interval is counted in, the largest first. */
export const intervalUnits = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 } as const

export type IntervalUnit = keyof typeof intervalUnits

/** What a code counts, and to how many digits; codes of the calendar count nothing. */
export const intervalCodes: Readonly<
  Partial<Record<DateCode, { readonly unit: IntervalUnit; readonly digits: number }>>
> = {
  DD: { unit: 'day', digits: 2 },
  D: { unit: 'day', digits: 1 },
  hh: { unit: 'hour', digits: 2 },
  h: { unit: 'hour', digits: 1 },
  mm: { unit: 'minute', digits: 2 },
  m: { unit: 'minute', digits: 1 },
  ss: { unit: 'second', digits: 2 },
  s: { unit: 'second', digits: 1 },
}

/** The units that a pattern names, the largest first: it runs on, the others are what is left of the one before. */
export const unitsOf = (parts: readonly DatePart[]): readonly IntervalUnit[] => {
  const named = new Set(
    parts.flatMap((part): readonly (IntervalUnit | undefined)[] => {
      if (part.kind === 'optional') return unitsOf(part.parts)
      return part.kind === 'code' ? [intervalCodes[part.code]?.unit] : []
    }),
  )
  return (Object.keys(intervalUnits) as IntervalUnit[]).filter((unit) => named.has(unit))
}

/**
 * Writes intervals by a pattern such as `hh:mm` or `d hh`: 1.5 days are `36:00` or `1 12`. Units are cut, not rounded.
 *
 * @returns writes days
 */
export const intervalWriter = (pattern: string): ((days: number) => string) => {
  const parts = parseDatePattern(pattern)
  const units = unitsOf(parts)
  return (days) => {
    const milliseconds = Math.round(Math.abs(days) * intervalUnits.day)
    let rest = milliseconds
    const counts = new Map<IntervalUnit, number>()
    for (const unit of units) {
      counts.set(unit, Math.floor(rest / intervalUnits[unit]))
      rest %= intervalUnits[unit]
    }
    const write = (part: DatePart): string => {
      switch (part.kind) {
        case 'literal':
          return part.text
        case 'code': {
          const code = intervalCodes[part.code]
          return code ? String(counts.get(code.unit) ?? 0).padStart(code.digits, '0') : part.code
        }
        case 'fraction':
          return String(milliseconds % 1000)
            .padStart(3, '0')
            .padEnd(part.digits, '0')
            .slice(0, part.digits)
        case 'optional': {
          const texts = part.parts.map(write)
          const shown = part.parts.some(({ kind }, at) => kind !== 'literal' && /[^0]/.test(texts[at] ?? ''))
          return shown ? texts.join('') : ''
        }
      }
    }
    const text = parts.map(write).join('')
    return days < 0 && /[1-9]/.test(text) ? `-${text}` : text
  }
}
