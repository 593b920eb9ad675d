import { wordCharacter } from '../../plan/symbol-condition.js'

/** Characters of a text, and words of a value, that are compared. */
const maxCharacters = 60
const maxWords = 20

/**
 * How alike texts are to one, from 0 to 1: the share of characters that need not be changed, added or left out. Of a value
 * of several words the one that is most alike counts, where it is more so than the whole.
 *
 * @param wanted in small letters
 */
export const similarity = (wanted: string): ((text: string) => number) => {
  const characters = [...wanted].slice(0, maxCharacters)
  return (text) => {
    const lower = text.toLowerCase()
    const candidates = [lower, ...wordsOf(lower)]
    return Math.max(
      ...candidates.map((candidate) =>
        shareUnchanged(characters, [...candidate.slice(0, 2 * maxCharacters)].slice(0, maxCharacters)),
      ),
    )
  }
}

const wordsOf = (text: string): readonly string[] => {
  const words = text.split(/\s+/).filter((word) => wordCharacter.test(word))
  return words.length > 1 ? words.slice(0, maxWords) : []
}

const shareUnchanged = (a: readonly string[], b: readonly string[]): number => {
  const length = Math.max(a.length, b.length)
  return length === 0 ? 1 : 1 - distance(a, b) / length
}

/** The fewest characters to change, add or leave out. */
const distance = (a: readonly string[], b: readonly string[]): number => {
  let before = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, character] of a.entries()) {
    const current = [row + 1]
    for (const [column, other] of b.entries()) {
      current.push(
        Math.min(
          (before[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (before[column] ?? 0) + (character === other ? 0 : 1),
        ),
      )
    }
    before = current
  }
  return before[b.length] ?? 0
}
