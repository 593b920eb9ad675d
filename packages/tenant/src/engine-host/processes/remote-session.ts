import { UnderstudyError } from '@understudy/contract'
import { closeCodes, type DataOrigin, isSessionAppId, type Restored, type SessionLimits } from '@understudy/engine'
import type { HostedSession, Opening, SessionKeeping } from '../engine-host.js'
import { type KeptValues, packKept } from '../protocol/kept-payload.js'
import { EngineGone, type EngineProcess } from './engine-process.js'
import { createKeptSession } from './kept-session.js'
import { createRemoteClient, type RemoteClient } from './remote-client.js'

/** A session that lives in another process, seen from here. */
export interface RemoteSession extends HostedSession {
  /** Opens it in a process. @throws UnderstudyError what opening rejects with, `ENGINE-RESTARTED` */
  readonly begin: () => Promise<void>
  /** What its process tells. */
  readonly deliver: (client: number, frame: Buffer, answers: readonly number[]) => void
  readonly keep: (changes: KeptValues) => void
  readonly changeOrigin: (origin: DataOrigin | null) => void
  readonly clientOf: (client: number) => RemoteClient | undefined
  /** Told where data is that the session may go over to next. */
  readonly mayOpen: (opening: Opening) => void
  /** A process is gone: if the session lived there, it moves to another. */
  readonly lose: (process: EngineProcess) => void
}

export interface RemoteSessionOptions {
  readonly id: number
  readonly opening: Opening
  readonly limits: SessionLimits
  readonly keeping?: SessionKeeping | undefined
  /** Finds a process for it. */
  readonly place: (opening: Opening) => Promise<EngineProcess>
  /** Told when it is over; `lost` where nobody closed it. */
  readonly onEnd: (lost: boolean) => void
  /** Milliseconds. */
  readonly clock: () => number
}

/** Processes that are tried for one session, one after the other. */
const mostTries = 3

/** Losses of its process that a session survives within the time, in ms: what it holds may be what ends them. */
const mostLosses = 3
const lossTime = 60_000

const restarted = (): UnderstudyError => new UnderstudyError('ENGINE-RESTARTED', 'its process ended')

export const createRemoteSession = ({
  id,
  opening: first,
  limits,
  keeping,
  place,
  onEnd,
  clock,
}: RemoteSessionOptions): RemoteSession => {
  const clients = new Map<number, RemoteClient>()
  const kept = createKeptSession()
  let restored: Restored | null = null
  let opening = first
  let next: Opening | undefined
  let origin: DataOrigin | null = isSessionAppId(first.appId) ? null : { appId: first.appId, ownScript: false }
  let process: EngineProcess | undefined
  let moving: Promise<void> = Promise.resolve()
  let losses: number[] = []
  let lastClient = 0
  let ended = false
  /** Whether the next client finds it as it would find a new one: its objects are lost. */
  let anew = false

  const begin = async (): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const found = await place(opening)
      const stored = process === undefined && restored === null ? keeping?.stored : undefined
      const { lengths, payload } = packKept(stored ?? kept.values())
      try {
        const call = {
          type: 'open',
          session: id,
          opening,
          limits,
          kept: lengths,
          stored: stored !== undefined,
        } as const
        const opened = (await found.call(call, payload)) as Restored | null
        if (stored) restored = opened
        process = found
        return
      } catch (error) {
        if (!(error instanceof EngineGone)) throw error
        if (tries === mostTries || ended) throw restarted()
      }
    }
  }

  const end = (lost: boolean, code: Parameters<HostedSession['close']>[0], reason: string): void => {
    if (ended) return
    ended = true
    process?.send({ type: 'close', session: id })
    process = undefined
    leave(code, reason)
    onEnd(lost)
  }

  const leave = (code: Parameters<HostedSession['close']>[0], reason: string): void => {
    const leaving = [...clients.values()]
    clients.clear()
    for (const { transport } of leaving) transport.close(code, reason)
  }

  const comeBack = (session: EngineProcess): void => {
    if (!kept.isWhole()) {
      anew = true
      leave(closeCodes.terminating, 'The engine was restarted')
      return
    }
    // What clients had begun that left meanwhile ends with them.
    for (const client of kept.clients()) {
      if (clients.has(client)) continue
      session.send({ type: 'reconnect', session: id, client })
      session.send({ type: 'disconnect', session: id, client })
    }
    for (const [client, remote] of clients) {
      const address = { session: id, client }
      session.send(
        remote.greeted()
          ? { type: 'reconnect', ...address }
          : { type: 'connect', ...address, attached: remote.attached },
      )
      // What was asked may have been done, or have ended the process: it is never done again unasked.
      for (const [seq, { frame, sent }] of remote.unanswered())
        session.send({ type: sent ? 'refuse' : 'frame', ...address, seq }, frame)
      remote.release()
    }
  }

  const move = async (): Promise<void> => {
    losses = [...losses, clock()].filter((at) => at > clock() - lossTime)
    // What a script of the session loaded is gone with the process: nobody else had it.
    if (losses.length > mostLosses || opening.place.kind === 'scripted') throw restarted()
    await begin()
    if (process === undefined) return
    if (ended) process.send({ type: 'close', session: id })
    else comeBack(process)
  }

  return {
    begin,
    connect: (transport, attached, door) => {
      lastClient += 1
      const client = lastClient
      const address = { session: id, client }
      const remote = createRemoteClient({ transport, door, attached: attached && !anew }, (bytes) =>
        process?.send({ type: 'read', ...address, bytes }),
      )
      anew = false
      if (ended) transport.close(closeCodes.terminating, 'The session ended')
      else clients.set(client, remote)
      process?.send({ type: 'connect', ...address, attached: remote.attached })
      return {
        receive: (frame, onAnswered = () => undefined) => {
          if (!clients.has(client)) return
          const seq = remote.ask(frame, process !== undefined, onAnswered)
          process?.send({ type: 'frame', ...address, seq }, frame)
        },
        close: () => {
          if (clients.delete(client)) process?.send({ type: 'disconnect', ...address })
        },
        pending: () => remote.unanswered().size,
        pendingLength: remote.unansweredBytes,
        origin: () => origin,
      }
    },
    origin: () => origin,
    replaceData: async (renewed) => {
      opening = renewed
      next = undefined
      await moving
      try {
        await process?.call({ type: 'replace', session: id, opening: renewed })
      } catch (error) {
        // Where it moves to, it is opened with the newer data.
        if (!(error instanceof EngineGone)) throw error
      }
    },
    close: (code, reason) => end(false, code, reason),
    deliver: (client, frame, answers) => clients.get(client)?.deliver(frame, answers),
    keep: (changes) => {
      kept.change(changes)
      keeping?.keep(changes)
    },
    restored: () => restored,
    changeOrigin: (changed) => {
      const ownScript = next?.place.kind === 'scripted'
      if (next && changed?.ownScript === ownScript) {
        opening = next
        next = undefined
      }
      origin = changed
    },
    clientOf: (client) => clients.get(client),
    mayOpen: (told) => {
      next = told
    },
    lose: (gone) => {
      if (process !== gone) return
      process = undefined
      // What it was told last it did not go over to.
      next = undefined
      moving = move().catch(() => end(true, closeCodes.terminating, 'The engine was restarted'))
    },
  }
}
