import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HostedTransport, Opening, TenantDoor } from '../engine-host.js'
import type { ToEngine, ToTenant } from '../protocol/messages.js'
import {
  type Departure,
  EngineGone,
  type EngineProcess,
  type ProcessOptions,
  type StartedProcess,
} from './engine-process.js'
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

const fakeProcess = () => {
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
  let receive: ProcessOptions['onMessage'] = () => undefined
  const start = ({ onMessage }: ProcessOptions): StartedProcess => {
    receive = onMessage
    return {
      pid: 1,
      ready: Promise.resolve(engine),
      gone: departed.then(() => ({ code: null, signal: 'SIGKILL', stuck: false, told: '' })),
      kill: die,
    }
  }
  return { sent, opened, die, start, tell: (message: ToTenant) => receive(message, Buffer.alloc(0), engine) }
}

/** A host with one process at a time. */
const hostOf = () => {
  const begun: FakeProcess[] = []
  const host = createProcessHost(
    { processes: 1, settings: { home: '', memoryLimit: '' }, heapMegabytes: 512, patience: 3 },
    { onAnswer: () => undefined, onFailure: () => undefined, onDeparture: () => undefined },
    (options) => {
      const process = fakeProcess()
      begun.push(process)
      return process.start(options)
    },
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
  beginExport: () => new Promise(() => undefined),
  endExport: () => new Promise(() => undefined),
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

describe('an export', () => {
  const beginExport = { method: 'beginExport', wanted: {} as never } as const
  const endExport = (written: boolean) => ({ method: 'endExport', id: 'file', written }) as const

  /** A client that exports, and the ends that the tenant was told of. */
  const exporting = async (beginning?: Promise<void>) => {
    const { host, last, begun } = hostOf()
    const ends: [id: string, written: boolean][] = []
    const session = await host.openSession(openingOf('a'), limits, () => undefined)
    const client = session.connect(transport, false, {
      ...noDoor,
      beginExport: async () => {
        await beginning
        return { id: 'file', path: '/file', mostBytes: 1 }
      },
      endExport: async (id, written) => {
        ends.push([id, written])
        return written ? '/address' : null
      },
    })
    last().tell({ type: 'ask', session: 1, client: 1, call: 1, question: beginExport })
    await turn()
    return { session, client, ends, last, begun }
  }

  it.each<[string, (made: Awaited<ReturnType<typeof exporting>>) => void]>([
    ['left', ({ client }) => client.close()],
    ['was closed with its session', ({ session }) => session.close(4003, '')],
  ])('ends when its client %s, also a written one', async (_, leave) => {
    for (const written of [false, true]) {
      const made = await exporting()
      leave(made)
      made.last().tell({ type: 'ask', session: 1, client: 1, call: 2, question: endExport(written) })
      await turn()
      expect(made.ends).toEqual([['file', false]])
      expect(answersOf(made.last()).at(-1)).toEqual({ type: 'answer', call: 2, result: null })
    }
  })

  it('ends once, with its process where nobody ended it', async () => {
    const { ends, last, begun } = await exporting()
    last().tell({ type: 'ask', session: 1, client: 1, call: 2, question: endExport(true) })
    await turn()
    expect(answersOf(last()).at(-1)).toEqual({ type: 'answer', call: 2, result: '/address' })
    last().tell({ type: 'ask', session: 1, client: 1, call: 3, question: endExport(false) })
    await turn()
    expect(answersOf(last()).at(-1)).toMatchObject({ type: 'refusal', call: 3, error: { code: 'EXPORT-GONE' } })
    last().tell({ type: 'ask', session: 1, client: 1, call: 4, question: beginExport })
    await turn()
    begun[0]?.die()
    await turn()
    expect(ends).toEqual([
      ['file', true],
      ['file', false],
    ])
  })

  it('ends when its process went before it was told of the file', async () => {
    const beginning = deferred<void>()
    const { ends, begun } = await exporting(beginning.promise)
    begun[0]?.die()
    await turn()
    beginning.resolve()
    await turn()
    expect(ends).toEqual([['file', false]])
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

describe('engines that cannot start', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const failing = (start: (options: ProcessOptions) => StartedProcess) => {
    const departures: Departure[] = []
    const host = createProcessHost(
      { processes: 1, settings: { home: '', memoryLimit: '' }, heapMegabytes: 512, patience: 3 },
      { onAnswer: () => undefined, onFailure: () => undefined, onDeparture: (told) => departures.push(told) },
      start,
    )
    return { host, departures }
  }

  it('are told to whoever waits, and tried again with pauses', async () => {
    let tries = 0
    const { host, departures } = failing(() => {
      tries += 1
      throw new Error('spawn ENOMEM')
    })
    const opened = host.openSession(openingOf('a'), limits, () => undefined).catch((error: unknown) => error)
    const facts = host.factsOf({ tenantId: 't', appId: 'a', folder: '', snapshotDir: '' }).catch((error) => error)
    await vi.advanceTimersByTimeAsync(25_000)
    expect(await opened).toMatchObject({ code: 'ENGINE-RESTARTED' })
    expect(await facts).toMatchObject({ code: 'ENGINE-RESTARTED' })
    expect(departures.length).toBe(tries)
    expect(departures.at(-1)).toMatchObject({ told: 'spawn ENOMEM', stuck: false })
    expect(tries).toBeGreaterThan(3)
    expect(tries).toBeLessThan(10)
    await host.close()
  })

  it('close what was open, so that clients come back', async () => {
    const process = fakeProcess()
    let first = true
    const { host } = failing((options) => {
      if (!first) throw new Error('spawn ENOMEM')
      first = false
      return process.start(options)
    })
    const closed: unknown[] = []
    let lost = false
    const session = await host.openSession(openingOf('a'), limits, () => {
      lost = true
    })
    session.connect({ ...transport, close: (code) => closed.push(code) }, false, noDoor)
    process.die()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(closed).toEqual([])
    await vi.advanceTimersByTimeAsync(15_000)
    expect(closed).toEqual([4003])
    expect(lost).toBe(true)
    await host.close()
  })

  it('serve as soon as one starts', async () => {
    let tries = 0
    const { host } = failing((options) => {
      tries += 1
      if (tries < 3) throw new Error('spawn EMFILE')
      return fakeProcess().start(options)
    })
    const opened = host.openSession(openingOf('a'), limits, () => undefined)
    await vi.advanceTimersByTimeAsync(5_000)
    await opened
    await host.close()
  })
})
