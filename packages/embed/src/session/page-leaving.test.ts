import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followLeaving } from './page-leaving.js'

/** A page of a browser with or without the Navigation API, which notes what is told. */
const openPage = (api: 'navigation' | 'none') => {
  const page = Object.assign(new EventTarget(), api === 'navigation' ? { navigation: new EventTarget() } : {})
  const { tellUnlessLeaving } = followLeaving(page as unknown as Window)
  const log: string[] = []
  const navigate = (event: object = {}): void => {
    const details = { destination: { sameDocument: false }, downloadRequest: null, ...event }
    if ('navigation' in page) page.navigation.dispatchEvent(Object.assign(new Event('navigate'), details))
    else page.dispatchEvent(new Event('beforeunload'))
  }
  return {
    log,
    navigate,
    fire: (type: string, persisted = false) => page.dispatchEvent(Object.assign(new Event(type), { persisted })),
    fail: () => tellUnlessLeaving({ tell: () => log.push('told'), comeBack: () => log.push('came back') }),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('failures are told at once', () => {
  const { fail, log } = openPage('navigation')
  fail()
  expect(log).toEqual(['told'])
})

test.each(['navigation', 'none'] as const)('leaving is silent (%s)', (api) => {
  const { fail, fire, log, navigate } = openPage(api)
  navigate()
  fail()
  fire('pagehide', true)
  fail()
  vi.advanceTimersByTime(60_000)
  expect(log).toEqual([])
})

test('a page that stays after all is told late', () => {
  const { fail, log, navigate } = openPage('navigation')
  navigate()
  fail()
  vi.advanceTimersByTime(9000)
  expect(log).toEqual([])
  vi.advanceTimersByTime(2000)
  fail()
  expect(log).toEqual(['told', 'told'])
})

test('a page that comes back tries again instead', () => {
  const { fail, fire, log } = openPage('navigation')
  fire('pagehide', true)
  fail()
  fire('pageshow', true)
  expect(log).toEqual(['came back'])
  fail()
  expect(log).toEqual(['came back', 'told'])
})

test.each([{ destination: { sameDocument: true } }, { downloadRequest: 'report.csv' }])(
  '%j leaves nothing',
  (navigation) => {
    const { fail, log, navigate } = openPage('navigation')
    navigate(navigation)
    fail()
    expect(log).toEqual(['told'])
  },
)
