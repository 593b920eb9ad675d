import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Failure } from './failure.mjs'
import { root } from './root.mjs'

/** How long a server may take to end; it loses nothing that it answered when it is killed. */
const GRACE_MS = 1200
const START_TIMEOUT_MS = 60_000
const POLL_MS = 100
const exitWithParent = new URL('./exit-with-parent.mjs', import.meta.url).href

/**
 * Long-running child processes that live and die together.
 *
 * `start` resolves when the server answers; `ended` rejects as soon as one of them ends on its own; `stop` ends them all
 * and resolves when they are gone.
 */
export const createServers = () => {
  const running = new Map()
  let stopping = false
  let reportEnd
  const ended = new Promise((_resolve, reject) => {
    reportEnd = reject
  })
  ended.catch(() => undefined)

  /**
   * @param {string} name shown in messages
   * @param {readonly string[]} args of Node
   * @param {{ env?: NodeJS.ProcessEnv, answersAt: string }} options
   */
  const start = async (name, args, { env, answersAt }) => {
    const child = spawn(process.execPath, ['--import', exitWithParent, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 2, 2, 'ipc'],
      // Its own process group: Ctrl-C reaches the script alone, which then stops the servers in order.
      detached: true,
    })
    running.set(name, child)
    child.once('close', (code, signal) => {
      running.delete(name)
      if (!stopping)
        reportEnd(new Failure(`The ${name} ended unexpectedly (${signal ?? `exit code ${code}`}); see above.`))
    })
    await Promise.race([untilItAnswers(name, answersAt, () => running.has(name)), ended])
  }

  const stop = async () => {
    stopping = true
    const children = [...running.values()]
    const signalAll = (signal) => {
      for (const child of children) child.kill(signal)
    }
    const gone = Promise.all(children.map((child) => once(child, 'close')))
    signalAll('SIGTERM')
    const impatience = setTimeout(signalAll, GRACE_MS, 'SIGKILL')
    await gone
    clearTimeout(impatience)
  }

  return { start, stop, ended }
}

const untilItAnswers = async (name, url, isRunning) => {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (isRunning()) {
    if (await answers(url)) return
    if (Date.now() > deadline) throw new Failure(`The ${name} did not answer at ${url} within a minute.`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Reads the whole answer: a connection left half-read would keep the server from stopping. */
const answers = async (url) => {
  try {
    await (await fetch(url, { redirect: 'manual' })).arrayBuffer()
    return true
  } catch {
    return false
  }
}
