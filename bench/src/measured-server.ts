import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const probe = fileURLToPath(new URL('../src/usage-probe.mjs', import.meta.url))
const serverCore = 0
const loadCore = 1

/** Whether servers and load generator each get a core of their own: needs `taskset` and two cores that it may use. */
export const isPinned: boolean = [serverCore, loadCore].every(
  (core) => spawnSync('taskset', ['-c', String(core), process.execPath, '-e', '']).status === 0,
)

/** A server under measurement, pinned to one core where the platform can. */
export interface MeasuredServer {
  /**
   * CPU seconds used since the process started, all threads.
   *
   * @throws when the server has ended, or ends before it answers; its latest output is in the message
   */
  cpuSeconds(): Promise<number>
  /** The most memory that it has taken so far, in bytes. @throws as {@link cpuSeconds} does */
  peakMemory(): Promise<number>
  stop(): Promise<void>
}

/** Moves this process, the load generator, to another core than the servers'; only where {@link isPinned}. */
export function pinLoadGenerator(): void {
  spawnSync('taskset', ['-cp', String(loadCore), String(process.pid)])
}

/**
 * Starts a Node script as a measured server and waits until it has printed `readyPattern`.
 *
 * @param script path of the script, followed by its arguments
 * @param options `pinned: false` leaves it all cores
 * @throws when the server exits before it is ready; its output is in the message
 */
export async function startMeasuredServer(
  script: readonly string[],
  options: { readonly readyPattern: RegExp; readonly pinned?: boolean },
): Promise<MeasuredServer> {
  const node = [process.execPath, '--import', probe, ...script]
  const [command = process.execPath, ...args] =
    isPinned && options.pinned !== false ? ['taskset', '-c', String(serverCore), ...node] : node
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let output = ''
  const died = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`a measured server died (${signal ?? `exit code ${code}`}); its latest output:\n${output}`)),
    )
  })
  died.catch(() => undefined)
  const ready = new Promise<void>((resolve) => {
    const onOutput = (chunk: Buffer) => {
      output = (output + chunk).slice(-8_000)
      if (options.readyPattern.test(output)) resolve()
    }
    child.stdout?.on('data', onOutput)
    child.stderr?.on('data', onOutput)
  })
  await Promise.race([ready, died])
  return {
    cpuSeconds: async () => (await Promise.race([askUsage(child), died])).cpuMicros / 1e6,
    peakMemory: async () => (await Promise.race([askUsage(child), died])).maxResidentKilobytes * 1024,
    stop: async () => {
      child.kill('SIGTERM')
      await died.catch(() => undefined)
    },
  }
}

interface Usage {
  readonly cpuMicros: number
  readonly maxResidentKilobytes: number
}

function askUsage(child: ChildProcess): Promise<Usage> {
  return new Promise((resolve) => {
    child.once('message', (usage: Usage) => resolve(usage))
    // That the question cannot be sent is the server's end, which says more about itself.
    child.send('usage', () => undefined)
  })
}
