import type { HostedTransport, TenantDoor } from '../engine-host.js'

/** A client of a session that lives in another process. */
export interface RemoteClient {
  readonly transport: HostedTransport
  readonly door: TenantDoor
  /** Whether the session was there before the client. */
  readonly attached: boolean
  /** Whether its first frame has arrived. */
  readonly greeted: () => boolean
  /** Counts a frame of the client in, sent to an engine or held until there is one. @returns its number */
  readonly ask: (frame: Buffer, sent: boolean, onAnswered: () => void) => number
  /** Passes a frame on to the client. @param answers the numbers of the frames that are answered */
  readonly deliver: (frame: Buffer, answers: readonly number[]) => void
  /** Frames that are not answered yet, by their numbers, in the order in which they came. */
  readonly unanswered: () => ReadonlyMap<number, AskedFrame>
  /** All that was held is sent now. */
  readonly release: () => void
  readonly unansweredBytes: () => number
}

export interface AskedFrame {
  readonly frame: Buffer
  readonly sent: boolean
}

/** Bytes that were read before the engine is told of it: far less than may be under way. */
const toldBytes = 256 * 1024

/** @param onRead told how many bytes the client has read */
export const createRemoteClient = (
  { transport, door, attached }: Pick<RemoteClient, 'transport' | 'door' | 'attached'>,
  onRead: (bytes: number) => void,
): RemoteClient => {
  const unanswered = new Map<number, AskedFrame>()
  const listeners = new Map<number, () => void>()
  let last = 0
  let bytes = 0
  let read = 0
  let greeted = false

  const settle = (seq: number): void => {
    bytes -= unanswered.get(seq)?.frame.length ?? 0
    unanswered.delete(seq)
    listeners.get(seq)?.()
    listeners.delete(seq)
  }

  const tell = (length: number): void => {
    read += length
    if (read < toldBytes) return
    onRead(read)
    read = 0
  }

  return {
    transport,
    door,
    attached,
    greeted: () => greeted,
    ask: (frame, sent, onAnswered) => {
      last += 1
      unanswered.set(last, { frame, sent })
      listeners.set(last, onAnswered)
      bytes += frame.length
      return last
    },
    deliver: (frame, answers) => {
      greeted = true
      for (const seq of answers) settle(seq)
      transport.send(frame)
      const caughtUp = transport.ready()
      if (caughtUp === undefined) tell(frame.length)
      else caughtUp.then(() => tell(frame.length))
    },
    unanswered: () => unanswered,
    release: () => {
      for (const [seq, { frame }] of unanswered) unanswered.set(seq, { frame, sent: true })
    },
    unansweredBytes: () => bytes,
  }
}
