import { closeCodes } from '@understudy/engine'
import type { WebSocket } from 'ws'
import type { HostedConnection, HostedTransport } from '../engine-host/engine-host.js'
import { type Closing, closing } from './closing.js'
import { messageBudget } from './message-budget.js'
import { type ReaderLimits, readerWatch } from './reader-watch.js'

/** What one WebSocket may take. */
export interface SocketLimits extends ReaderLimits {
  /** Milliseconds without a message after which the socket is closed; 0 never closes it. */
  readonly idleTime: number
  /** Messages per second, sustained. */
  readonly messagesPerSecond: number
  /** Unanswered requests above which no further ones are read. */
  readonly pendingRequests: number
  /** Characters or bytes of unanswered requests above which no further ones are read. */
  readonly pendingLength: number
}

/** A socket that frames go out through while nobody has begun to read from it. */
export interface SocketLink {
  readonly transport: HostedTransport
  readonly closeWith: (closing: Closing) => void
  /**
   * Closes a socket that is not let in, when its client has asked for something: a client that is closed before it has
   * asked shows people "not connected" instead of the reason.
   */
  readonly refuseWith: (closing: Closing) => void
  /** Begins to read: gives the connection every message, in order, as fast as it can answer. */
  readonly join: (connection: HostedConnection) => void
  readonly isOpen: () => boolean
}

/** A burst is what a dashboard asks for when everything on it changes at once, several times over. */
const burstSeconds = 20

/** How long a refused client may take to ask for something, in ms. */
const refusalPatience = 1000

/** How often a paused socket is looked at again, in ms. */
const resumeInterval = 20

/**
 * Links a WebSocket to a connection of the engine. Messages that arrive before `join` wait in the socket.
 *
 * @param clock milliseconds
 */
export const linkSocket = (socket: WebSocket, limits: SocketLimits, clock: () => number): SocketLink => {
  const budget = messageBudget(limits.messagesPerSecond, limits.messagesPerSecond * burstSeconds, clock)
  let idle: NodeJS.Timeout | undefined
  let resuming: NodeJS.Timeout | undefined
  const closeWith = ({ code, reason }: Closing): void => {
    if (socket.readyState !== socket.OPEN) return
    socket.close(code, reason)
    // A paused socket would not see the client's answer to the close, and linger.
    socket.resume()
  }
  const restartIdleTimer = (): void => {
    clearTimeout(idle)
    if (limits.idleTime > 0)
      idle = setTimeout(() => closeWith(closing(closeCodes.idle, 'The session was idle')), limits.idleTime)
  }
  socket.pause()
  socket.once('close', () => {
    clearTimeout(idle)
    clearTimeout(resuming)
  })
  const reader = readerWatch(socket, limits)
  const isBehind = (connection: HostedConnection): boolean =>
    connection.pending() >= limits.pendingRequests ||
    connection.pendingLength() > limits.pendingLength ||
    reader.isBehind()

  const resumeWhenCaughtUp = (connection: HostedConnection): void => {
    if (socket.readyState === socket.OPEN && isBehind(connection))
      resuming = setTimeout(() => resumeWhenCaughtUp(connection), resumeInterval)
    else socket.resume()
  }

  const refuseWith = (refusal: Closing): void => {
    socket.once('message', () => closeWith(refusal))
    const patience = setTimeout(() => closeWith(refusal), refusalPatience)
    socket.once('close', () => clearTimeout(patience))
    socket.resume()
  }

  return {
    closeWith,
    refuseWith,
    isOpen: () => socket.readyState === socket.OPEN,
    transport: {
      send: (frame) => {
        if (socket.readyState === socket.OPEN) reader.send(frame)
      },
      ready: reader.ready,
      close: (code, reason) => closeWith(closing(code, reason)),
    },
    join: (connection) => {
      socket.on('message', (data, isBinary) => {
        if (socket.readyState !== socket.OPEN) return
        restartIdleTimer()
        if (isBinary) return closeWith(closing(closeCodes.malformed, 'QIX speaks text frames only'))
        if (!budget.take()) return closeWith(closing(closeCodes.busy, 'Too many messages'))
        connection.receive(data as Buffer)
        if (!isBehind(connection)) return
        socket.pause()
        resumeWhenCaughtUp(connection)
      })
      socket.once('close', connection.close)
      if (socket.readyState !== socket.OPEN) connection.close()
      restartIdleTimer()
      socket.resume()
    },
  }
}
