import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorCode, UnderstudyError } from '@understudy/contract'

/** What Node.js found wrong before there was a request, by its codes. */
const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HTTP-HEADERS-TOO-LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'HTTP-TIMEOUT',
}

const details: Partial<Record<ErrorCode, string>> = {
  'HTTP-HEADERS-TOO-LARGE': 'The headers of the request are longer than the server reads.',
  'HTTP-TIMEOUT': 'The request did not arrive as a whole in time.',
}

/**
 * Answers what is no request of HTTP at all, with the envelope of all errors, and hangs up.
 *
 * @param traceId names the answer
 */
export const answerClientError = (error: NodeJS.ErrnoException, socket: Duplex, traceId: string): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const code = codes[error.code ?? ''] ?? 'HTTP-MALFORMED'
  const { entry, detail } = new UnderstudyError(code, details[code] ?? 'The request cannot be read.')
  const { status, title, solution } = entry
  const body = JSON.stringify({ errors: [{ code, title, detail, status, meta: { solution } }], traceId })
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Connection: close',
        'Cache-Control: no-store',
        'Content-Type: application/json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    )
  }
  socket.destroy(error)
}
