import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** Pings that may stay without an answer. */
const mostUnanswered = 2

/** Bytes a second that the slowest client takes whose answer is waited for: what it has not taken, a ping waits behind. */
const slowestReader = 16 * 1024

/**
 * Pings a WebSocket, so that proxies on the way do not take it for idle, and cuts it when nothing comes back: a network
 * that is gone says nothing by itself for many minutes.
 *
 * @param stream what the WebSocket was made of
 * @param interval milliseconds between pings; 0 for none
 */
export const keepPulse = (socket: WebSocket, stream: Socket, interval: number): void => {
  if (interval === 0) return
  let unanswered = 0
  /** Bytes that may still be on their way; nobody tells what waits in the network. */
  let unread = 0
  let { bytesRead, bytesWritten } = stream
  const hear = (): void => {
    unanswered = 0
    unread = 0
  }
  socket.on('pong', hear)
  const timer = setInterval(() => {
    // Also a part of a long message is a sign of life.
    if (stream.bytesRead > bytesRead) unanswered = 0
    unread = Math.max(0, unread - (slowestReader * interval) / 1000) + stream.bytesWritten - bytesWritten
    ;({ bytesRead, bytesWritten } = stream)
    // An answer would wait behind what we do not read at the moment, or the question behind what the client does not.
    if (socket.readyState !== socket.OPEN || socket.isPaused || socket.bufferedAmount > 0) return
    if (unanswered < mostUnanswered) {
      unanswered += 1
      socket.ping()
      bytesWritten = stream.bytesWritten
    } else if (unread === 0) socket.terminate()
  }, interval)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
