import type { Duplex } from 'node:stream'
import type { Restored } from '@understudy/engine'
import type { HostedTransport, TenantDoor } from '../engine-host.js'
import {
  createInProcessHost,
  type InProcessHost,
  type LocalConnection,
  type LocalSession,
} from '../in-process/in-process-host.js'
import { type FramedChannel, openChannel } from '../protocol/framed-channel.js'
import { packKept, unpackKept } from '../protocol/kept-payload.js'
import { type EngineResult, protocolVersion, type ToEngine, type ToTenant } from '../protocol/messages.js'
import { createOpenCalls } from '../protocol/open-calls.js'
import { errorOf, toldError } from '../protocol/told-error.js'
import { type ServedClient, serveClient } from './served-client.js'
import { type Asking, createTenantQuestions } from './tenant-questions.js'

interface ServedSession {
  readonly session: LocalSession
  readonly clients: Map<number, ServedClient>
}

type Handlers = {
  readonly [Type in ToEngine['type']]: (message: Extract<ToEngine, { type: Type }>, payload: Buffer) => void
}

type Handler = (message: ToEngine, payload: Buffer) => void

/** Does the engine work of a tenant at the other end of a stream, until that ends. */
export const serveTenant = (stream: Duplex): void => {
  const sessions = new Map<number, ServedSession>()
  const channel: FramedChannel<ToTenant> = openChannel<ToTenant, ToEngine>(stream, (message, payload) =>
    (handlers[message.type] as Handler)(message, payload),
  )
  const { send } = channel
  const questions = createTenantQuestions(send, createOpenCalls())
  let host: InProcessHost | undefined

  const begun = (): InProcessHost => {
    if (host === undefined) throw new Error('the tenant has not said how to work')
    return host
  }

  const answer = (call: number, work: Promise<EngineResult>): void => {
    work.then(
      (result) => send({ type: 'done', call, result }),
      (error: unknown) => send({ type: 'failed', call, error: toldError(error) }),
    )
  }

  const admit = (
    address: Asking,
    connect: (session: LocalSession, transport: HostedTransport, door: TenantDoor) => LocalConnection,
  ): void => {
    const served = sessions.get(address.session)
    if (!served) return
    const door = questions.doorOf(address)
    const client = serveClient(address, (transport) => connect(served.session, transport, door), send)
    served.clients.set(address.client, client)
  }

  const clientOf = ({ session, client }: Asking) => sessions.get(session)?.clients.get(client)

  const handlers: Handlers = {
    begin: ({ settings }) => {
      host = createInProcessHost(settings, {
        // Told of each client instead.
        onAnswer: () => undefined,
        onFailure: (error, traceId, appId) => send({ type: 'failure', error: toldError(error), traceId, appId }),
      })
    },
    open: ({ call, session: id, opening, limits, kept, stored }, payload) => {
      const open = async (): Promise<Restored | null> => {
        const session = await begun().openSession(opening, limits, undefined, {
          onOrigin: (origin) => send({ type: 'origin', session: id, origin }),
          keep: (changed) => {
            const { lengths, payload: values } = packKept(changed)
            send({ type: 'kept', session: id, changes: lengths }, values)
          },
          ...(kept.length === 0 ? {} : { [stored ? 'stored' : 'kept']: present(unpackKept(kept, payload)) }),
        })
        sessions.set(id, { session, clients: new Map() })
        return session.restored()
      }
      answer(call, open())
    },
    replace: ({ call, session, opening }) =>
      answer(
        call,
        (sessions.get(session)?.session.replaceData(opening) ?? Promise.resolve()).then(() => null),
      ),
    facts: ({ call, app }) => answer(call, begun().factsOf(app)),
    connect: ({ session: id, client, attached }) =>
      admit({ session: id, client }, (session, transport, door) => session.connect(transport, attached, door, client)),
    reconnect: ({ session: id, client }) =>
      admit({ session: id, client }, (session, transport, door) => session.reconnect(transport, door, client)),
    refuse: (message, payload) => clientOf(message)?.refuse(message.seq, payload),
    frame: (message, payload) => clientOf(message)?.receive(message.seq, payload),
    read: (message) => clientOf(message)?.read(message.bytes),
    disconnect: (message) => {
      clientOf(message)?.close()
      sessions.get(message.session)?.clients.delete(message.client)
    },
    close: ({ session }) => {
      // The tenant has told the clients already.
      sessions.get(session)?.session.close(4003, '')
      sessions.delete(session)
    },
    forget: ({ app }) => host?.forget(app),
    answer: ({ call, result }) => questions.answered(call, result),
    refusal: ({ call, error }) => questions.refused(call, errorOf(error)),
    progress: ({ call, progress }) => questions.progressed(call, progress),
    ping: () => send({ type: 'alive', memory: process.memoryUsage.rss() }),
  }

  send({ type: 'hello', protocol: protocolVersion })
}

const present = (values: ReadonlyMap<string, Uint8Array | null>): ReadonlyMap<string, Uint8Array> =>
  new Map([...values].flatMap(([key, value]) => (value === null ? [] : [[key, value]])))
