import { UnderstudyError } from '@understudy/contract'
import { askedBy, beginMoment, type Moment, withTimeline } from '../evaluate/moment.js'
import { type JsonObject, textOf } from '../json.js'
import { storedBookmarks } from '../objects/bookmarks.js'
import { expressionNames } from '../objects/expression-names.js'
import { libraryOf } from '../objects/library.js'
import { storedObjects } from '../objects/object-store.js'
import type { Scope } from '../objects/scope.js'
import { distinctStates, storedStateNames } from '../objects/state-names.js'
import { storedVariables } from '../objects/variables.js'
import type { Principal } from '../principal.js'
import { answerText } from '../rpc/answer-text.js'
import { answeredRows } from '../rpc/answered-rows.js'
import { connectedFrame, errorFrame, noticeFrame, parseFrame, type Request, resultFrame } from '../rpc/envelope.js'
import type { Call, Outcome, SessionLimits } from '../rpc/method.js'
import { type BoundMethod, methodOf } from '../rpc/methods.js'
import type { DataOrigin, SessionData, SessionHost } from '../rpc/session-data.js'
import { createSessionReload } from '../rpc/session-reload.js'
import type { Target } from '../rpc/target.js'
import { defaultState } from '../selections/selection-state.js'
import { emptyTimeline, endModal } from '../selections/timeline.js'
import { turnIfOver } from '../turns.js'
import { type AnsweredCall, type AskedCall, refusedCall } from './answered-call.js'
import { carrySelections } from './carry-selections.js'
import type { CloseCode } from './close-code.js'
import type { Connection, Transport } from './connection.js'
import { createHandleTable, type HandleTable, type KeptHandles } from './handle-table.js'
import { refuseTooMuch, sharedProperties } from './held-state.js'
import { narrowGate } from './narrow-gate.js'
import { handleNotice } from './notice.js'
import { abortedWithEither, createOpenRequests, type OpenRequests, requestCancelled } from './open-requests.js'
import { holdsStill, impactOf, nextState, type SessionState, sameNames } from './session-state.js'
import {
  createStateKeeper,
  type KeptChanges,
  type KeptData,
  type KeptState,
  noKeeper,
  restoredHandles,
  restoredState,
} from './state-keeper.js'

/** The engine's side of what one person does with one app. */
export interface EngineSession {
  readonly principal: Principal
  /**
   * Adds a client and greets it.
   *
   * @param attached whether the session was there before this client
   * @param host what the client may ask of the tenant, by its own rights
   * @param id tells the client apart from others of the session; the next number unless given
   */
  readonly connect: (transport: Transport, attached: boolean, host: SessionHost, id?: number) => Connection
  /** Adds a client that was there before the session was opened again: it has its handles still, and is told to ask anew. */
  readonly reconnect: (transport: Transport, host: SessionHost, id: number) => Connection
  readonly connections: () => number
  readonly origin: () => DataOrigin | null
  /**
   * Goes over to newer data of the same app. Selections are carried over by value, session objects stay, and every
   * layout changes; steps back and forward, and what was changed in objects of the app, are forgotten.
   */
  readonly replaceData: (data: SessionData) => Promise<void>
  /** Closes every connection and stops what is being evaluated. */
  readonly close: (code: CloseCode, reason: string) => void
}

export interface EngineSessionOptions extends SessionData {
  readonly principal: Principal
  readonly limits: SessionLimits
  /** A random id that no other object has. */
  readonly createId: () => string
  /** Is told of failures that are nobody's mistake but ours, with the id that the client is told instead. */
  readonly onFailure: (error: unknown, id: string) => void
  /** Told of every answered call. */
  readonly onAnswer?: (answered: AnsweredCall) => void
  /** Told when the data comes from elsewhere. */
  readonly onOrigin?: (origin: DataOrigin | null) => void
  /** Told of what the session becomes, before any client is. */
  readonly keep?: (changes: KeptChanges) => void
  /** What was kept of it, where it is opened again. */
  readonly kept?: KeptState
}

/** A frame that answers, and what is told of it. */
interface Answer extends Pick<AnsweredCall, 'reads' | 'rows'> {
  readonly frame: string
}

interface Client {
  readonly id: number
  readonly transport: Transport
  readonly host: SessionHost
  readonly handles: HandleTable
  readonly requests: OpenRequests
}

/** Times a query starts over because selections changed meanwhile, before its client is told to ask again. */
const maxAttempts = 10

/** Queries of a session that are evaluated at a time: more than a page asks for at once. */
const maxEvaluated = 24

/**
 * Opens a session on a data view. Selections, session objects and soft patches belong to it; handles belong to each
 * connection.
 */
export const createEngineSession = (options: EngineSessionOptions): EngineSession => {
  const { principal, limits, createId, onFailure, onAnswer = () => undefined, onOrigin = () => undefined } = options
  const reload = createSessionReload()
  let data: SessionData = options
  let library = libraryOf(data.app, data.view.model.formats)
  const clients = new Map<number, Client>()
  const gate = narrowGate(maxEvaluated)
  let lastClient = 0
  let aborting = new AbortController()
  let closed = false
  const keeper = options.keep ? createStateKeeper(options.keep) : noKeeper
  let begun: SessionState = {
    timeline: emptyTimeline,
    objects: storedObjects(data.app),
    variables: storedVariables(data.app),
    bookmarks: storedBookmarks(data.app),
    stateNames: storedStateNames(data.app),
    activeFields: new Map(),
    script: null,
  }
  const keptData = (): KeptData => ({ snapshot: data.view.snapshot.document.id, view: data.view.viewHash })
  let state = options.kept ? restoredState(options.kept, begun, keptData().snapshot) : begun
  keeper.state(state, begun, keptData())
  let shared = sharedProperties(begun)
  const momentOf = (next: SessionState, signal = aborting.signal): Moment =>
    beginMoment({
      view: data.view,
      timeline: next.timeline,
      names: expressionNames({ ...next, library }),
      identity: {
        person: principal.subject,
        documentTitle: textOf(data.app.properties.qTitle) || data.app.name,
        documentName: data.app.id,
      },
      signal,
    })
  let moment = momentOf(state)
  let commands: Promise<unknown> = Promise.resolve()

  const scopeOf = (current: SessionState, asked: Moment): Scope => ({
    app: data.app,
    principal,
    library: { ...library, activeField: (id) => current.activeFields.get(id) },
    moment: asked,
    objects: current.objects,
    variables: current.variables,
    bookmarks: current.bookmarks,
    stateNames: current.stateNames,
    state: defaultState,
    place: [],
    reloadedAt: data.view.reloadedAt,
    hasSectionAccess: data.view.snapshot.document.sectionAccess !== null,
  })

  const callOf = (client: Client, asked = moment): Call => ({
    scope: scopeOf(state, asked),
    limits,
    connectionId: client.id,
    data,
    host: client.host,
    reload,
    script: state.script,
    createId,
    open: client.handles.open,
    cancel: client.requests.cancel,
  })

  const beginIn = (next: SessionState): void => {
    aborting.abort(new UnderstudyError('QIX-ABORTED', 'the selections or what expressions name changed'))
    aborting = new AbortController()
    moment = momentOf(next)
  }

  const enter = (next: SessionState): void => {
    if (next.timeline.present !== state.timeline.present || !sameNames(next, state)) beginIn(next)
    else if (next.timeline !== state.timeline) moment = withTimeline(moment, next.timeline)
    state = next
  }

  /** Applies an outcome and tells every other client what it means for its handles; the caller's is returned. */
  const apply = (outcome: Outcome, caller: Client | null) => {
    const before = state
    const after = nextState(before, outcome)
    const impact = impactOf(before, after, outcome.changed)
    enter(after)
    keeper.state(after, begun, keptData())
    keeper.flush()
    for (const client of clients.values()) {
      if (client === caller) continue
      const frame = noticeFrame(handleNotice(client.handles, impact, state.objects))
      if (frame !== null) client.transport.send(frame)
    }
    return caller ? handleNotice(caller.handles, impact, state.objects) : { change: [], close: [] }
  }

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = commands.then(run)
    commands = turn.catch(() => undefined)
    return turn
  }

  /** Goes over to other data: what the session made itself stays, and selections as far as their values are there. */
  const adopt = async (next: SessionData): Promise<Outcome> => {
    const present = await carrySelections(data.view, next.view, state.timeline.present)
    const own = [...state.objects].filter(([, { origin }]) => origin === 'session')
    const stored = {
      objects: storedObjects(next.app),
      variables: storedVariables(next.app),
      bookmarks: storedBookmarks(next.app),
    }
    const ownBookmarks = [...state.bookmarks].filter(([, { origin }]) => origin === 'session')
    const former = data
    data = next
    library = libraryOf(next.app, next.view.model.formats)
    shared = sharedProperties(stored)
    begun = { ...begun, ...stored }
    former.release?.()
    onOrigin(data.origin)
    return {
      result: {},
      timeline: { ...emptyTimeline, present },
      objects: new Map([...stored.objects, ...own]),
      variables: stored.variables,
      bookmarks: new Map([...stored.bookmarks, ...ownBookmarks]),
      stateNames: distinctStates([...storedStateNames(next.app), ...state.stateNames]),
    }
  }

  /** What a command does. Its own evaluations end with its request, not with the moment that it may interrupt. */
  const commanded = async (
    client: Client,
    method: Extract<BoundMethod, { effect: 'command' | 'task' }>,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    try {
      return await method.run(callOf(client, { ...askedBy(moment, signal), interrupt: () => beginIn(state) }))
    } catch (error) {
      throw signal.aborted ? requestCancelled() : error
    }
  }

  /**
   * Answers from one state only: a query that was overtaken by a command starts over. Those of the connection itself, as
   * what gives up requests, do not wait for commands.
   */
  const answer = async (
    client: Client,
    target: Target,
    method: Extract<BoundMethod, { effect: 'query' }>,
    signal: AbortSignal,
  ): Promise<JsonObject> => {
    for (let attempt = 0; attempt < maxAttempts && !closed; attempt++) {
      if (target.kind !== 'Global') await commands
      // Many requests may come in at once, or wait for the same: each has its turn.
      await turnIfOver()
      if (signal.aborted) throw requestCancelled()
      const asked = state
      const { signal: lasts } = moment
      const wanted = abortedWithEither(signal, lasts)
      const holds = (): boolean => !lasts.aborted && holdsStill(target, asked, state)
      try {
        const result = await method.run(callOf(client, askedBy(moment, wanted.signal)))
        if (holds()) return result
      } catch (error) {
        if (signal.aborted) throw requestCancelled()
        if (holds()) throw error
      } finally {
        wanted.release()
      }
    }
    throw new UnderstudyError('QIX-ABORTED', 'the selections changed too often')
  }

  /** After the commands that came before, and before those that come after. */
  const lastingCall = async (client: Client, signal: AbortSignal): Promise<Call> => {
    await commands
    return callOf(client, momentOf(state, signal))
  }

  const respond = async (
    client: Client,
    { id, handle, method: name, params }: Request,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const target = client.handles.target(handle)
    if (!target) throw new UnderstudyError('QIX-HANDLE', `handle ${handle} is not open`)
    const method = methodOf(target, name, params)
    if (!method) throw new UnderstudyError('QIX-METHOD', `${target.kind} has no method of that name`)
    if (method.effect === 'query') {
      const lasting = method.lasting ? await lastingCall(client, signal) : null
      await client.transport.ready?.()
      const run = async () => (lasting ? method.run(lasting) : answer(client, target, method, signal))
      // What gives up others is not behind them.
      const result = await (target.kind === 'Global' ? run() : gate.pass(run))
      await client.transport.ready?.()
      const frame = resultFrame(id, await answerText(result), { change: [], close: [] })
      return { frame, reads: true, rows: answeredRows(result) }
    }
    const done = method.effect === 'task' ? await method.run(callOf(client)) : undefined
    if (closed) done?.data?.release?.()
    return inTurn(async () => {
      const changes = done ?? (await commanded(client, method, signal))
      const outcome = changes.data ? { ...(await adopt(changes.data)), result: changes.result } : changes
      const text = await answerText(outcome.result)
      if (changes.data === undefined) refuseTooMuch(state, nextState(state, outcome), shared, limits)
      return { frame: resultFrame(id, text, apply(outcome, client)), reads: false, rows: null }
    })
  }

  const failure = (error: unknown): UnderstudyError => {
    if (error instanceof UnderstudyError) return error
    const failureId = createId()
    onFailure(error, failureId)
    return new UnderstudyError('QIX-INTERNAL', `trace id ${failureId}`)
  }

  const admit = (transport: Transport, host: SessionHost, id: number, handles?: KeptHandles): Client => {
    lastClient = Math.max(lastClient, id)
    const client: Client = {
      id,
      transport,
      host,
      handles: createHandleTable((handle, target) => keeper.handle(id, handle, target), handles),
      requests: createOpenRequests(),
    }
    clients.set(id, client)
    return client
  }

  const sendTo = (client: Client, frame: string): void => {
    keeper.flush()
    if (clients.has(client.id)) client.transport.send(frame)
  }

  const connect: EngineSession['connect'] = (transport, attached, host, id = lastClient + 1) => {
    const client = admit(transport, host, id)
    sendTo(client, connectedFrame(attached))
    return connectionOf(client)
  }

  const reconnect: EngineSession['reconnect'] = (transport, host, id) => {
    const handles = restoredHandles(options.kept ?? new Map(), id)
    for (const [handle, target] of handles.targets) keeper.handle(id, handle, target)
    const client = admit(transport, host, id, handles)
    const notice = noticeFrame(handleNotice(client.handles, { everything: true, objects: new Set() }, state.objects))
    if (notice !== null) sendTo(client, notice)
    return connectionOf(client)
  }

  const connectionOf = (client: Client): Connection => {
    const { requests } = client
    const send = (frame: string): void => sendTo(client, frame)
    return {
      pending: requests.count,
      pendingCharacters: requests.characters,
      origin: () => data.origin,
      receive: (text, onAnswered = () => undefined) => {
        if (!clients.has(client.id)) return
        const frame = parseFrame(text)
        if (frame.kind === 'invalid') {
          onAnswered()
          return send(errorFrame(frame.id, frame.error))
        }
        const { request } = frame
        const { signal, close } = requests.open(request.id, text.length)
        const settle = (response: string): void => {
          close()
          onAnswered()
          send(response)
        }
        const began = performance.now()
        const { method } = request
        const target = client.handles.target(request.handle)
        const object = target?.kind === 'GenericObject' ? target.id : null
        const told = (call: AnsweredCall): void => {
          onAnswer(call)
          client.transport.answered?.(call)
        }
        const asked = (): AskedCall => ({
          method,
          object,
          ms: performance.now() - began,
          snapshot: data.view.snapshot.document.id,
          reduction: data.view.viewHash,
        })
        respond(client, request, signal).then(
          ({ frame, reads, rows }) => {
            told({ ...asked(), outcome: 'ok', reads, rows })
            settle(frame)
          },
          (error: unknown) => {
            const refusal = failure(error)
            told(refusedCall(asked(), refusal))
            settle(errorFrame(request.id, refusal))
          },
        )
      },
      refuse: (text, onAnswered = () => undefined) => {
        const frame = parseFrame(text)
        onAnswered()
        if (frame.kind === 'invalid') return send(errorFrame(frame.id, frame.error))
        send(errorFrame(frame.request.id, new UnderstudyError('ENGINE-RESTARTED', 'its process ended')))
      },
      close: () => {
        clients.delete(client.id)
        keeper.forget(client.id)
        keeper.flush()
        requests.cancel(null)
        if (closed || state.timeline.modal?.owner !== client.id) return
        inTurn(async () => {
          if (state.timeline.modal?.owner !== client.id) return
          const changed = [state.timeline.modal.objectId]
          apply({ result: {}, timeline: endModal(state.timeline, true), changed }, null)
        })
      },
    }
  }

  return {
    principal,
    connect,
    reconnect,
    connections: () => clients.size,
    origin: () => data.origin,
    replaceData: (next) => inTurn(async () => void apply(await adopt(next), null)),
    close: (code, reason) => {
      if (closed) return
      closed = true
      aborting.abort(new UnderstudyError('QIX-ABORTED', 'the session was closed'))
      reload.cancel()
      data.release?.()
      const leaving = [...clients.values()]
      clients.clear()
      for (const client of leaving) {
        client.requests.cancel(null)
        client.transport.close(code, reason)
      }
    },
  }
}
