import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { embedError } from '../failure/embed-failure.js'
import { jwt } from '../testing/jwt.js'
import { createManualClock, settled } from '../testing/manual-clock.js'
import { createTokenKeeper, type TokenNews } from './token-keeper.js'

const start = 1_700_000_000_000

/** A page whose function works unless told otherwise, and a keeper of its tokens. */
const setUp = ({ lifetime = 3600, skew = 0, knowsClock = true } = {}) => {
  const clock = createManualClock(start)
  const page = {
    calls: 0,
    callTimes: [] as number[],
    inFlight: 0,
    mostInFlight: 0,
    failing: false,
    final: false,
    delay: 0,
    online: true,
    wanted: true,
    person: 'anna',
    news: [] as TokenNews[],
  }
  const ask = async (): Promise<string> => {
    const { person } = page
    page.calls += 1
    page.callTimes.push(clock.now())
    page.inFlight += 1
    page.mostInFlight = Math.max(page.mostInFlight, page.inFlight)
    if (page.delay > 0) await new Promise<void>((resolve) => void clock.after(page.delay, resolve))
    page.inFlight -= 1
    if (page.final) throw embedError('EMBED-TOKEN-SOURCE', 'missing')
    if (page.failing) throw embedError('EMBED-TOKEN-SUPPLY', 'down')
    const issued = Math.floor((clock.now() + skew) / 1000)
    return jwt(issued, issued + lifetime, String(page.calls), person)
  }
  const keeper = createTokenKeeper({
    ask,
    now: clock.now,
    ahead: () => (knowsClock ? skew : undefined),
    random: () => 0.5,
    after: clock.after,
    isOnline: () => page.online,
    isWanted: () => page.wanted,
    patience: 30_000,
    tell: (news) => void page.news.push(news),
  })
  return { clock, page, keeper }
}

const nothingElse = { isOnline: () => true, isWanted: () => true, patience: undefined, tell: () => undefined }

const expiryOf = (token: string): number => JSON.parse(atob(token.split('.')[1] ?? '')).exp * 1000

test('however many wait, the page is asked once', async () => {
  const { page, keeper } = setUp()
  const tokens = await Promise.all(Array.from({ length: 20 }, keeper.token))
  expect(new Set(tokens).size).toBe(1)
  expect(page.calls).toBe(1)
})

test('a token is renewed before it ends, without being asked for', async () => {
  const { clock, page, keeper } = setUp({ lifetime: 600 })
  const first = await keeper.token()
  await clock.advance(590_000)
  expect(page.calls).toBe(2)
  expect(await keeper.token()).not.toBe(first)
})

test.each([
  ['a day behind', -86_400_000],
  ['a day ahead', 86_400_000],
])('renewal works when the tenant clock is %s, known or not', async (_, skew) => {
  for (const knowsClock of [true, false]) {
    const { clock, page, keeper } = setUp({ lifetime: 600, skew, knowsClock })
    await keeper.token()
    await clock.advance(300_000)
    expect(page.calls).toBe(1)
    await clock.advance(290_000)
    expect(page.calls).toBe(2)
  }
})

test('a refused token is replaced, once for all that had it', async () => {
  const { page, keeper } = setUp()
  const refused = await keeper.token()
  keeper.refused(refused)
  keeper.refused(refused)
  const [one, two] = await Promise.all([keeper.token(), keeper.token()])
  expect(one).not.toBe(refused)
  expect(two).toBe(one)
  expect(page.calls).toBe(2)
})

test('the token in use is not blamed for the answer to the one before it', async () => {
  const { clock, page, keeper } = setUp()
  await keeper.token()
  keeper.refuseCurrent()
  await keeper.token()
  expect(page.calls).toBe(1)
  await clock.advance(10_000)
  keeper.refuseCurrent()
  await keeper.token()
  expect(page.calls).toBe(2)
})

test('a page that fails is tried three times, further apart each time, then those who wait are told', async () => {
  const { clock, page, keeper } = setUp()
  page.failing = true
  const waiting = keeper.token()
  const outcome = expect(waiting).rejects.toMatchObject({ failure: { code: 'EMBED-TOKEN-SUPPLY', reason: 'down' } })
  await clock.advance(10_000)
  await outcome
  const [first = 0, second = 0, third = 0] = page.callTimes
  expect(page.calls).toBe(3)
  expect(third - second).toBeGreaterThan(second - first)
})

test('a page that goes on failing is asked once a minute at most, however many want a token, and recovers by itself', async () => {
  const { clock, page, keeper } = setUp()
  page.failing = true
  for (let second = 0; second < 600; second++) {
    keeper.token().catch(() => undefined)
    await clock.advance(1_000)
  }
  // Three until those who wait are told, then after 6, 12, 24 and each 45 seconds.
  expect(page.calls).toBeLessThanOrEqual(18)
  const before = page.calls
  const reason = expect(keeper.token()).rejects.toMatchObject({ failure: { reason: 'down' } })
  await clock.advance(0)
  await reason
  expect(page.calls).toBe(before)
  expect(page.news).toEqual([])
  page.failing = false
  await clock.advance(60_000)
  expect(page.news).toEqual(['recovered'])
  await expect(keeper.token()).resolves.toBeTypeOf('string')
  expect(page.calls).toBe(before + 1)
})

test('a page that shows nothing any more is not asked again before somebody wants a token', async () => {
  const { clock, page, keeper } = setUp()
  page.failing = true
  keeper.token().catch(() => undefined)
  await clock.advance(8_000)
  page.wanted = false
  const before = page.calls
  await clock.advance(600_000)
  keeper.woke()
  await clock.advance(600_000)
  expect(page.calls).toBe(before)
  page.failing = false
  await expect(keeper.token()).resolves.toBeTypeOf('string')
})

test('who wants another attempt gets one at once', async () => {
  const { clock, page, keeper } = setUp()
  page.failing = true
  keeper.token().catch(() => undefined)
  await clock.advance(10_000)
  page.failing = false
  keeper.woke()
  await settled()
  expect(page.news).toEqual(['recovered'])
  await expect(keeper.token()).resolves.toBeTypeOf('string')
})

test('without a network the page is not asked; when it is back, at once', async () => {
  const { clock, page, keeper } = setUp()
  page.online = false
  const outcome = expect(keeper.token()).rejects.toMatchObject({ failure: { code: 'EMBED-CONNECTION' } })
  await clock.advance(100_000)
  await outcome
  expect(page.calls).toBe(0)
  page.online = true
  keeper.woke()
  await settled()
  expect(page.calls).toBe(1)
  expect(page.news).toEqual(['recovered'])
})

test('a page that does not settle is given up after half a minute, and asked again; its late answer is ignored', async () => {
  const { clock, page, keeper } = setUp()
  page.delay = 1_000_000
  const waiting = keeper.token().catch((error) => error.failure)
  await clock.advance(29_000)
  expect(await Promise.race([waiting, Promise.resolve('waits')])).toBe('waits')
  await clock.advance(1_000)
  expect(await waiting).toMatchObject({ code: 'EMBED-TOKEN-SLOW', reason: expect.stringContaining('30 seconds') })
  page.delay = 0
  await clock.advance(2_000)
  expect(page.news).toEqual(['recovered'])
  expect(page.calls).toBe(2)
  const token = await keeper.token()
  await clock.advance(1_000_000)
  expect(await keeper.token()).toBe(token)
})

test('a token of another person is told before anybody gets it; one of the same is not', async () => {
  const { page, keeper } = setUp()
  keeper.refused(await keeper.token())
  await keeper.token()
  expect(page.news).toEqual([])
  page.person = 'berta'
  keeper.refused(keeper.current())
  const served = keeper.token().then(() => page.news.push('recovered'))
  await served
  expect(page.news).toEqual(['another person', 'recovered'])
})

test('when the page says that the person has changed, nothing of the former one is used any more', async () => {
  const { clock, page, keeper } = setUp()
  const former = await keeper.token()
  page.delay = 5_000
  keeper.refused(former)
  await settled()
  page.person = 'berta'
  page.delay = 0
  keeper.forget()
  expect(keeper.current()).toBe('')
  const token = await keeper.token()
  expect(JSON.parse(atob(token.split('.')[1] ?? '')).sub).toBe('berta')
  await clock.advance(10_000)
  expect(await keeper.token()).toBe(token)
  expect(page.news).toEqual(['another person'])
})

test('a missing function is not called for again', async () => {
  const { page, keeper } = setUp()
  page.final = true
  await expect(keeper.token()).rejects.toMatchObject({ failure: { code: 'EMBED-TOKEN-SOURCE' } })
  expect(page.calls).toBe(1)
})

test('a failed renewal leaves the token in use, and is tried again until it works', async () => {
  const { clock, page, keeper } = setUp({ lifetime: 3600 })
  const first = await keeper.token()
  page.failing = true
  await clock.advance(3400_000)
  expect(page.calls).toBeGreaterThan(2)
  expect(await keeper.token()).toBe(first)
  page.failing = false
  await clock.advance(100_000)
  expect(await keeper.token()).not.toBe(first)
})

test('a page that keeps supplying a token near its end is not asked in a loop', async () => {
  const clock = createManualClock(start)
  const token = jwt(start / 1000 - 3590, start / 1000 + 10)
  let calls = 0
  const keeper = createTokenKeeper({
    ask: async () => {
      calls += 1
      return token
    },
    now: clock.now,
    ahead: () => 0,
    random: () => 0.5,
    after: clock.after,
    ...nothingElse,
  })
  await keeper.token()
  await clock.advance(9000)
  expect(calls).toBeLessThan(10)
})

test('an expired token is no token', async () => {
  const clock = createManualClock(start)
  const keeper = createTokenKeeper({
    ask: async () => jwt(start / 1000 - 100, start / 1000 - 10),
    now: clock.now,
    ahead: () => 0,
    random: () => 0,
    after: clock.after,
    ...nothingElse,
  })
  const outcome = expect(keeper.token()).rejects.toMatchObject({ failure: { code: 'EMBED-TOKEN-EXPIRED' } })
  await clock.advance(60_000)
  await outcome
})

test('after a sleep past the end, waking gets a new token before anybody asks', async () => {
  const { clock, page, keeper } = setUp({ lifetime: 600 })
  await keeper.token()
  clock.sleep(3600_000)
  keeper.woke()
  await settled()
  expect(page.calls).toBe(2)
})

describe('whatever happens', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('request' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 400_000 }) }),
    },
    fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 0, max: 2_000_000 }) }),
    fc.record({ kind: fc.constant('refuse' as const) }),
    fc.record({ kind: fc.constant('wake' as const) }),
    fc.record({ kind: fc.constant('page' as const), failing: fc.boolean(), delay: fc.constantFrom(0, 100, 5000) }),
  )

  test('one call at a time, no expired or refused token is served, every request is settled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 7200 }),
        fc.array(step, { maxLength: 40 }),
        async (lifetime, steps) => {
          const { clock, page, keeper } = setUp({ lifetime })
          const refused = new Set<string>()
          let latest = ''
          let open = 0
          const request = (): void => {
            open += 1
            keeper.token().then(
              (token) => {
                open -= 1
                latest = token
                expect(expiryOf(token)).toBeGreaterThan(clock.now())
                expect(refused).not.toContain(token)
              },
              () => {
                open -= 1
              },
            )
          }
          for (const each of steps) {
            if (each.kind === 'request') request()
            if (each.kind === 'advance') await clock.advance(each.ms)
            if (each.kind === 'sleep') clock.sleep(each.ms)
            if (each.kind === 'wake') keeper.woke()
            if (each.kind === 'page') Object.assign(page, { failing: each.failing, delay: each.delay })
            await settled()
            if (each.kind === 'refuse' && latest !== '') {
              refused.add(latest)
              keeper.refused(latest)
            }
          }
          await clock.advance(120_000)
          expect(open).toBe(0)
          expect(page.mostInFlight).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 60 },
    )
  })
})
