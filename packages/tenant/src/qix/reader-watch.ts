import type { WebSocket } from 'ws'

/** What a client may leave unread. */
export interface ReaderLimits {
  /** Bytes waiting to be sent above which the socket is cut. */
  readonly mostUnsentBytes: number
  /** Milliseconds without anything being taken after which the socket is cut. */
  readonly readingTime: number
}

/**
 * Sends frames, and cuts the socket when its client does not read them: what waits is held in memory. There is no close
 * code, because a close frame would wait behind the others.
 *
 * @returns sends one frame
 */
export const readerWatch = (
  socket: WebSocket,
  { mostUnsentBytes, readingTime }: ReaderLimits,
): ((frame: string) => void) => {
  let waiting = 0
  let patience: NodeJS.Timeout | undefined
  const cut = (): void => socket.terminate()
  const taken = (): void => {
    waiting -= 1
    if (waiting > 0) patience?.refresh()
    else clearTimeout(patience)
  }
  socket.once('close', () => clearTimeout(patience))
  return (frame) => {
    waiting += 1
    if (waiting === 1) {
      clearTimeout(patience)
      patience = setTimeout(cut, readingTime)
    }
    socket.send(frame, taken)
    if (socket.bufferedAmount > mostUnsentBytes) cut()
  }
}
