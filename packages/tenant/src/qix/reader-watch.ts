import type { WebSocket } from 'ws'

/** What a client may leave unread. */
export interface ReaderLimits {
  /** Bytes waiting to be sent above which nothing more is computed for the client. */
  readonly unsentBytes: number
  /** Bytes waiting to be sent above which the socket is cut. */
  readonly mostUnsentBytes: number
  /** Milliseconds without anything being taken after which the socket is cut. */
  readonly readingTime: number
}

/** The way to a client that may not read. */
export interface WatchedReader {
  /** @param frame text, or the UTF-8 of it */
  readonly send: (frame: string | Uint8Array) => void
  /** Whether more waits to be sent than the client may leave unread before it is sent more. */
  readonly isBehind: () => boolean
  /** Resolves when the client is no longer behind, or gone; `undefined` where it is not behind. */
  readonly ready: () => Promise<void> | undefined
}

/**
 * Sends frames, and cuts the socket when its client does not read them: what waits is held in memory. There is no close
 * code, because a close frame would wait behind the others.
 */
export const readerWatch = (
  socket: WebSocket,
  { unsentBytes, mostUnsentBytes, readingTime }: ReaderLimits,
): WatchedReader => {
  let waiting = 0
  let paused: (() => void)[] = []
  let patience: NodeJS.Timeout | undefined
  const cut = (): void => socket.terminate()
  const isBehind = (): boolean => socket.readyState === socket.OPEN && socket.bufferedAmount > unsentBytes
  const goOn = (): void => {
    const resumed = paused
    paused = []
    for (const resume of resumed) resume()
  }
  const taken = (): void => {
    waiting -= 1
    if (!isBehind()) goOn()
    if (waiting > 0) patience?.refresh()
    else clearTimeout(patience)
  }
  socket.once('close', () => {
    clearTimeout(patience)
    goOn()
  })
  const send = (frame: string | Uint8Array): void => {
    waiting += 1
    if (waiting === 1) {
      clearTimeout(patience)
      patience = setTimeout(cut, readingTime)
    }
    socket.send(frame, { binary: false }, taken)
    if (socket.bufferedAmount > mostUnsentBytes) cut()
  }
  return {
    send,
    isBehind,
    ready: () => (isBehind() ? new Promise((resolve) => paused.push(resolve)) : undefined),
  }
}
