import type { WebSocket } from 'ws'

/** Pings that may stay without an answer. */
const mostUnanswered = 2

/**
 * Pings a WebSocket, so that proxies on the way do not take it for idle, and cuts it when nothing comes back: a network
 * that is gone says nothing by itself for many minutes.
 *
 * @param interval milliseconds between pings; 0 for none
 */
export const keepPulse = (socket: WebSocket, interval: number): void => {
  if (interval === 0) return
  let unanswered = 0
  const hear = (): void => {
    unanswered = 0
  }
  socket.on('pong', hear)
  socket.on('message', hear)
  const timer = setInterval(() => {
    // An answer would wait behind what we do not read at the moment, or the question behind what the client does not.
    if (socket.readyState !== socket.OPEN || socket.isPaused || socket.bufferedAmount > 0) return
    if (unanswered === mostUnanswered) return socket.terminate()
    unanswered += 1
    socket.ping()
  }, interval)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
