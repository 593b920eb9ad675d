/** Levels of arrays and objects in a text of JSON: several times what any has, and far from what a recursion bears. */
export const deepestJson = 100

const [quote, backslash] = [0x22, 0x5c]

const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d

/** Whether a text of JSON is nested deeper than that. Counted in the text: what walks through the value would be too late. */
export const isTooDeep = (text: string): boolean => {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === backslash) index += 1
      else if (code === quote) inString = false
    } else if (code === quote) inString = true
    else if (isOpening(code)) {
      depth += 1
      if (depth > deepestJson) return true
    } else if (isClosing(code)) depth -= 1
  }
  return false
}
