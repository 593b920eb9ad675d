import type { Principal } from '@understudy/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HostedSession, HostedTransport, TenantDoor } from '../engine-host.js'
import { type LifecycleEvent, type LifecycleState, nextLifecycle } from './lifecycle.js'
import { createSessionRegistry, type Schedule } from './session-registry.js'

const anna: Principal = { tenantId: 't', userId: 'anna', subject: 'anna', groups: ['a', 'b'] }
const nils: Principal = { tenantId: 't', userId: 'nils', subject: 'nils', groups: [] }

const nothing = async () => {
  throw new Error('nobody asks the tenant here')
}

const noDoor: TenantDoor = {
  listApps: nothing,
  copyApp: nothing,
  readScript: nothing,
  runScript: nothing,
  beginExport: nothing,
  endExport: nothing,
}

/** Time that passes when a test says so. */
const steppedTime = () => {
  let now = 0
  const timers = new Set<{ at: number; run: () => void }>()
  const schedule: Schedule = (run, ms) => {
    const timer = { at: now + ms, run }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  return {
    schedule,
    pass: (ms: number) => {
      now += ms
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.run()
    },
  }
}

/** A session that only remembers who is connected and how it was closed. */
const bareSession = (fail?: Error) => {
  const closings: number[] = []
  const transports = new Set<HostedTransport>()
  const session: HostedSession = {
    origin: () => ({ appId: 'app', ownScript: false }),
    restored: () => null,
    connect: (transport, attached) => {
      transports.add(transport)
      transport.send(attached ? 'attached' : 'created')
      return {
        receive: () => undefined,
        pending: () => 0,
        pendingLength: () => 0,
        origin: () => null,
        close: () => void transports.delete(transport),
      }
    },
    replaceData: async () => {
      if (fail) throw fail
    },
    close: (code, reason) => {
      closings.push(code)
      for (const transport of transports) transport.close(code, reason)
    },
  }
  return { session, closings }
}

const scene = () => {
  const time = steppedTime()
  const registry = createSessionRegistry(time.schedule, 4)
  const opened: ReturnType<typeof bareSession>[] = []
  const attach = async (principal = anna, identity = '', timeToLive = 1000, appId = 'app') => {
    const greetings: string[] = []
    const closes: number[] = []
    const connection = await registry.attach({
      key: { appId, identity },
      principal,
      timeToLive,
      door: noDoor,
      transport: {
        send: (frame) => greetings.push(String(frame)),
        ready: () => undefined,
        close: (code) => closes.push(code),
      },
      create: async () => {
        const made = bareSession()
        opened.push(made)
        return made.session
      },
    })
    return { connection, greetings, closes }
  }
  return { time, registry, opened, attach }
}

describe('the registry of sessions', () => {
  it('attaches to the session of the same tenant, user, app and identity only', async () => {
    const { attach, opened } = scene()
    expect((await attach()).greetings).toEqual(['created'])
    expect((await attach()).greetings).toEqual(['attached'])
    expect((await attach(nils)).greetings).toEqual(['created'])
    expect((await attach(anna, 'tab')).greetings).toEqual(['created'])
    expect((await attach(anna, '', 1000, 'other')).greetings).toEqual(['created'])
    expect((await attach({ ...anna, tenantId: 'u' })).greetings).toEqual(['created'])
    expect(opened).toHaveLength(5)
  })

  it('opens one session when two sockets come at once', async () => {
    const { attach, opened } = scene()
    const [one, two] = await Promise.all([attach(), attach()])
    expect([one.greetings, two.greetings]).toEqual([['created'], ['attached']])
    expect(opened).toHaveLength(1)
  })

  it('keeps a session for its time to live after its last socket', async () => {
    const { attach, time, opened } = scene()
    const one = await attach()
    const two = await attach()
    one.connection.close()
    time.pass(5000)
    two.connection.close()
    two.connection.close()
    time.pass(999)
    const three = await attach()
    expect(three.greetings).toEqual(['attached'])
    time.pass(5000)
    expect(opened).toHaveLength(1)
    three.connection.close()
    time.pass(1000)
    expect((await attach()).greetings).toEqual(['created'])
    await Promise.resolve()
    expect(opened[0]?.closings).toEqual([4003])
  })

  it('never attaches somebody whose rights changed to what was opened under the old ones', async () => {
    const { attach, opened } = scene()
    const one = await attach(anna)
    expect((await attach({ ...anna, groups: ['b', 'a'] })).greetings).toEqual(['attached'])
    expect((await attach({ ...anna, groups: ['a'] })).greetings).toEqual(['created'])
    expect(one.closes).toEqual([4006])
    expect((await attach({ ...anna, groups: ['a'], email: 'anna@example.com' })).greetings).toEqual(['created'])
    expect(opened).toHaveLength(3)
  })

  it('bounds the sessions of one person; those that wait make room', async () => {
    const { attach, opened } = scene()
    const first = await attach(anna, '1')
    await attach(anna, '2')
    await attach(anna, '3')
    await attach(anna, '4')
    await expect(attach(anna, '5')).rejects.toMatchObject({ code: 'QIX-LIMIT' })
    expect((await attach(nils, '5')).greetings).toEqual(['created'])
    expect((await attach(anna, '2')).greetings).toEqual(['attached'])
    first.connection.close()
    expect((await attach(anna, '5')).greetings).toEqual(['created'])
    expect(opened[0]?.closings).toEqual([4005])
    await expect(attach(anna, '1')).rejects.toMatchObject({ code: 'QIX-LIMIT' })
  })

  it('forgets a session that could not be opened', async () => {
    const { registry, attach } = scene()
    const failing = registry.attach({
      key: { appId: 'app', identity: '' },
      principal: anna,
      timeToLive: 1000,
      transport: { send: () => undefined, ready: () => undefined, close: () => undefined },
      door: noDoor,
      create: () => Promise.reject(new Error('no access')),
    })
    await expect(failing).rejects.toThrow('no access')
    expect(registry.sessions()).toEqual([])
    expect((await attach()).greetings).toEqual(['created'])
  })

  it('terminates the sessions that are picked, also while they open', async () => {
    const { registry, attach } = scene()
    const one = await attach(anna)
    const other = await attach(nils)
    registry.terminate(({ principal }) => principal.userId === 'anna', 4006, 'revoked')
    await Promise.resolve()
    expect([one.closes, other.closes]).toEqual([[4006], []])
    expect(registry.sessions().map(({ principal }) => principal.userId)).toEqual(['nils'])
    const opening = attach(anna)
    registry.terminate(() => true, 4003, 'over')
    expect((await opening).closes).toEqual([4003])
    expect((await attach(anna)).greetings).toEqual(['created'])
  })

  it('closes a session whose principal may see nothing of newer data', async () => {
    const { registry, attach } = scene()
    const one = await attach(anna)
    const other = await attach(nils)
    await registry.replaceData(
      () => true,
      ({ principal }) =>
        principal.userId === 'anna' ? Promise.reject(new Error('no access')) : Promise.resolve({ principal } as never),
    )
    expect([one.closes, other.closes]).toEqual([[4203], []])
  })

  it('attaches by the rights that the newer data was cut to', async () => {
    const { registry, attach } = scene()
    await attach(anna)
    const now = { ...anna, groups: ['elsewhere'] }
    await registry.replaceData(
      () => true,
      () => Promise.resolve({ principal: now } as never),
    )
    expect((await attach(now)).greetings).toEqual(['attached'])
    expect((await attach(anna)).greetings).toEqual(['created'])
  })
})

describe('the life of a session', () => {
  const event: fc.Arbitrary<LifecycleEvent> = fc.constantFrom(
    'connected',
    'lastConnectionLost',
    'timeToLiveExpired',
    'terminated',
  )

  it('never comes back once it is over, and never expires while somebody is connected', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const states: LifecycleState[] = ['attached']
        for (const happened of events) states.push(nextLifecycle(states.at(-1) ?? 'attached', happened))
        events.forEach((happened, index) => {
          const before = states[index]
          const after = states[index + 1]
          if (before === 'closed' || happened === 'terminated') expect(after).toBe('closed')
          if (before === 'attached' && happened === 'timeToLiveExpired') expect(after).toBe('attached')
          if (before === 'detached' && happened === 'connected') expect(after).toBe('attached')
        })
      }),
    )
  })
})
