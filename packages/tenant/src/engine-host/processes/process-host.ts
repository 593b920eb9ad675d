import { UnderstudyError } from '@understudy/contract'
import type { AppFacts, EngineEvents, EngineHost, Opening, TenantDoor } from '../engine-host.js'
import { unpackKept } from '../protocol/kept-payload.js'
import type { DoorAnswers, DoorQuestion, EngineSettings, ToTenant } from '../protocol/messages.js'
import { errorOf, toldError } from '../protocol/told-error.js'
import { createBegunExports } from './begun-exports.js'
import { type Departure, EngineGone, type EngineProcess, startEngineProcess } from './engine-process.js'
import { choosePlace } from './placement.js'
import { createProcessSlot, type ProcessReading, type ProcessSlot } from './process-slot.js'
import { createRemoteSession, type RemoteSession } from './remote-session.js'

export interface ProcessHostOptions {
  /** Engine processes; at least one. */
  readonly processes: number
  readonly settings: EngineSettings
  /** Ceiling of the JavaScript heap of each. */
  readonly heapMegabytes: number
  /** Seconds without a sign of life after which a process is ended. */
  readonly patience: number
}

/** What a host tells of its processes. */
export interface ProcessEvents extends EngineEvents {
  /** A process ended that nobody had asked to; another one takes its place. */
  readonly onDeparture: (departure: Departure) => void
}

/** A host whose engines are processes. */
export interface ProcessHost extends EngineHost {
  readonly processes: () => readonly ProcessReading[]
}

/** Sessions of the same data go to the same process. */
const dataOf = ({ place }: Opening): string => (place.kind === 'empty' ? '' : place.app.snapshotDir)

type Handlers = {
  readonly [Type in ToTenant['type']]?: (
    message: Extract<ToTenant, { type: Type }>,
    payload: Buffer,
    from: EngineProcess,
  ) => void
}

type Handler = (message: ToTenant, payload: Buffer, from: EngineProcess) => void

/** Does engine work in processes beside this one. */
export const createProcessHost = (
  options: ProcessHostOptions,
  events: ProcessEvents,
  start = startEngineProcess,
): ProcessHost => {
  const sessions = new Map<number, RemoteSession>()
  // Each process counts its questions from the beginning.
  const reloads = new WeakMap<EngineProcess, Map<number, AbortController>>()
  const exports = createBegunExports()
  let lastSession = 0

  const slots = Array.from({ length: options.processes }, (_, index) =>
    createProcessSlot({
      ...options,
      index,
      start,
      onMessage: (message, payload, from) => (handlers[message.type] as Handler | undefined)?.(message, payload, from),
      onDeparture: events.onDeparture,
    }),
  )

  const reloadsOf = (process: EngineProcess): Map<number, AbortController> => {
    const known = reloads.get(process)
    if (known) return known
    const own = new Map<number, AbortController>()
    reloads.set(process, own)
    process.gone.addEventListener('abort', () => {
      for (const reload of own.values()) reload.abort()
    })
    return own
  }

  const chosen = (data: string): ProcessSlot => {
    const working = slots.filter((slot) => slot.works())
    return choosePlace(working.length > 0 ? working : slots, data)
  }

  /** Answers a question of a session by the rights of the client that it asks for. */
  const answer = async ({ session, door, from }: Asker, question: ClientQuestion, reload: ReloadOf) => {
    const told = (opening: Opening): Opening => {
      if (!from.isGone()) session.mayOpen(opening)
      return opening
    }
    switch (question.method) {
      case 'listApps':
        return door.listApps()
      case 'readScript':
        return door.readScript(question.appId)
      case 'copyApp':
        return told(await door.copyApp(question.appId))
      case 'runScript':
        return told(await door.runScript(question.appId, question.script, reload))
      case 'beginExport':
        return exports.begin(door, question.wanted, from)
    }
  }

  const handlers: Handlers = {
    frame: ({ session, client, answers }, payload) => sessions.get(session)?.deliver(client, payload, answers),
    kept: ({ session, changes }, payload) => sessions.get(session)?.keep(unpackKept(changes, payload)),
    origin: ({ session, origin }) => sessions.get(session)?.changeOrigin(origin),
    answered: ({ session, client, answered }) => {
      events.onAnswer(answered)
      sessions.get(session)?.clientOf(client)?.transport.answered?.(answered)
    },
    failure: ({ error, traceId, appId }) => events.onFailure(errorOf(error), traceId, appId),
    ask: ({ session: id, client, call, question }, _, from) => {
      // Whoever works in its place by then did not ask.
      const { send } = from
      const session = sessions.get(id)
      const remote = session?.clientOf(client)
      const stop = new AbortController()
      reloadsOf(from).set(call, stop)
      const onProgress: ReloadOf['onProgress'] = (progress) => send({ type: 'progress', call, progress })
      const asked = async (): Promise<DoorAnswers[keyof DoorAnswers]> => {
        // Also of a client that is gone, whose file is nobody's.
        if (question.method === 'endExport')
          return exports.end(question.id, question.written && remote !== undefined, from)
        if (!session || !remote) throw new UnderstudyError('QIX-ABORTED', 'the client is gone')
        return answer({ session, door: remote.door, from }, question, { signal: stop.signal, onProgress })
      }
      asked()
        .then(
          (result) => send({ type: 'answer', call, result }),
          (error: unknown) => send({ type: 'refusal', call, error: toldError(error) }),
        )
        .finally(() => reloadsOf(from).delete(call))
    },
    stop: ({ call }, _, from) => reloadsOf(from).get(call)?.abort(),
  }

  const factsOf = async (app: Parameters<EngineHost['factsOf']>[0]): Promise<AppFacts> => {
    try {
      const process = await chosen(app.snapshotDir).ready()
      return (await process.call({ type: 'facts', app })) as AppFacts
    } catch (error) {
      throw restartedOr(error)
    }
  }

  return {
    openSession: async (opening, limits, onLost, keeping) => {
      lastSession += 1
      const id = lastSession
      let leave = (): void => undefined
      const session = createRemoteSession({
        id,
        opening,
        limits,
        keeping,
        clock: () => performance.now(),
        place: async (now): Promise<EngineProcess> => {
          leave()
          const slot = chosen(dataOf(now))
          leave = slot.enter(session, dataOf(now))
          return slot.ready()
        },
        onEnd: (lost) => {
          sessions.delete(id)
          leave()
          if (lost) onLost()
        },
      })
      sessions.set(id, session)
      try {
        await session.begin()
      } catch (error) {
        sessions.delete(id)
        leave()
        throw restartedOr(error)
      }
      return session
    },
    factsOf,
    forget: (app) => {
      for (const { send } of slots) send({ type: 'forget', app })
    },
    processes: () => slots.map((slot) => slot.reading()),
    close: async () => {
      await Promise.all(slots.map((slot) => slot.close()))
    },
  }
}

const restartedOr = (error: unknown): unknown =>
  error instanceof EngineGone ? new UnderstudyError('ENGINE-RESTARTED', 'its process ended') : error

/** A session that asks in the name of a client, by the client's rights, and the process in which it lives. */
interface Asker {
  readonly session: RemoteSession
  readonly door: TenantDoor
  readonly from: EngineProcess
}

/** What is asked by the rights of a client that is there. */
type ClientQuestion = Exclude<DoorQuestion, { method: 'endExport' }>

type ReloadOf = Parameters<TenantDoor['runScript']>[2]
