import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HostedTransport, Opening, TenantDoor } from '../engine-host.js'
import { createInProcessHost, type InProcessHost } from './in-process-host.js'

let home: string
let host: InProcessHost
let failures: unknown[]
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'host-'))
  failures = []
  host = createInProcessHost({ home }, { onAnswer: () => undefined, onFailure: (error) => failures.push(error) })
})
afterEach(async () => {
  await host.close()
  await rm(home, { recursive: true, force: true })
})

const openingOf = (tenantId: string, userId: string): Opening => ({
  principal: { tenantId, userId, subject: userId, groups: [] },
  place: { kind: 'empty' },
  appId: 'SessionApp_own',
})

const doorTo = (opening: Opening): TenantDoor => ({
  listApps: async () => [],
  copyApp: async () => opening,
  readScript: async () => '',
  runScript: async () => opening,
  beginExport: () => new Promise(() => undefined),
  endExport: () => new Promise(() => undefined),
})

/** What a session of `a` of tenant `t` answers when it is to go over to that. */
const goOverTo = async (opening: Opening) => {
  const session = await host.openSession(openingOf('t', 'a'), { sessionObjects: 10 })
  return new Promise<{ error?: unknown; result?: unknown }>((resolve) => {
    const transport: HostedTransport = {
      send: (frame) => {
        const told = JSON.parse(frame.toString())
        if (told.id === 1) resolve(told)
      },
      ready: () => undefined,
      close: () => undefined,
    }
    const asked = { jsonrpc: '2.0', id: 1, handle: -1, method: 'CreateSessionAppFromApp', params: ['x'] }
    session.connect(transport, false, doorTo(opening)).receive(Buffer.from(JSON.stringify(asked)))
  })
}

it.each([
  ['t', 'c'],
  ['other', 'a'],
])('refuses to open what is meant for somebody else: of %s, %s', async (tenantId, userId) => {
  expect(await goOverTo(openingOf(tenantId, userId))).toMatchObject({ error: { code: expect.any(Number) } })
  expect(String(failures)).toContain('somebody else')
})

it('opens what is meant for its person', async () => {
  expect(await goOverTo(openingOf('t', 'a'))).toMatchObject({ result: { qSessionAppId: 'SessionApp_own' } })
})

it('goes over to no newer data that somebody else may see', async () => {
  const session = await host.openSession(openingOf('t', 'a'), { sessionObjects: 10 })
  await expect(session.replaceData(openingOf('t', 'c'))).rejects.toThrow('somebody else')
})
