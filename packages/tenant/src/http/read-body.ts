import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { UnderstudyError } from '@understudy/contract'
import { bodyTooLarge } from './error-response.js'

/**
 * The text of a body.
 *
 * @throws UnderstudyError HTTP-MALFORMED where it is not UTF-8 (RFC 8259 section 8.1): all bytes that are none would be
 *   read as the same character
 */
export const textOf = (body: Buffer): string => {
  if (!isUtf8(body)) throw notUtf8()
  return body.toString()
}

const notUtf8 = (): UnderstudyError => new UnderstudyError('HTTP-MALFORMED', 'The body is not UTF-8.')

/**
 * Reads a request's body as text. A caller that goes away before its end is forgotten, as nobody waits for an answer.
 *
 * @param limit bytes; what comes after them is not kept
 * @param done called once, with the body, or with `REST-BODY-TOO-LARGE` or `HTTP-MALFORMED`
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
    const body = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
    done(isUtf8(body) ? body.toString() : notUtf8())
  }
  if (Number(request.headers['content-length']) > limit) done(bodyTooLarge())
  else request.on('data', keep).on('end', end)
}
