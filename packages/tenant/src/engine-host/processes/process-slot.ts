import type { ToEngine } from '../protocol/messages.js'
import {
  type Departure,
  EngineGone,
  type EngineProcess,
  type ProcessOptions,
  type StartedProcess,
  type startEngineProcess,
} from './engine-process.js'
import type { Place } from './placement.js'
import type { RemoteSession } from './remote-session.js'

/** A place for an engine process, which is filled again when it is gone. */
export interface ProcessSlot extends Place {
  readonly index: number
  /** The process that works here, or the next one that will. @throws EngineGone once it is closed, or where none begins to work */
  readonly ready: () => Promise<EngineProcess>
  /** Whether one works here now. */
  readonly works: () => boolean
  /** Sends to the one that works here now, if any. */
  readonly send: (message: ToEngine) => void
  /** A session is to live here. @returns takes it away */
  readonly enter: (session: RemoteSession, data: string) => () => void
  readonly reading: () => ProcessReading
  /** Ends the process. */
  readonly close: () => Promise<void>
}

/** An engine process as an operator sees it. */
export interface ProcessReading {
  readonly pid: number | undefined
  /** Bytes of memory when it was last heard of; 0 before. */
  readonly memory: number
  readonly sessions: number
}

export interface SlotOptions extends ProcessOptions {
  readonly index: number
  /** Starts a process. */
  readonly start: typeof startEngineProcess
  readonly onDeparture: (departure: Departure) => void
}

/** Milliseconds between two looks for the next process. */
const noticing = 20
/** Milliseconds that a process has to work for its successor to be started at once. */
const healthyLife = 2_000
/** Milliseconds before the next one is started: doubled from the first to the last. */
const firstPause = 250
const longestPause = 8_000
/** Milliseconds of failed beginnings after which whoever waits is told so: they come back, and block nothing meanwhile. */
const longestWait = 15_000

/** Starts a process, and another one whenever it is gone. */
export const createProcessSlot = (options: SlotOptions): ProcessSlot => {
  const living = new Map<RemoteSession, string>()
  const sessions = new Map<string, number>()
  let started: StartedProcess
  let working: EngineProcess | undefined
  let ready: Promise<EngineProcess>
  let memory = 0
  let closed = false
  let pause = firstPause

  const start = (): Promise<EngineProcess> => {
    let began = Number.POSITIVE_INFINITY
    const process = startedBy(options.start, {
      ...options,
      onMessage: (message, payload, from) => {
        if (message.type === 'alive') memory = message.memory
        else options.onMessage(message, payload, from)
      },
    })
    started = process
    process.ready.then(
      (able) => {
        working = able
        began = performance.now()
      },
      () => undefined,
    )
    process.gone.then((departure) => {
      const former = working
      working = undefined
      memory = 0
      if (closed) return
      options.onDeparture(departure)
      pause = performance.now() - began > healthyLife ? firstPause : Math.min(pause * 2, longestPause)
      ready = pause === firstPause ? start() : later(pause, () => (closed ? Promise.reject(over()) : start()))
      ready.catch(() => undefined)
      if (former) for (const session of [...living.keys()]) session.lose(former)
    })
    return process.ready
  }

  const count = (data: string, by: number): void => {
    const now = (sessions.get(data) ?? 0) + by
    if (now === 0) sessions.delete(data)
    else sessions.set(data, now)
  }

  ready = start()

  /** One that is gone, or ends before it works, is none: the next is waited for, which is started when its end is noticed. */
  const able = async (): Promise<EngineProcess> => {
    const end = performance.now() + longestWait
    for (;;) {
      const process = await ready.catch(() => undefined)
      if (process && !process.isGone()) return process
      if (closed) throw over()
      if (performance.now() > end) throw new EngineGone('No engine process begins to work.')
      await new Promise((resolve) => setTimeout(resolve, noticing))
    }
  }

  return {
    index: options.index,
    sessions,
    ready: able,
    works: () => working?.isGone() === false,
    send: (message) => working?.send(message),
    enter: (session, data) => {
      living.set(session, data)
      count(data, 1)
      return () => {
        if (living.delete(session)) count(data, -1)
      }
    },
    reading: () => ({ pid: started.pid, memory, sessions: living.size }),
    close: async () => {
      closed = true
      started.kill()
      await started.gone
    },
  }
}

const over = (): EngineGone => new EngineGone('The engines are closed.')

/** A process that the machine has no memory or descriptors for is one that ended. */
const startedBy = (start: SlotOptions['start'], options: ProcessOptions): StartedProcess => {
  try {
    return start(options)
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    const ready = Promise.reject(new EngineGone(told))
    ready.catch(() => undefined)
    const gone = Promise.resolve({ code: null, signal: null, stuck: false, told })
    return { pid: undefined, ready, gone, kill: () => undefined }
  }
}

const later = <T>(ms: number, begin: () => Promise<T>): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(begin()), ms))
