import { UnderstudyError } from '@understudy/contract'
import { parse } from 'secure-json-parse'
import { malformed } from './error-response.js'

/** Levels of arrays and objects in a body: several times what any has, and far from what a recursion bears. */
const deepest = 100

/**
 * Parses a JSON body.
 *
 * @throws UnderstudyError HTTP-MALFORMED, also for members that would change prototypes
 */
export const parseJson = (text: string): unknown => {
  if (isDeeper(text))
    throw new UnderstudyError('HTTP-MALFORMED', `The body is nested more than ${deepest} levels deep.`)
  try {
    return parse(text)
  } catch (error) {
    throw malformed(error)
  }
}

const [quote, backslash] = [0x22, 0x5c]

const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d

/** Counted in the text: what walks through the value would be too late. */
const isDeeper = (text: string): boolean => {
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
      if (depth > deepest) return true
    } else if (isClosing(code)) depth -= 1
  }
  return false
}
