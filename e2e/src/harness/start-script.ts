import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The script itself, and the way around it that adds nothing to its output. */
const commands = {
  node: [process.execPath, 'scripts/start.mjs'],
  npm: ['npm', '--silent', 'start', '--'],
} as const

/** A run of `scripts/start.mjs`, observed from outside as a user or a script would. */
export interface StartScript {
  readonly process: ChildProcess
  /** What has been written so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves to the first line of stdout; rejects if the script ends without one. */
  readonly firstLine: Promise<string>
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>
}

export const runStartScript = (
  args: readonly string[],
  by: keyof typeof commands = 'node',
  { detached = false } = {},
): StartScript => {
  const [command, ...first] = commands[by]
  const child = spawn(command, [...first, ...args], {
    cwd: root,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')))
    })
    ended.then((code) => reject(new Error(`scripts/start.mjs ended with ${code}:\n${stderr}`)))
  })
  firstLine.catch(() => undefined)
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return { process: child, stdout: () => stdout, stderr: () => stderr, firstLine, ended }
}

/** Asks the script to end, as Ctrl-C does, and waits until it has. */
export const stop = (script: StartScript): Promise<number | null> => {
  script.process.kill('SIGINT')
  return script.ended
}
