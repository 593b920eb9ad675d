import { monthNames } from '../../../format/calendar.js'
import { longWeekDays, months, nameOf, weekDays } from '../date-and-time/moment.js'
import type { Bind } from '../scalar-function.js'

const formatted = (format: string) => (at: string) => `strftime(${at}, '${format}')`

/** The codes of a pattern, longest first: each prints a part of a moment. */
const codes: readonly (readonly [RegExp, (at: string) => string])[] = [
  [/^[Yy]{4}/, formatted('%Y')],
  [/^[Yy]{2}/, formatted('%y')],
  [/^MMMM/, (at) => nameOf(monthNames, `date_part('month', ${at})`)],
  [/^MMM/, (at) => nameOf(months, `date_part('month', ${at})`)],
  [/^MM/, formatted('%m')],
  [/^M/, formatted('%-m')],
  [/^[Dd]{2}/, formatted('%d')],
  [/^[Dd]/, formatted('%-d')],
  [/^W{4}/, (at) => nameOf(longWeekDays, `date_part('isodow', ${at})`)],
  [/^W{3}/, (at) => nameOf(weekDays, `date_part('isodow', ${at})`)],
  [/^[Hh]{2}(?=.*[Tt]{2})/, formatted('%I')],
  [/^[Hh](?=.*[Tt]{2})/, formatted('%-I')],
  [/^[Hh]{2}/, formatted('%H')],
  [/^[Hh]/, formatted('%-H')],
  [/^mm/, formatted('%M')],
  [/^m/, formatted('%-M')],
  [/^[Ss]{2}/, formatted('%S')],
  [/^[Ss]/, formatted('%-S')],
  [/^f{3}/, formatted('%g')],
  [/^[Tt]{2}/, formatted('%p')],
]

/** Prints a moment by a pattern of dates and times; what is no code stands for itself. */
export const writtenByPattern = (at: string, pattern: string, bind: Bind): string => {
  const parts: string[] = []
  let literal = ''
  const flush = () => {
    if (literal !== '') parts.push(bind(literal))
    literal = ''
  }
  for (let rest = pattern.replaceAll(/\[|\]/g, ''); rest !== ''; ) {
    const found = codes.find(([code]) => code.test(rest))
    const text = found?.[0].exec(rest)?.[0]
    if (found && text !== undefined) {
      flush()
      parts.push(found[1](at))
      rest = rest.slice(text.length)
    } else {
      literal += rest.slice(0, 1)
      rest = rest.slice(1)
    }
  }
  flush()
  return parts.length === 0 ? `''` : `(CASE WHEN ${at} IS NOT NULL THEN ${parts.join(' || ')} END)`
}
