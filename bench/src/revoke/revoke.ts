import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { median } from '../statistics.js'
import { endings } from './endings.js'
import { revokedAppId, startTwoNodes, type TwoNodes } from './two-nodes.js'

/** How long what was revoked on one node goes on on another, in seconds: the worst of all trials. */
export interface RevokeFigures {
  readonly restSeconds: number
  readonly socketSeconds: number
  readonly trials: number
}

/** Trials of each kind. */
const trialsOfKind = 50

/** Milliseconds between two requests that look whether access is over, and after which it counts as never. */
const lookInterval = 5
const patience = 20_000

/**
 * Takes access away on one node, and measures when another refuses its requests and closes its sockets.
 *
 * @param names the kinds that are tried; all of them by default
 */
export const revoke = async (
  progress: (line: string) => void,
  names: readonly string[] = [],
): Promise<RevokeFigures> => {
  const nodes = await startTwoNodes()
  const rest: number[] = []
  const socket: number[] = []
  try {
    for (const kind of Object.keys(endings)) {
      if (names.length > 0 && !names.some((part) => kind.includes(part))) continue
      const felt = await tried(nodes, kind)
      const told = (times: readonly number[]): string =>
        `${(median(times) * 1000).toFixed(0)} ms, worst ${(Math.max(...times) * 1000).toFixed(0)}`
      progress(`${kind}: REST ${told(felt.rest)}; socket ${told(felt.socket)}`)
      rest.push(...felt.rest)
      socket.push(...felt.socket)
    }
  } finally {
    await nodes.stop()
  }
  const worst = (times: readonly number[]): number => Number(Math.max(0, ...times).toFixed(3))
  return { restSeconds: worst(rest), socketSeconds: worst(socket), trials: rest.length }
}

const tried = async (nodes: TwoNodes, kind: string): Promise<{ rest: number[]; socket: number[] }> => {
  const felt = { rest: [] as number[], socket: [] as number[] }
  for (let trial = 0; trial < trialsOfKind; trial++) {
    const access = await endings[kind]?.(nodes)
    if (access === undefined) throw new Error(`there is no ending ${kind}`)
    const authorization = `Bearer ${access.token}`
    const socket = new WebSocket(`${nodes.far.replace(/^http/, 'ws')}/app/${revokedAppId}`, {
      headers: { authorization },
    })
    const closed = once(socket, 'close')
    await once(socket, 'message')
    await refused(nodes.far, authorization, false)
    const began = performance.now()
    const seconds = (): number => (performance.now() - began) / 1000
    const [, restSeconds, socketSeconds] = await Promise.all([
      access.end(),
      refused(nodes.far, authorization, true).then(seconds),
      Promise.race([closed, sleep(patience, undefined, { ref: false })]).then(seconds),
    ])
    felt.rest.push(restSeconds)
    felt.socket.push(socketSeconds)
    socket.terminate()
  }
  return felt
}

/** Asks again and again until a node refuses, or lets in, what the credential asks for. */
const refused = async (origin: string, authorization: string, wanted: boolean): Promise<void> => {
  const deadline = performance.now() + patience
  while (performance.now() < deadline) {
    const { status } = await fetch(`${origin}/api/v1/users/me`, { headers: { authorization } })
    if ((status === 401 || status === 403) === wanted) return
    await sleep(lookInterval)
  }
  if (!wanted) throw new Error('the credential was never worth anything')
}
