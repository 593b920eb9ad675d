import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const probe = fileURLToPath(new URL('../src/cpu-probe.mjs', import.meta.url))
const canPin = spawnSync('taskset', ['-V']).status === 0

/** A server under measurement, pinned to one core where the platform can. */
export interface MeasuredServer {
  /** CPU seconds used since the process started, all threads. */
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

/** Moves this process, the load generator, to another core than the servers'. */
export function pinLoadGenerator(core: number): void {
  if (canPin) spawnSync('taskset', ['-cp', String(core), String(process.pid)])
}

/**
 * Starts a Node script as a measured server and waits until it has printed `readyPattern`.
 *
 * @param script path of the script, followed by its arguments
 * @throws when the server exits before it is ready; its output is in the message
 */
export async function startMeasuredServer(
  script: readonly string[],
  options: { core: number; readyPattern: RegExp; env?: Record<string, string> },
): Promise<MeasuredServer> {
  const node = [process.execPath, '--import', probe, ...script]
  const [command = process.execPath, ...args] = canPin ? ['taskset', '-c', String(options.core), ...node] : node
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
  })
  await ready(child, options.readyPattern)
  return {
    cpuSeconds: () => askCpu(child),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

function ready(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const onOutput = (chunk: Buffer) => {
      output = (output + chunk).slice(-8_000)
      if (pattern.test(output)) resolve()
    }
    child.stdout?.on('data', onOutput)
    child.stderr?.on('data', onOutput)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server exited with ${code} before it was ready:\n${output}`)))
  })
}

function askCpu(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (message: { cpuMicros: number }) => resolve(message.cpuMicros / 1e6))
    child.send('cpu')
  })
}
