import { describe, expect, it } from 'vitest'
import type { HostedTransport, Opening, TenantDoor } from '../engine-host.js'
import type { ToEngine, ToTenant } from '../protocol/messages.js'
import { EngineGone, type EngineProcess, type ProcessOptions, type StartedProcess } from './engine-process.js'
import { createProcessHost } from './process-host.js'

/** A process that does nothing of its own. */
interface FakeProcess {
  readonly sent: ToEngine[]
  /** What sessions were opened with. */
  readonly opened: Opening[]
  readonly tell: (message: ToTenant) => void
  readonly die: () => void
}

const limits = { sessionObjects: 10 }

const deferred = <T>() => {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A host with one process at a time. */
const hostOf = () => {
  const begun: FakeProcess[] = []
  const start = ({ onMessage }: ProcessOptions): StartedProcess => {
    const sent: ToEngine[] = []
    const opened: Opening[] = []
    const gone = new AbortController()
    const engine: EngineProcess = {
      send: (message) => void (gone.signal.aborted || sent.push(message)),
      call: async (call) => {
        if (gone.signal.aborted) throw new EngineGone()
        if (call.type === 'open') opened.push(call.opening)
        return null
      },
      isGone: () => gone.signal.aborted,
      gone: gone.signal,
    }
    const departed = new Promise<void>((resolve) => gone.signal.addEventListener('abort', () => resolve()))
    const die = () => gone.abort()
    begun.push({ sent, opened, tell: (message) => onMessage(message, Buffer.alloc(0), engine), die })
    return {
      pid: begun.length,
      ready: Promise.resolve(engine),
      gone: departed.then(() => ({ code: null, signal: 'SIGKILL', stuck: false, told: '' })),
      kill: die,
    }
  }
  const host = createProcessHost(
    { processes: 1, settings: { home: '', memoryLimit: '' }, heapMegabytes: 512, patience: 3 },
    { onAnswer: () => undefined, onFailure: () => undefined, onDeparture: () => undefined },
    start,
  )
  return { host, begun, last: () => begun.at(-1) as FakeProcess }
}

const openingOf = (userId: string): Opening => ({
  principal: { tenantId: 't', userId, subject: userId, groups: [] },
  place: { kind: 'empty' },
  appId: 'app',
})

const transport: HostedTransport = { send: () => undefined, ready: () => undefined, close: () => undefined }

const noDoor: TenantDoor = {
  listApps: async () => [],
  copyApp: () => new Promise(() => undefined),
  readScript: () => new Promise(() => undefined),
  runScript: () => new Promise(() => undefined),
}

const answersOf = ({ sent }: FakeProcess) =>
  sent.filter(({ type }) => type === 'answer' || type === 'refusal' || type === 'progress')

const script = { method: 'runScript', appId: 'app', script: '' } as const

describe('a question of a process that is gone', () => {
  it('is not answered to its successor, which counts its questions from the beginning, too', async () => {
    const { host, last, begun } = hostOf()
    const loaded = deferred<Opening>()
    let report: (() => void) | undefined
    const a = await host.openSession(openingOf('a'), limits, () => undefined)
    a.connect(transport, false, {
      ...noDoor,
      runScript: (_app, _script, { onProgress }) => {
        report = () => onProgress({} as never)
        return loaded.promise
      },
    })
    last().tell({ type: 'ask', session: 1, client: 1, call: 1, question: script })
    begun[0]?.die()
    await expect.poll(() => begun.length, { timeout: 10_000 }).toBe(2)
    const c = await host.openSession(openingOf('c'), limits, () => undefined)
    c.connect(transport, false, noDoor)
    last().tell({ type: 'ask', session: 2, client: 1, call: 1, question: script })
    report?.()
    loaded.resolve(openingOf('a'))
    await turn()
    expect(answersOf(last())).toEqual([])
  })

  it('is stopped with it, and only with it', async () => {
    const { host, last, begun } = hostOf()
    const signals: AbortSignal[] = []
    const door: TenantDoor = {
      ...noDoor,
      runScript: (_app, _script, { signal }) => {
        signals.push(signal)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    }
    const session = await host.openSession(openingOf('a'), limits, () => undefined)
    session.connect(transport, false, door)
    last().tell({ type: 'ask', session: 1, client: 1, call: 1, question: script })
    last().tell({ type: 'ask', session: 1, client: 1, call: 2, question: script })
    begun[0]?.die()
    await turn()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    const other = await host.openSession(openingOf('a'), limits, () => undefined)
    other.connect(transport, false, door)
    last().tell({ type: 'ask', session: 2, client: 1, call: 1, question: script })
    last().tell({ type: 'ask', session: 2, client: 1, call: 2, question: script })
    await turn()
    last().tell({ type: 'stop', call: 2 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false, true])
    await turn()
    expect(answersOf(last())).toMatchObject([{ type: 'refusal', call: 2 }])
  })

  it.each([
    ['before', (copy: () => void, die: () => void) => [copy, die]],
    ['after', (copy: () => void, die: () => void) => [die, copy]],
  ] as const)('does not change what its session shows, answered %s its end', async (_, order) => {
    const { host, last, begun } = hostOf()
    const copied = deferred<Opening>()
    const session = await host.openSession(openingOf('a'), limits, () => undefined)
    session.connect(transport, false, { ...noDoor, copyApp: () => copied.promise })
    last().tell({ type: 'ask', session: 1, client: 1, call: 1, question: { method: 'copyApp', appId: 'other' } })
    const copy = () => copied.resolve({ ...openingOf('a'), appId: 'other' })
    for (const step of order(copy, last().die)) {
      step()
      await turn()
    }
    for (const processes of [2, 3]) {
      await expect.poll(() => begun[processes - 1]?.opened, { timeout: 10_000 }).toEqual([openingOf('a')])
      last().tell({ type: 'origin', session: 1, origin: { appId: 'app', ownScript: false } })
      last().die()
    }
  })
})

it('answers whoever asks', async () => {
  const { host, last } = hostOf()
  const session = await host.openSession(openingOf('a'), limits, () => undefined)
  session.connect(transport, false, { ...noDoor, copyApp: async () => openingOf('a') })
  last().tell({ type: 'ask', session: 1, client: 1, call: 1, question: { method: 'copyApp', appId: 'other' } })
  await turn()
  expect(answersOf(last())).toEqual([{ type: 'answer', call: 1, result: openingOf('a') }])
})
