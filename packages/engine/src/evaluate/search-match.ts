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
  return ({ text }) => wildcardMatch(wanted, text.toLowerCase())
}

const numericMatch = (search: string): ((num: number) => boolean) | undefined => {
  const bounds: ((num: number) => boolean)[] = []
  let rest = search
  for (let found = bound.exec(rest); found; found = bound.exec(rest)) {
    const limit = Number(found[2])
    bounds.push(comparisons[found[1] as keyof typeof comparisons](limit))
    rest = rest.slice(found[0].length)
  }
  return bounds.length > 0 && rest === '' ? (num) => bounds.every((holds) => holds(num)) : undefined
}

const comparisons = {
  '<': (limit: number) => (num: number) => num < limit,
  '<=': (limit: number) => (num: number) => num <= limit,
  '>': (limit: number) => (num: number) => num > limit,
  '>=': (limit: number) => (num: number) => num >= limit,
}

/** Linear in the text for each `*`: a pattern made of many wildcards cannot stall the process. */
const wildcardMatch = (pattern: string, text: string): boolean => {
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
  return /^\**$/.test(pattern.slice(patternPosition))
}
