/** The dual value that a search looks at. */
export interface SearchedValue {
  readonly num: number | null
  readonly text: string
}

const bound = /^(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*/

/**
 * Reads a QIX search string: `>100`, `>=1<=9` compare the numeric side; `*` and `?` are wildcards for the whole text;
 * any other text is found anywhere in a value. Letter case does not matter.
 */
export const searchMatch = (search: string): ((value: SearchedValue) => boolean) => {
  const numeric = numericMatch(search.trim())
  if (numeric) return ({ num }) => num !== null && numeric(num)
  const wanted = search.toLowerCase()
  if (!/[*?]/.test(wanted)) return ({ text }) => text.toLowerCase().includes(wanted)
  const pattern = wanted.replace(/\*+/g, '*')
  const shortest = pattern.replaceAll('*', '').length
  return ({ text }) => {
    const lower = text.toLowerCase()
    return lower.length >= shortest && wildcardMatch(pattern, lower)
  }
}

const numericMatch = (search: string): ((num: number) => boolean) | undefined => {
  const bounds = new Map<Comparison, number>()
  let rest = search
  for (let found = bound.exec(rest); found; found = bound.exec(rest)) {
    const comparison = found[1] as Comparison
    const limit = Number(found[2])
    bounds.set(comparison, stricter(comparison, limit, bounds.get(comparison) ?? limit))
    rest = rest.slice(found[0].length)
  }
  if (bounds.size === 0 || rest !== '') return undefined
  const limits = [...bounds]
  return (num) => limits.every(([comparison, limit]) => comparisons[comparison](num, limit))
}

const comparisons = {
  '<': (num: number, limit: number) => num < limit,
  '<=': (num: number, limit: number) => num <= limit,
  '>': (num: number, limit: number) => num > limit,
  '>=': (num: number, limit: number) => num >= limit,
}

type Comparison = keyof typeof comparisons

/** Of bounds of one kind only the strictest counts: however many a search has, a value is compared with four. */
const stricter = (comparison: Comparison, a: number, b: number): number =>
  comparison.startsWith('<') ? Math.min(a, b) : Math.max(a, b)

/** Whether a whole text fits a pattern. Goes back to the last `*` only: at worst the length of the text times that of the pattern between two of them. */
export const wildcardMatch = (pattern: string, text: string): boolean => {
  let position = 0
  let patternPosition = 0
  let star = -1
  let resume = 0
  while (position < text.length) {
    const wanted = pattern[patternPosition]
    if (wanted === '*') {
      star = patternPosition++
      resume = position
    } else if (wanted === '?' || wanted === text[position]) {
      position++
      patternPosition++
    } else if (star >= 0) {
      patternPosition = star + 1
      position = ++resume
    } else return false
  }
  return pattern.slice(patternPosition).replace('*', '') === ''
}
