import { wordCharacter } from '../../plan/symbol-condition.js'

/**
 * Reads a pattern for whole texts, both in small letters: `*` is any text, `?` one character, and `^` stands where a word
 * begins. Goes back to the last `*` only: at worst the length of the text times that of the pattern between two of them.
 */
export const patternMatch = (pattern: string): ((text: string) => boolean) => {
  const parts = [...pattern.replace(/\*+/g, '*')]
  const shortest = parts.filter((part) => part !== '*' && part !== '^').length
  return (text) => text.length >= shortest && fits(parts, text)
}

const fits = (parts: readonly string[], text: string): boolean => {
  let position = 0
  let part = 0
  let star = -1
  let resume = 0
  for (;;) {
    const wanted = parts[part]
    if (wanted === '*') {
      star = part++
      resume = position
    } else if (wanted === '^' && beginsWord(text, position)) part++
    else if (wanted === undefined && position === text.length) return true
    else if (wanted === '?' && position < text.length) {
      position += lengthAt(text, position)
      part++
    } else if (wanted !== undefined && wanted !== '^' && wanted !== '?' && text.startsWith(wanted, position)) {
      position += wanted.length
      part++
    } else if (star >= 0 && resume < text.length) {
      part = star + 1
      resume += lengthAt(text, resume)
      position = resume
    } else return false
  }
}

/** Characters beyond the basic plane have two units, and count as one. */
const lengthAt = (text: string, position: number): number => ((text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1)

const beginsWord = (text: string, position: number): boolean => {
  if (position === 0) return true
  const before = text.codePointAt(position - 1) ?? 0
  const isSecondUnit = before >= 0xdc00 && before <= 0xdfff && position > 1
  return !wordCharacter.test(isSecondUnit ? text.slice(position - 2, position) : text.slice(position - 1, position))
}
