import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import { openChannel } from '../protocol/framed-channel.js'
import {
  type EngineCall,
  type EngineResult,
  type EngineSettings,
  protocolVersion,
  type ToEngine,
  type ToTenant,
} from '../protocol/messages.js'
import { createOpenCalls } from '../protocol/open-calls.js'
import { errorOf } from '../protocol/told-error.js'

/** The call was made of a process that is gone. */
export class EngineGone extends Error {}

/** An engine process that understands this tenant. */
export interface EngineProcess {
  readonly send: (message: ToEngine, payload?: Uint8Array) => void
  /** @throws EngineGone, and what the engine rejects with */
  readonly call: (call: EngineCall, payload?: Uint8Array) => Promise<EngineResult>
  readonly isGone: () => boolean
  /** Aborted when it is gone. */
  readonly gone: AbortSignal
}

/** A process that was started. */
export interface StartedProcess {
  readonly pid: number | undefined
  /** Rejects with {@link EngineGone} where it ended before it could work. */
  readonly ready: Promise<EngineProcess>
  /** Resolves when it is gone and everything that it had told was received. */
  readonly gone: Promise<Departure>
  /** Ends it at once. */
  readonly kill: () => void
}

/** How a process ended. */
export interface Departure {
  readonly code: number | null
  readonly signal: string | null
  /** Whether it was ended because it did not answer any more. */
  readonly stuck: boolean
  /** The last that it wrote to its standard error. */
  readonly told: string
}

export interface ProcessOptions {
  readonly settings: EngineSettings
  /** Ceiling of its JavaScript heap. */
  readonly heapMegabytes: number
  /** Seconds without a sign of life after which it is ended. */
  readonly patience: number
  /** @param from the process itself: what it asks is for nobody else to be told */
  readonly onMessage: (message: ToTenant, payload: Buffer, from: EngineProcess) => void
}

/** Compiled, also for tests that run from the sources. */
const program = createRequire(import.meta.url).resolve('@understudy/tenant/engine-process')

/** What of the environment an engine process sees: nothing that could hold a secret. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TZ', 'LANG', 'LC_ALL', 'SystemRoot']

/** Seconds that a process may take until it can work, on a machine that has much else to do. */
const startPatience = 60

/** Characters kept of what it writes to its standard error. */
const toldCharacters = 2_000

/**
 * Starts a process and watches whether it lives.
 *
 * @throws Error where the machine has no memory or descriptors for one
 */
export const startEngineProcess = ({
  settings,
  heapMegabytes,
  patience,
  onMessage,
}: ProcessOptions): StartedProcess => {
  const environment = Object.entries(process.env).filter(([name]) => passedOn.includes(name))
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMegabytes}`, program], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: Object.fromEntries(environment),
  })
  child.on('error', () => undefined)
  // Without descriptors there are no pipes either, whatever the types say.
  const stream = (child.stdio as typeof child.stdio | undefined)?.[3] as Duplex | undefined
  if (!stream) throw new Error('There are no descriptors for an engine process.')
  const calls = createOpenCalls<EngineResult>()
  const gone = new AbortController()
  let stuck = false
  let silence = 0
  let limit = startPatience
  const kill = (): void => void child.kill('SIGKILL')

  const ready = new Promise<EngineProcess>((resolve, reject) => {
    const channel = openChannel<ToEngine, ToTenant>(stream, (message, payload) => {
      silence = 0
      if (message.type === 'done') return calls.done(message.call, message.result)
      if (message.type === 'failed') return calls.failed(message.call, errorOf(message.error))
      if (message.type !== 'hello') return onMessage(message, payload, engine)
      if (message.protocol !== protocolVersion) {
        reject(new EngineGone(`An engine of protocol ${message.protocol} came, ${protocolVersion} is spoken here.`))
        return kill()
      }
      limit = patience
      channel.send({ type: 'begin', settings })
      resolve(engine)
    })
    const engine: EngineProcess = {
      send: channel.send,
      call: (call, payload) => calls.make((number) => channel.send({ ...call, call: number }, payload)),
      isGone: () => stream.destroyed,
      gone: gone.signal,
    }
    // Counts its own seconds, so that a machine that slept kills nobody.
    const watch = setInterval(() => {
      silence += 1
      channel.send({ type: 'ping' })
      if (silence <= limit) return
      stuck = true
      kill()
    }, 1000)
    watch.unref()
    stream.once('close', () => {
      clearInterval(watch)
      gone.abort()
      calls.end(new EngineGone('The engine process ended.'))
      reject(new EngineGone('The engine process ended.'))
    })
  })
  ready.catch(() => undefined)

  return { pid: child.pid, ready, kill, gone: departureOf(child, stream, () => stuck) }
}

const departureOf = async (child: ChildProcess, stream: Duplex, isStuck: () => boolean): Promise<Departure> => {
  let told = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-toldCharacters)
  })
  stream.on('error', () => undefined)
  const exited = new Promise<Pick<Departure, 'code' | 'signal'>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', ({ message }) => {
      told = message
      resolve({ code: null, signal: null })
    })
  })
  await new Promise((resolve) => stream.once('close', resolve))
  // A process that only lost its stream serves nobody any more.
  child.kill('SIGKILL')
  return { ...(await exited), stuck: isStuck(), told }
}
