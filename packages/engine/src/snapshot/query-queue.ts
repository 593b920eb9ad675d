import { UnderstudyError } from '@understudy/contract'

/** In whose name a query is made: names from the widest circle to the narrowest, each within the one before. */
export type Asker = readonly [tenant: string, person: string, session: string]

/** A query that runs. */
export interface QueryTurn {
  /** Lets the next one run. */
  readonly end: () => void
}

/** The queries of a process: how many run at a time, and who comes next. */
export interface QueryQueue {
  /**
   * Resolves when it is the asker's turn. Tenants, persons and sessions take turns: next comes who has the fewest queries
   * running and, among those, who has had the least time of the database.
   *
   * @throws UnderstudyError `ENGINE-BUSY` where too many queries of the person or of all wait, also later where the place
   * is needed for somebody who has fewer; `ENGINE-QUERY-CANCELLED` at once when the signal aborts
   */
  readonly enter: (asker: Asker, signal: AbortSignal) => Promise<QueryTurn>
}

export interface QueryQueueOptions {
  /** Queries that run at the same time; default 3, so that the process keeps a thread for other work. */
  readonly running?: number
  /** Queries of one person that run at the same time; default all but one, which others find free. */
  readonly runningOfPerson?: number
  /** Queries that may wait; further ones take the place of those of whoever has most, or are refused; default 4,000. */
  readonly waiting?: number
  /** Queries of one person that may wait; default 1,000. */
  readonly waitingOfPerson?: number
  /** Milliseconds. */
  readonly clock?: () => number
}

/** A query whose turn has not come. */
interface WaitingQuery {
  readonly begin: () => void
  readonly refuse: (reason: UnderstudyError) => void
}

/** A tenant, a person or a session with queries that run or wait. */
interface Circle {
  readonly within: Circle | null
  readonly name: string
  /** Queries that may run at the same time. */
  readonly most: number
  readonly circles: Map<string, Circle>
  /** Of a session, what waits. */
  readonly waiting: Set<WaitingQuery>
  running: number
  waitingCount: number
  /** Milliseconds of the database, beginning with those of the neighbour who had the fewest. */
  served: number
}

/** A queue with nobody in it. */
export const createQueryQueue = (options: QueryQueueOptions = {}): QueryQueue => {
  const { running = 3, waiting = 4_000, waitingOfPerson = 1_000, clock = () => performance.now() } = options
  const { runningOfPerson = Math.max(running - 1, 1) } = options
  const all: Circle = circleOf(null, '', running)

  const serve = (): void => {
    for (let begin = nextIn(all); begin; begin = nextIn(all)) begin()
  }

  return {
    enter: async ([tenant, person, session], signal) => {
      if (signal.aborted) throw cancelled()
      const ofPerson = within(within(all, tenant, running), person, runningOfPerson)
      const ofSession = within(ofPerson, session, running)
      const circles = [all, ofSession.within?.within, ofPerson, ofSession].filter((circle) => circle != null)
      try {
        if (ofPerson.waitingCount >= waitingOfPerson) throw tooMany(waitingOfPerson, ' of one person')
        if (all.waitingCount >= waiting) makePlace(all, ofPerson, tooMany(waiting, ''))
        await turnIn(ofSession, circles, signal, serve)
      } catch (error) {
        leave(ofSession)
        throw error
      }
      const began = clock()
      return {
        end: () => {
          for (const circle of circles) {
            circle.running -= 1
            circle.served += clock() - began
          }
          leave(ofSession)
          serve()
        },
      }
    },
  }
}

const cancelled = (): UnderstudyError =>
  new UnderstudyError('ENGINE-QUERY-CANCELLED', 'its result is not needed any more')

const tooMany = (most: number, whose: string): UnderstudyError =>
  new UnderstudyError('ENGINE-BUSY', `${most} queries${whose} wait already`)

/**
 * Refuses the newest query of the person with most that wait, so that a few people with long lines keep nobody else out.
 *
 * @throws the reason where that is nobody but the one who needs the place
 */
const makePlace = (all: Circle, person: Circle, reason: UnderstudyError): void => {
  const longest = longestLine([...all.circles.values()].flatMap(({ circles }) => [...circles.values()]))
  if (longest === undefined || longest.waitingCount <= person.waitingCount + 1) throw reason
  const newest = [...(longestLine([...longest.circles.values()])?.waiting ?? [])].at(-1)
  newest?.refuse(reason)
}

const longestLine = (circles: readonly Circle[]): Circle | undefined =>
  circles.reduce<Circle | undefined>(
    (longest, circle) => (longest && longest.waitingCount >= circle.waitingCount ? longest : circle),
    undefined,
  )

const circleOf = (around: Circle | null, name: string, most: number): Circle => {
  const least = Math.min(...[...(around?.circles.values() ?? [])].map(({ served }) => served))
  return {
    within: around,
    name,
    most,
    circles: new Map(),
    waiting: new Set(),
    running: 0,
    waitingCount: 0,
    served: Number.isFinite(least) ? least : 0,
  }
}

const within = (around: Circle, name: string, most: number): Circle => {
  const known = around.circles.get(name)
  if (known) return known
  const made = circleOf(around, name, most)
  around.circles.set(name, made)
  return made
}

/** Whoever has nothing that runs or waits is forgotten: once, as another circle may have come in its place since. */
const leave = (circle: Circle): void => {
  const { within: around, running, waitingCount, name, circles } = circle
  if (around?.circles.get(name) !== circle || running + waitingCount + circles.size > 0) return
  around.circles.delete(name)
  leave(around)
}

const turnIn = (session: Circle, circles: readonly Circle[], signal: AbortSignal, serve: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const count = (by: number): void => {
      for (const circle of circles) circle.waitingCount += by
    }
    const goOut = (): void => {
      signal.removeEventListener('abort', giveUp)
      session.waiting.delete(query)
      count(-1)
    }
    const query: WaitingQuery = {
      begin: () => {
        goOut()
        for (const circle of circles) circle.running += 1
        resolve()
      },
      refuse: (reason) => {
        goOut()
        reject(reason)
      },
    }
    const giveUp = (): void => query.refuse(cancelled())
    signal.addEventListener('abort', giveUp, { once: true })
    session.waiting.add(query)
    count(1)
    serve()
  })

/** What begins the query that comes next in a circle. */
const nextIn = (circle: Circle): (() => void) | undefined => {
  if (circle.running >= circle.most) return undefined
  for (const { begin } of circle.waiting) return begin
  const asking = [...circle.circles.values()].filter(({ waitingCount }) => waitingCount > 0)
  asking.sort((a, b) => a.running - b.running || a.served - b.served)
  for (const next of asking) {
    const begin = nextIn(next)
    if (begin) return begin
  }
  return undefined
}
