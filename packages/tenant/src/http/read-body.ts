import type { IncomingMessage } from 'node:http'
import type { UnderstudyError } from '@understudy/contract'
import { bodyTooLarge } from './error-response.js'

/**
 * Reads a request's body as text. A caller that goes away before its end is forgotten, as nobody waits for an answer.
 *
 * @param limit bytes; what comes after them is not kept
 * @param done called once, with the body or with `REST-BODY-TOO-LARGE`
 */
export const readBody = (
  request: IncomingMessage,
  limit: number,
  done: (body: string | UnderstudyError) => void,
): void => {
  const chunks: Buffer[] = []
  let length = 0
  const keep = (chunk: Buffer): void => {
    length += chunk.length
    if (length <= limit) return void chunks.push(chunk)
    request.off('data', keep).off('end', end)
    done(bodyTooLarge())
  }
  const end = (): void => {
    const [only] = chunks
    // Decoded at the end: a character may be cut in two by chunks.
    done((only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)).toString())
  }
  if (Number(request.headers['content-length']) > limit) done(bodyTooLarge())
  else request.on('data', keep).on('end', end)
}
