import type { AppSession, Doc, WebSocketEvent } from '@qlik/api/qix'
import { expect, test } from 'vitest'
import { settled } from '../testing/manual-clock.js'
import { leaseSession, leaveSessions } from './session-registry.js'
import type { SessionChange } from './shared-session.js'

/** A tenant whose sessions a test opens, ends and counts. */
const createTenant = () => {
  const sessions: { emit: (event: object) => void; closed: boolean; state: { sessionState: string } }[] = []
  const failures: unknown[] = []
  let openFailure: Error | undefined
  const open = (): AppSession => {
    const listeners: ((event: WebSocketEvent) => void)[] = []
    const state = { sessionState: 'SESSION_CREATED' }
    const session = {
      emit: (event: object) => {
        for (const listener of listeners) listener(event as WebSocketEvent)
      },
      closed: false,
      state,
    }
    sessions.push(session)
    return {
      getDoc: async () => {
        if (openFailure !== undefined) throw openFailure
        return { session: state } as unknown as Doc
      },
      onWebSocketEvent: (listener: (event: WebSocketEvent) => void) => {
        listeners.push(listener)
        return () => undefined
      },
      resume: async () => session.emit({ eventType: 'resumed' }),
      close: async () => {
        session.closed = true
      },
    } as unknown as AppSession
  }
  const world = {
    open,
    recovery: {
      credential: () => 'token',
      renewToken: async () => undefined,
      pause: async () => undefined,
      activity: async () => undefined,
    },
    now: Date.now,
    onBroken: (failure: unknown) => void failures.push(failure),
  }
  return {
    sessions,
    failures,
    lease: (key: string, person = 'anna') => leaseSession(person, key, world),
    failToOpen: (error: Error | undefined) => {
      openFailure = error
    },
  }
}

test('leases of one key share a session, which closes after the last of them', async () => {
  const tenant = createTenant()
  const one = tenant.lease('same')
  const two = tenant.lease('same')
  expect(await one.doc()).toBe(await two.doc())
  one.release()
  one.release()
  expect(tenant.sessions.map(({ closed }) => closed)).toEqual([false])
  two.release()
  expect(tenant.sessions.map(({ closed }) => closed)).toEqual([true])
})

test('another user has another session', () => {
  const tenant = createTenant()
  const leases = [tenant.lease('user 1'), tenant.lease('user 2')]
  expect(tenant.sessions).toHaveLength(2)
  for (const lease of leases) lease.release()
})

test('a session that does not open tells why, and the next lease tries again', async () => {
  const tenant = createTenant()
  tenant.failToOpen(Object.assign(new Error('closed'), { original: { code: 4203, reason: '' } }))
  const first = tenant.lease('refused')
  const changes: SessionChange[] = []
  first.subscribe((change) => changes.push(change))
  await expect(first.doc()).rejects.toThrow('closed')
  expect(changes).toMatchObject([{ kind: 'broken', failure: { code: 'EMBED-NO-ACCESS', status: 4203 } }])
  expect(tenant.failures).toHaveLength(1)
  tenant.failToOpen(undefined)
  const second = tenant.lease('refused')
  await expect(second.doc()).resolves.toBeDefined()
  first.release()
  expect(tenant.sessions.at(-1)?.closed).toBe(false)
  second.release()
})

test('a session that comes back with its state is not mounted anew; one without it is', async () => {
  const tenant = createTenant()
  const lease = tenant.lease('resumed')
  await lease.doc()
  const changes: SessionChange[] = []
  lease.subscribe((change) => changes.push(change))
  const [session] = tenant.sessions
  if (session === undefined) throw new Error('no session')
  session.state.sessionState = 'SESSION_ATTACHED'
  session.emit({ eventType: 'suspended', code: 1006 })
  await settled()
  expect(changes).toEqual([])
  session.state.sessionState = 'SESSION_CREATED'
  session.emit({ eventType: 'suspended', code: 1006 })
  await settled()
  expect(changes).toEqual([{ kind: 'recreated' }])
  lease.release()
})

test('a final close is told once, closes the session and frees its key', async () => {
  const tenant = createTenant()
  const lease = tenant.lease('ended')
  await lease.doc()
  const changes: SessionChange[] = []
  lease.subscribe((change) => changes.push(change))
  tenant.sessions[0]?.emit({ eventType: 'suspended', code: 4203, reason: 'withdrawn' })
  tenant.sessions[0]?.emit({ eventType: 'suspended', code: 4000 })
  await settled()
  expect(changes).toMatchObject([{ kind: 'broken', failure: { code: 'EMBED-NO-ACCESS' } }])
  expect(tenant.sessions[0]?.closed).toBe(true)
  tenant.lease('ended').release()
  expect(tenant.sessions).toHaveLength(2)
  lease.release()
})

test('when another person follows, the sessions of the former end at once, and those of others go on', async () => {
  const tenant = createTenant()
  const anna = tenant.lease('app', 'anna')
  const carl = tenant.lease('app', 'carl')
  await Promise.all([anna.doc(), carl.doc()])
  const changes: string[] = []
  anna.subscribe(({ kind }) => changes.push(`anna ${kind}`))
  carl.subscribe(({ kind }) => changes.push(`carl ${kind}`))
  leaveSessions('anna')
  expect(changes).toEqual(['anna another person'])
  expect(tenant.sessions.map(({ closed }) => closed)).toEqual([true, false])
  // What still happens to it is no news.
  tenant.sessions[0]?.emit({ eventType: 'suspended', code: 4006 })
  await settled()
  expect(changes).toHaveLength(1)
  const next = tenant.lease('app', 'anna')
  expect(tenant.sessions).toHaveLength(3)
  anna.release()
  expect(tenant.sessions[2]?.closed).toBe(false)
  for (const lease of [next, carl]) lease.release()
})
