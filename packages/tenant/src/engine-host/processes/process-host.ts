import { UnderstudyError } from '@understudy/contract'
import type { AppFacts, EngineEvents, EngineHost, Opening, TenantDoor } from '../engine-host.js'
import { unpackKept } from '../protocol/kept-payload.js'
import type { DoorAnswers, DoorQuestion, EngineSettings, ToTenant } from '../protocol/messages.js'
import { errorOf, toldError } from '../protocol/told-error.js'
import { type Departure, EngineGone, type EngineProcess } from './engine-process.js'
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
    from: ProcessSlot,
  ) => void
}

type Handler = (message: ToTenant, payload: Buffer, from: ProcessSlot) => void

/** Does engine work in processes beside this one. */
export const createProcessHost = (options: ProcessHostOptions, events: ProcessEvents): ProcessHost => {
  const sessions = new Map<number, RemoteSession>()
  const reloads = new Map<string, AbortController>()
  let lastSession = 0

  const slots = Array.from({ length: options.processes }, (_, index) =>
    createProcessSlot({
      ...options,
      index,
      onMessage: (message, payload) =>
        (handlers[message.type] as Handler | undefined)?.(message, payload, slotOf(index)),
      onDeparture: events.onDeparture,
    }),
  )
  const slotOf = (index: number): ProcessSlot => slots[index] as ProcessSlot

  const chosen = (data: string): ProcessSlot => {
    const working = slots.filter((slot) => slot.works())
    return choosePlace(working.length > 0 ? working : slots, data)
  }

  /** Answers a question of a session by the rights of the client that it asks for. */
  const answer = async (session: RemoteSession, door: TenantDoor, question: DoorQuestion, reload: ReloadOf) => {
    switch (question.method) {
      case 'listApps':
        return door.listApps()
      case 'readScript':
        return door.readScript(question.appId)
      case 'copyApp':
        return told(session, await door.copyApp(question.appId))
      case 'runScript':
        return told(session, await door.runScript(question.appId, question.script, reload))
    }
  }

  const told = (session: RemoteSession, opening: Opening): Opening => {
    session.mayOpen(opening)
    return opening
  }

  const handlers: Handlers = {
    frame: ({ session, client, answers }, payload) => sessions.get(session)?.deliver(client, payload, answers),
    kept: ({ session, changes }, payload) => sessions.get(session)?.keep(unpackKept(changes, payload)),
    origin: ({ session, origin }) => sessions.get(session)?.changeOrigin(origin),
    answered: ({ answered }) => events.onAnswer(answered),
    failure: ({ error, traceId, appId }) => events.onFailure(errorOf(error), traceId, appId),
    ask: ({ session: id, client, call, question }, _, { index, send }) => {
      const session = sessions.get(id)
      const remote = session?.clientOf(client)
      const key = `${index} ${call}`
      const stop = new AbortController()
      reloads.set(key, stop)
      const onProgress: ReloadOf['onProgress'] = (progress) => send({ type: 'progress', call, progress })
      const asked: Promise<DoorAnswers[keyof DoorAnswers]> =
        session && remote
          ? answer(session, remote.door, question, { signal: stop.signal, onProgress })
          : Promise.reject(new UnderstudyError('QIX-ABORTED', 'the client is gone'))
      asked
        .then(
          (result) => send({ type: 'answer', call, result }),
          (error: unknown) => send({ type: 'refusal', call, error: toldError(error) }),
        )
        .finally(() => reloads.delete(key))
    },
    stop: ({ call }, _, { index }) => reloads.get(`${index} ${call}`)?.abort(),
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
    openSession: async (opening, limits, onLost) => {
      lastSession += 1
      const id = lastSession
      let leave = (): void => undefined
      const session = createRemoteSession({
        id,
        opening,
        limits,
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

type ReloadOf = Parameters<TenantDoor['runScript']>[2]
