import { UnderstudyError } from '@understudy/contract'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { limits } from '../limits.js'
import { turnIfOver } from '../turns.js'

const maxBytes = limits.answerBytes.most

const tooLarge = (): UnderstudyError =>
  new UnderstudyError('QIX-ANSWER-TOO-LARGE', `an answer has at most ${maxBytes / 1024 / 1024} MiB`)

/** Levels that are written member by member: those of pages are, down to a row. */
const levels = 6

/** Characters that are written between two looks at the clock. */
const pieceLength = 16_384

function* pieces(value: Json, level: number): Generator<string> {
  if (level === levels || typeof value !== 'object' || value === null) yield JSON.stringify(value)
  else if (isJsonObject(value)) {
    let before = '{'
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue
      yield `${before}${JSON.stringify(name)}:`
      yield* pieces(member, level + 1)
      before = ','
    }
    yield before === '{' ? '{}' : '}'
  } else {
    let before = '['
    for (const item of value) {
      yield before
      yield* pieces(item, level + 1)
      before = ','
    }
    yield before === '[' ? '[]' : ']'
  }
}

/**
 * Writes the result of a call as JSON, in turns, and no further than it may be sent: a text of hundreds of megabytes would
 * hold up everybody.
 *
 * @throws UnderstudyError `QIX-ANSWER-TOO-LARGE`
 */
export const answerText = async (result: JsonObject): Promise<string> => {
  const parts: string[] = []
  let characters = 0
  let looked = 0
  for (const piece of pieces(result, 0)) {
    parts.push(piece)
    characters += piece.length
    if (characters > maxBytes) throw tooLarge()
    if (characters - looked < pieceLength) continue
    looked = characters
    await turnIfOver()
  }
  const text = parts.join('')
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge()
  return text
}
