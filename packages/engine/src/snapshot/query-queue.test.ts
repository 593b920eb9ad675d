import { describe, expect, it } from 'vitest'
import { type Asker, createQueryQueue, type QueryQueueOptions, type QueryTurn } from './query-queue.js'

/** A queue with a clock that stands still, and the queries that run in it. */
const queueOf = (options: QueryQueueOptions = {}) => {
  let time = 0
  const queue = createQueryQueue({ ...options, clock: () => time })
  const begun: string[] = []
  const turns = new Map<string, QueryTurn>()
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    begun,
    /** Resolves when the query begins. */
    ask: (name: string, asker: Asker, signal = new AbortController().signal): Promise<void> => {
      const turn = queue.enter(asker, signal).then((entered) => {
        begun.push(name)
        turns.set(name, entered)
      })
      turn.catch(() => undefined)
      return turn
    },
    /** Ends a query that took so many milliseconds. */
    end: async (name: string, ms = 1) => {
      await settled()
      time += ms
      turns.get(name)?.end()
      await settled()
    },
  }
}

const anna: Asker = ['acme', 'anna', 'one']
const ben: Asker = ['acme', 'ben', 'one']

describe('the queue of queries', () => {
  it('lets somebody run next who has nothing running, however many of another person wait', async () => {
    const { ask, end, begun } = queueOf({ running: 1 })
    for (const name of ['a1', 'a2', 'a3', 'a4']) void ask(name, anna)
    void ask('b1', ben)
    await end('a1')
    expect(begun).toEqual(['a1', 'b1'])
    await end('b1')
    await end('a2')
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3'])
  })

  it('gives everybody the same time of the database, not the same number of queries', async () => {
    const { ask, end, begun } = queueOf({ running: 1 })
    void ask('first', ['acme', 'carl', 'one'])
    for (const name of ['a1', 'a2', 'a3']) void ask(name, anna)
    for (const name of ['b1', 'b2', 'b3', 'b4', 'b5']) void ask(name, ben)
    await end('first')
    await end('a1', 100)
    for (const name of ['b1', 'b2', 'b3']) await end(name, 30)
    expect(begun).toEqual(['first', 'a1', 'b1', 'b2', 'b3', 'b4'])
    await end('b4', 30)
    expect(begun.at(-1)).toBe('a2')
  })

  it('leaves one place free for others, and all to those who are let in by nobody else', async () => {
    const { ask, end, begun } = queueOf({ running: 3 })
    for (const name of ['a1', 'a2', 'a3']) void ask(name, anna)
    await ask('b1', ben)
    expect(begun).toEqual(['a1', 'a2', 'b1'])
    await end('a1')
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3'])
  })

  it('lets sessions of a person, and tenants, take turns', async () => {
    const { ask, end, begun } = queueOf({ running: 1 })
    void ask('x', ['acme', 'anna', 'one'])
    for (const name of ['a1', 'a2']) void ask(name, ['acme', 'anna', 'one'])
    void ask('a3', ['acme', 'anna', 'two'])
    void ask('b1', ben)
    void ask('o1', ['other', 'anna', 'one'])
    for (const name of ['x', 'o1', 'b1', 'a3', 'a1', 'a2']) await end(name, 10)
    expect(begun.slice(0, 5)).toEqual(['x', 'o1', 'b1', 'a3', 'a1'])
  })

  it('lets nobody who comes back have more than those who stayed', async () => {
    const { ask, end, begun } = queueOf({ running: 1 })
    void ask('x', ['acme', 'carl', 'one'])
    for (const name of ['a1', 'a2', 'a3']) void ask(name, anna)
    await end('x', 1_000)
    await end('a1', 1_000)
    void ask('b1', ben)
    void ask('b2', ben)
    await end('a2', 10)
    await end('b1', 10)
    expect(begun).toEqual(['x', 'a1', 'a2', 'b1', 'a3'])
  })

  it('forgets at once what nobody waits for any more', async () => {
    const { ask, end, begun } = queueOf({ running: 1, waitingOfPerson: 1 })
    void ask('a1', anna)
    const gone = new AbortController()
    const dropped = ask('a2', anna, gone.signal)
    gone.abort()
    await expect(dropped).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
    void ask('a3', anna)
    await end('a1')
    expect(begun).toEqual(['a1', 'a3'])
  })

  it('refuses one person who has too many waiting, and nobody else', async () => {
    const { ask } = queueOf({ running: 1, waiting: 3, waitingOfPerson: 2 })
    for (const name of ['a1', 'a2', 'a3']) void ask(name, anna)
    await expect(ask('a4', anna)).rejects.toMatchObject({
      code: 'ENGINE-BUSY',
      detail: '2 queries of one person wait already',
    })
    void ask('b1', ben)
    await expect(ask('b2', ben)).rejects.toMatchObject({ code: 'ENGINE-BUSY', detail: '3 queries wait already' })
  })

  it('refuses what came last of whoever has most waiting, where all places are taken and another needs one', async () => {
    const { ask, end, begun } = queueOf({ running: 1, waiting: 4, waitingOfPerson: 4 })
    void ask('a1', anna)
    const waiting = ['a2', 'a3', 'a4', 'a5'].map((name) => ask(name, anna))
    const others = [ask('b1', ben), ask('b2', ben)]
    const busy = { code: 'ENGINE-BUSY', detail: '4 queries wait already' }
    await expect(waiting[3]).rejects.toMatchObject(busy)
    await expect(waiting[2]).rejects.toMatchObject(busy)
    await expect(ask('b3', ben)).rejects.toMatchObject(busy)
    for (let turn = 0; turn < 5; turn++) await end(begun.at(-1) ?? '', 10)
    expect([...begun].sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
    await Promise.all(others)
  })

  it('does not forget who asks again while what they gave up is still being left', async () => {
    const { ask, end, begun } = queueOf({ running: 1 })
    void ask('b1', ben)
    const [first, second] = [new AbortController(), new AbortController()]
    void ask('a1', anna, first.signal)
    void ask('a2', anna, second.signal)
    first.abort()
    // Between what is left of the first and of the second.
    queueMicrotask(() => void ask('a3', anna))
    second.abort()
    await end('b1')
    expect(begun).toEqual(['b1', 'a3'])
  })
})
