import { Agent, get } from 'node:http'
import { cubeObject } from './cubes.js'
import { openQixSocket } from './qix-socket.js'

/** What somebody else felt of a call, in ms. */
export interface Felt {
  readonly worstQuery: number
  readonly worstHttp: number
}

/** Somebody who works in the same app, and somebody who asks for the tenant's keys. */
export interface Onlooker {
  /** Stops asking. What was asked and is not answered counts as long as it has waited. */
  readonly stop: () => Felt
}

/** Between two questions, in ms. */
const pause = 40

const pausing = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pause))

/** A clock of the slowest of a kind of question. */
const slowest = () => {
  let worst = 0
  let asked: number | undefined
  const told = (): number => Math.max(worst, asked === undefined ? 0 : performance.now() - asked)
  return {
    told,
    time: async (question: () => Promise<unknown>): Promise<void> => {
      asked = performance.now()
      await question()
      worst = told()
      asked = undefined
    },
  }
}

const keysOf = (url: string, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(`${url}/.well-known/jwks.json`, { agent }, (response) => {
      response.resume()
      response.once('end', resolve)
    }).once('error', reject)
  })

/** Begins to ask: a new query each time, and the tenant's keys, one after the other. */
export const beginLooking = async (url: string, token: string): Promise<Onlooker> => {
  const { ask, create, app } = await openQixSocket(url, token)
  const agent = new Agent({ keepAlive: true })
  const queries = slowest()
  const requests = slowest()
  let stopped = false
  let round = 0
  const query = async (): Promise<void> => {
    round += 1
    const handle = await create(cubeObject({ dimensions: ['Country'], measures: [`Sum(Amount*${round})`], rows: 40 }))
    const { error, result } = await ask(handle, 'GetLayout')
    const problem = error ?? result.qLayout.qHyperCube.qError
    if (problem) throw new Error(`another person's query failed: ${JSON.stringify(problem)}`)
    await ask(app, 'DestroySessionObject', result.qLayout.qInfo.qId)
  }
  // What the first question compiles and reads is nobody's fault.
  for (let warm = 0; warm < 5; warm++) await Promise.all([query(), keysOf(url, agent)])
  const goOn = async (clock: ReturnType<typeof slowest>, question: () => Promise<unknown>): Promise<void> => {
    while (!stopped) {
      await clock.time(question)
      await pausing()
    }
  }
  const failed = (error: unknown): void => {
    if (!stopped) console.error(String(error))
  }
  goOn(queries, query).catch(failed)
  goOn(requests, () => keysOf(url, agent)).catch(failed)
  return {
    stop: () => {
      stopped = true
      agent.destroy()
      return { worstQuery: queries.told(), worstHttp: requests.told() }
    },
  }
}
