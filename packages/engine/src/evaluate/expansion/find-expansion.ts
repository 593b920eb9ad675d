/** A `$(...)` in a text: where it begins and ends, and what stands between the brackets. */
export interface Expansion {
  readonly start: number
  readonly end: number
  readonly content: string
}

/**
 * Finds the first `$(...)` of a text that holds no other one. Brackets inside it are balanced, those in quotes do not
 * count; one that is not closed is no expansion.
 */
export const findExpansion = (text: string): Expansion | undefined => {
  for (let start = text.lastIndexOf('$('); start >= 0; start = start === 0 ? -1 : text.lastIndexOf('$(', start - 1)) {
    const end = closingBracket(text, start + 2)
    if (end !== undefined) return { start, end: end + 1, content: text.slice(start + 2, end) }
  }
  return undefined
}

const closingBracket = (text: string, from: number): number | undefined => {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === "'" || character === '"') {
      const quote = text.indexOf(character, at + 1)
      if (quote >= 0) at = quote
    } else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return at
  }
  return undefined
}
