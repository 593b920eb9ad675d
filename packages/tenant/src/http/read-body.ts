import type { IncomingMessage } from 'node:http'
import type { UnderstudyError } from '@understudy/contract'
import { bodyTooLarge } from './error-response.js'

/**
 * Reads a request's body as text. A caller that goes away before its end is forgotten, as nobody waits for an answer.
 *
 * @param limit bytes; what comes after them is not kept
 * @param done called once, later, with the body or with `REST-BODY-TOO-LARGE`
 */
export const readBody = (
  request: IncomingMessage,
  limit: number,
  done: (body: string | UnderstudyError) => void,
): void => {
  // A small body comes with its headers: it is there when this turn's work is, and taken without a stream's ceremony.
  process.nextTick(() => {
    if (Number(request.headers['content-length']) > limit || request.readableLength > limit) done(bodyTooLarge())
    else if (request.complete) done(request.read()?.toString() ?? '')
    else readStream(request, limit, done)
  })
}

const readStream = (request: IncomingMessage, limit: number, done: (body: string | UnderstudyError) => void): void => {
  const chunks: Buffer[] = []
  let length = 0
  const keep = (chunk: Buffer): void => {
    length += chunk.length
    if (length <= limit) return void chunks.push(chunk)
    request.off('data', keep).off('end', end)
    done(bodyTooLarge())
  }
  // Decoded at the end: a character may be cut in two by chunks.
  const end = (): void => done(Buffer.concat(chunks).toString())
  request.on('data', keep).on('end', end)
}
