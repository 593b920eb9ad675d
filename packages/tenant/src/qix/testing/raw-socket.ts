import { WebSocket } from 'ws'

// biome-ignore lint/suspicious/noExplicitAny: tests look into frames of every shape
type Frame = any

/** A WebSocket without a QIX client: what arrives, in order, and how it ended. */
export interface RawSocket {
  readonly nextFrame: () => Promise<Frame>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  readonly send: (data: string | Buffer) => void
  /** Sends a request and resolves to its response frame. */
  readonly request: (handle: number, method: string, ...params: unknown[]) => Promise<Frame>
  /** Ends the connection as a lost network does. */
  readonly drop: () => void
  readonly close: () => void
}

/** Opens a socket; resolves when it is accepted, before the server has said anything. */
export const openRawSocket = async (url: string, headers: Record<string, string> = {}): Promise<RawSocket> => {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers })
  const frames: Frame[] = []
  const readers: ((frame: Frame) => void)[] = []
  const waiting = new Map<number, (frame: Frame) => void>()
  let lastId = 0
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString())
    const answered = waiting.get(frame.id)
    if (answered) return answered(frame)
    const reader = readers.shift()
    if (reader) reader(frame)
    else frames.push(frame)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  )
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    closed,
    nextFrame: () => new Promise((resolve) => (frames.length > 0 ? resolve(frames.shift()) : readers.push(resolve))),
    send: (data) => socket.send(data),
    request: (handle, method, ...params) => {
      lastId += 1
      const id = lastId
      const answer = new Promise<Frame>((resolve) => waiting.set(id, resolve))
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, handle, method, params }))
      return answer
    },
    drop: () => socket.terminate(),
    close: () => socket.close(),
  }
}
