/**
 * Whether a text is Unicode: without halves of surrogate pairs, which `\uD800` in JSON makes. A store writes U+FFFD for
 * any of them, so that texts that differ fall together.
 */
export const isWellFormedText = (text: string): boolean => !/\p{Surrogate}/u.test(text)

/** The same for every text within a value of JSON, names of members included. */
export const holdsWellFormedText = (value: unknown): boolean => {
  if (typeof value === 'string') return isWellFormedText(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, member]) => isWellFormedText(name) && holdsWellFormedText(member))
}
