import { connect, type Socket } from 'node:net'

/** One request, sent again and again on every connection. */
export interface LoadRequest {
  readonly port: number
  readonly path: string
  readonly contentType: string
  readonly body: string
}

/**
 * Keeps `connections` keep-alive connections busy with the same POST for `seconds`.
 *
 * Written on bare sockets: Node's HTTP client would use more CPU than the servers it is to saturate.
 *
 * @returns how many 200 responses arrived
 * @throws when a connection fails, or any response is not 200 or has no Content-Length; what was received is in the message
 */
export async function loadWith(request: LoadRequest, connections: number, seconds: number): Promise<number> {
  const bytes = requestBytes(request)
  const until = performance.now() + seconds * 1000
  const counts = await Promise.all(
    Array.from({ length: connections }, () => keepBusy(connect(request.port, '127.0.0.1'), bytes, until)),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

function requestBytes({ port, path, contentType, body }: LoadRequest): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n')
  return Buffer.from(`${head}\r\n\r\n${body}`)
}

function keepBusy(socket: Socket, request: Buffer, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0
    let received = ''
    const fail = (reason: string) => {
      socket.destroy()
      reject(new Error(`${reason}:\n${received}`))
    }
    socket.setNoDelay(true)
    socket.once('error', ({ message }) => fail(`a connection failed (${message})`))
    socket.once('end', () => fail('a connection was closed'))
    socket.once('connect', () => socket.write(request))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const length = /\r\ncontent-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1]
      if (length === undefined) return fail('a response without Content-Length')
      if (received.length < headEnd + 4 + Number(length)) return
      if (!received.startsWith('HTTP/1.1 200')) return fail('a response other than 200')
      answered += 1
      received = ''
      if (performance.now() < until) return void socket.write(request)
      socket.destroy()
      resolve(answered)
    })
  })
}
