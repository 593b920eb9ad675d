import type { HostedTransport } from '../engine-host.js'
import type { LocalConnection } from '../in-process/in-process-host.js'
import type { ToTenant } from '../protocol/messages.js'
import type { Asking } from './tenant-questions.js'

/** One client of the tenant on a session here. */
export interface ServedClient {
  /** @param seq the number that the tenant gave to the frame */
  readonly receive: (seq: number, frame: Buffer) => void
  /** Answers a frame that another process took and did not answer: that it has to be sent again. */
  readonly refuse: (seq: number, frame: Buffer) => void
  /** Tells that the client has read so many bytes. */
  readonly read: (bytes: number) => void
  readonly close: () => void
}

/** Bytes that may be on their way to a client before nothing more is computed for it. */
const window = 4 * 1024 * 1024

/** Connects a client of the tenant to a session. */
export const serveClient = (
  { session, client }: Asking,
  connect: (transport: HostedTransport) => LocalConnection,
  send: (message: ToTenant, payload?: Uint8Array) => void,
): ServedClient => {
  let underway = 0
  let waiting: (() => void)[] = []
  let answers: number[] = []

  const goOn = (): void => {
    const resumed = waiting
    waiting = []
    for (const resume of resumed) resume()
  }

  const transport: HostedTransport = {
    send: (frame: string | Uint8Array) => {
      const payload = typeof frame === 'string' ? Buffer.from(frame) : frame
      underway += payload.length
      send({ type: 'frame', session, client, answers }, payload)
      answers = []
    },
    ready: () => (underway > window ? new Promise<void>((resolve) => waiting.push(resolve)) : undefined),
    close: () => undefined,
    answered: (answered) => send({ type: 'answered', session, client, answered }),
  }

  const connection = connect(transport)
  return {
    receive: (seq, frame) => connection.receive(frame, () => answers.push(seq)),
    refuse: (seq, frame) => connection.refuse(frame, () => answers.push(seq)),
    read: (bytes) => {
      underway = Math.max(underway - bytes, 0)
      if (underway <= window) goOn()
    },
    close: () => {
      connection.close()
      underway = 0
      goOn()
    },
  }
}
