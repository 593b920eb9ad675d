/** What a code of a pattern stands for, by how it is written. */
export type DateCode =
  | 'YYYY'
  | 'YY'
  | 'MMMM'
  | 'MMM'
  | 'MM'
  | 'M'
  | 'DD'
  | 'D'
  | 'WWWW'
  | 'WWW'
  | 'WW'
  | 'W'
  | 'hh'
  | 'h'
  | 'mm'
  | 'm'
  | 'ss'
  | 's'
  | 'TT'
  | 'tt'

/** A piece of a pattern of dates, times or intervals. */
export type DatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'code'; readonly code: DateCode }
  /** Decimals of a second, `f` for each. */
  | { readonly kind: 'fraction'; readonly digits: number }
  /** In square brackets: left out where all that it shows is zero. */
  | { readonly kind: 'optional'; readonly parts: readonly DatePart[] }

const codes = /[Yy]{4}|[Yy]{2}|M{1,4}|[Dd]{1,2}|W{1,4}|[Hh]{1,2}|m{1,2}|[Ss]{1,2}|TT|tt|f{1,9}/y

/** Years, days, hours and seconds are written in either case; months and minutes are told apart by theirs. */
const codeOf = (text: string): DateCode => {
  const [first = ''] = text
  if ('yd'.includes(first)) return text.toUpperCase() as DateCode
  return ('HS'.includes(first) ? text.toLowerCase() : text) as DateCode
}

/** Takes a pattern such as `YYYY-MM-DD hh:mm:ss[.fff]` apart. What is no code stands for itself. */
export const parseDatePattern = (pattern: string): readonly DatePart[] => {
  const whole: DatePart[] = []
  let optional: DatePart[] | null = null
  let literal = ''
  const flush = () => {
    if (literal !== '') (optional ?? whole).push({ kind: 'literal', text: literal })
    literal = ''
  }
  for (let at = 0; at < pattern.length; ) {
    codes.lastIndex = at
    const found = codes.exec(pattern)?.[0]
    const character = pattern.charAt(at)
    at += found?.length ?? 1
    if (found !== undefined) {
      flush()
      const part: DatePart = found.startsWith('f')
        ? { kind: 'fraction', digits: found.length }
        : { kind: 'code', code: codeOf(found) }
      ;(optional ?? whole).push(part)
    } else if (character === '[' && optional === null) {
      flush()
      optional = []
    } else if (character === ']' && optional !== null) {
      flush()
      whole.push({ kind: 'optional', parts: optional })
      optional = null
    } else literal += character
  }
  flush()
  // A bracket that is not closed is none.
  return optional === null ? whole : [...whole, { kind: 'literal', text: '[' }, ...optional]
}

/** Whether a pattern counts twelve hours, twice a day. */
export const hasHalfDays = (parts: readonly DatePart[]): boolean =>
  parts.some((part) =>
    part.kind === 'optional'
      ? hasHalfDays(part.parts)
      : part.kind === 'code' && (part.code === 'TT' || part.code === 'tt'),
  )
