import { UnderstudyError } from '@understudy/contract'
import { isJsonObject, type Json, type JsonObject } from '../json.js'

/** Bytes of one answer. */
const maxBytes = 16 * 1024 * 1024

const tooLarge = (): UnderstudyError =>
  new UnderstudyError('QIX-ANSWER-TOO-LARGE', `an answer has at most ${maxBytes / 1024 / 1024} MiB`)

/** Whether the JSON of a value has more characters than that. Counts no further, and rather too few than too many. */
const hasMoreCharacters = (value: JsonObject, most: number): boolean => {
  let characters = 0
  const waiting: (Json | undefined)[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    characters += typeof next === 'string' ? next.length + 2 : 1
    if (Array.isArray(next)) for (const item of next as readonly Json[]) waiting.push(item)
    else if (isJsonObject(next))
      for (const [name, member] of Object.entries(next)) {
        characters += name.length
        waiting.push(member)
      }
    if (characters > most) return true
  }
  return false
}

/**
 * Refuses an answer before it is written as text: a text of hundreds of megabytes would hold up everybody.
 *
 * @throws UnderstudyError `QIX-ANSWER-TOO-LARGE`
 */
export const refuseLargeAnswer = (result: JsonObject): void => {
  if (hasMoreCharacters(result, maxBytes)) throw tooLarge()
}

/** @throws UnderstudyError `QIX-ANSWER-TOO-LARGE` for a frame that is too large to be sent */
export const refuseLargeFrame = (frame: string): string => {
  if (Buffer.byteLength(frame) > maxBytes) throw tooLarge()
  return frame
}
