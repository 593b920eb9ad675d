import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { advanceUserEpoch } from '../store/epochs.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

const pageOrigin = 'http://localhost:4801'

let tenant: StartedTenant
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({
    upgrades: [attachQix],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['localhost'], origin: 'http://localhost:1' }],
    config: { qixSessionTimeToLive: 60 },
  })
  await loadSmallApp(tenant)
  client = await tenant.addClient({ allowed_origins: JSON.stringify([pageOrigin]) })
})
afterAll(() => tenant.close())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const exchange = async (token: string, origin = pageOrigin, purpose = 'websocket'): Promise<string> => {
  const { status, body } = await tenant.requestToken(
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      purpose,
      redirect_uri: `${origin}/page`,
      client_id: client.clientId,
    },
    { origin },
  )
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.access_token
}

const open = (path: string, headers: Record<string, string> = {}): Promise<RawSocket> =>
  openRawSocket(`${tenant.url}${path}`, headers)

const enter = async (userId: string, suffix = ''): Promise<{ socket: RawSocket; state: string }> => {
  const token = await tenant.userToken(userId, client)
  const socket = await open(`/app/${smallAppId}${suffix}`, bearer(token))
  const { params } = await socket.nextFrame()
  return { socket, state: params.qSessionState }
}

const totalOf = async (socket: RawSocket): Promise<number> => {
  const doc = (await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle
  const object = (await socket.request(doc, 'GetObject', 'total')).result.qReturn.qHandle
  return (await socket.request(object, 'GetLayout')).result.qLayout.qHyperCube.qGrandTotalRow[0].qNum
}

const selectNorth = async (socket: RawSocket): Promise<void> => {
  const doc = (await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle
  const field = (await socket.request(doc, 'GetField', 'Region')).result.qReturn.qHandle
  expect((await socket.request(field, 'SelectValues', [{ qText: 'North' }], false)).result.qReturn).toBe(true)
}

describe('entering', () => {
  it('a backend enters with its access token, a page with a single-use token from its own origin', async () => {
    const user = await addReader(tenant, 'everything')
    const token = await tenant.userToken(user, client)
    const backend = await open(`/app/${smallAppId}?reloadUri=x`, bearer(token))
    expect(await backend.nextFrame()).toMatchObject({ method: 'OnConnected' })
    expect(await totalOf(backend)).toBe(15)

    const ticket = await exchange(token)
    const page = await open(`/app/${smallAppId}/identity/tab?accessToken=${ticket}`, { origin: pageOrigin })
    expect(await page.nextFrame()).toMatchObject({ params: { qSessionState: 'SESSION_CREATED' } })
    expect(await totalOf(page)).toBe(15)
    const again = await open(`/app/${smallAppId}?accessToken=${ticket}`, { origin: pageOrigin })
    expect((await again.closed).code).toBe(4006)
  })

  it('shows everyone their own part', async () => {
    expect(await totalOf((await enter(await addReader(tenant, 'north'))).socket)).toBe(10)
  })

  it.each([
    ['no token', {}, ''],
    ['a token that is none', bearer('nonsense'), ''],
    ['an unknown single-use token', { origin: pageOrigin }, '?accessToken=unknown'],
  ])('closes with 4006 for %s', async (_, headers, search) => {
    const socket = await open(`/app/${smallAppId}${search}`, headers)
    const { code, reason } = await socket.closed
    expect(code).toBe(4006)
    expect(reason).toMatch(/^AUTH-/)
  })

  it('closes with 4006 for a single-use token from another origin, of another purpose, or without an origin', async () => {
    const token = await tenant.userToken(await addReader(tenant, 'everything'), client)
    const tickets = [
      { ticket: await exchange(token), headers: { origin: 'http://evil.example' } },
      { ticket: await exchange(token), headers: {} },
      { ticket: await exchange(token, pageOrigin, 'webresource'), headers: { origin: pageOrigin } },
    ]
    for (const { ticket, headers } of tickets) {
      const socket = await open(`/app/${smallAppId}?accessToken=${ticket}`, headers as Record<string, string>)
      expect((await socket.closed).code).toBe(4006)
    }
  })

  it('closes with 4006 for an access token in the header of a foreign page', async () => {
    const token = await tenant.userToken(await addReader(tenant, 'everything'), client)
    const socket = await open(`/app/${smallAppId}`, { ...bearer(token), origin: 'http://evil.example' })
    expect((await socket.closed).code).toBe(4006)
  })

  it('closes with 4203 without access to the data, naming no data', async () => {
    const token = await tenant.userToken(await addReader(tenant, null), client)
    const { code, reason } = await (await open(`/app/${smallAppId}`, bearer(token))).closed
    expect(code).toBe(4203)
    expect(reason).toContain('No access to the app')
    expect(reason).not.toMatch(/north|everything/i)
  })

  it('closes with 4203 without a scope for apps', async () => {
    const user = await addReader(tenant, 'everything')
    const narrow = await tenant.addClient({ allowed_scopes: '["users:read"]' })
    const socket = await open(`/app/${smallAppId}`, bearer(await tenant.userToken(user, narrow)))
    expect(await socket.closed).toMatchObject({
      code: 4203,
      reason: expect.stringContaining('AUTH-INSUFFICIENT-SCOPE'),
    })
  })

  it('closes with 4204 for an unknown app and 4202 for a malformed address', async () => {
    const token = await tenant.userToken(await addReader(tenant, 'everything'), client)
    expect((await (await open('/app/unknown', bearer(token))).closed).code).toBe(4204)
    expect((await (await open(`/app/${smallAppId}/ttl/soon`, bearer(token))).closed).code).toBe(4202)
    expect((await (await open('/app/%E0%A4%A', bearer(token))).closed).code).toBe(4202)
  })

  it('refuses a token of another tenant, and hosts of none', async () => {
    const token = await tenant.userToken(await addReader(tenant, 'everything'), client)
    const other = await openRawSocket(
      `${tenant.url.replace('127.0.0.1', 'localhost')}/app/${smallAppId}`,
      bearer(token),
    )
    expect((await other.closed).code).toBe(4006)
    await expect(open('/elsewhere', bearer(token))).rejects.toThrow('404')
  })
})

describe('sessions', () => {
  it('share selections between sockets of one person, and tell each other', async () => {
    const user = await addReader(tenant, 'everything')
    const one = await enter(user)
    const two = await enter(user)
    expect([one.state, two.state]).toEqual(['SESSION_CREATED', 'SESSION_ATTACHED'])
    expect(await totalOf(two.socket)).toBe(15)
    await selectNorth(one.socket)
    expect((await two.socket.nextFrame()).change).toHaveLength(2)
    expect(await totalOf(two.socket)).toBe(10)
  })

  it('are kept when the socket is lost, and re-attach with selections', async () => {
    const user = await addReader(tenant, 'everything')
    const one = await enter(user)
    await selectNorth(one.socket)
    one.socket.drop()
    await one.socket.closed
    const two = await enter(user)
    expect(two.state).toBe('SESSION_ATTACHED')
    expect((await two.socket.request(-1, 'GetActiveDoc')).result.qReturn.qType).toBe('Doc')
    expect(await totalOf(two.socket)).toBe(10)
  })

  it('end with their last socket where the client asks for no time to live', async () => {
    const user = await addReader(tenant, 'everything')
    const one = await enter(user, '/ttl/0')
    await selectNorth(one.socket)
    one.socket.drop()
    await one.socket.closed
    await expect.poll(async () => (await enter(user, '/ttl/0')).state).toBe('SESSION_CREATED')
  })

  it('are apart by identity and never another person’s', async () => {
    const user = await addReader(tenant, 'everything')
    const one = await enter(user)
    await selectNorth(one.socket)
    const apart = await enter(user, '/identity/other')
    expect(apart.state).toBe('SESSION_CREATED')
    expect(await totalOf(apart.socket)).toBe(15)
    const stranger = await enter(await addReader(tenant, 'everything'))
    expect(stranger.state).toBe('SESSION_CREATED')
    expect(await totalOf(stranger.socket)).toBe(15)
  })

  it('are not attached to when the groups of the person changed', async () => {
    const user = await addReader(tenant, 'everything')
    const one = await enter(user)
    const { store, tenant: home } = tenant.context
    await store
      .updateTable('user_groups')
      .set({ group_id: 'group-north' })
      .where('tenant_id', '=', home.id)
      .where('user_id', '=', user)
      .execute()
    const two = await enter(user)
    expect(two.state).toBe('SESSION_CREATED')
    expect(await totalOf(two.socket)).toBe(10)
    expect((await one.socket.closed).code).toBe(4006)
  })

  it('close with 4006 at once when user or client lose their access, and others stay', async () => {
    const user = await addReader(tenant, 'everything')
    const other = await enter(await addReader(tenant, 'everything'))
    const { socket } = await enter(user)
    const { dependencies, context } = tenant
    await advanceUserEpoch(context.store, context.tenant.id, user)
    dependencies.identityChanges.publish({ tenantId: context.tenant.id, kind: 'user', id: user })
    expect(await socket.closed).toMatchObject({ code: 4006 })
    expect(await totalOf(other.socket)).toBe(15)
    expect((await enter(user)).state).toBe('SESSION_CREATED')
    dependencies.identityChanges.publish({ tenantId: context.tenant.id, kind: 'client', id: client.clientId })
    expect(await other.socket.closed).toMatchObject({ code: 4006 })
  })

  it('close with 4006 at once when their own token is revoked, and others of the same user stay', async () => {
    const user = await addReader(tenant, 'everything')
    const token = await tenant.userToken(user, client)
    const ticket = await exchange(token)
    const page = await open(`/app/${smallAppId}?accessToken=${ticket}`, { origin: pageOrigin })
    const other = await enter(user)
    await page.nextFrame()
    const { clientId, clientSecret } = client
    await fetch(`${tenant.url}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, token }),
    })
    expect(await page.closed).toMatchObject({ code: 4006 })
    expect(await totalOf(other.socket)).toBe(15)
  })

  it('go over to reloaded data without a new socket, selections included', async () => {
    const { socket } = await enter(await addReader(tenant, 'everything'))
    await selectNorth(socket)
    expect(await totalOf(socket)).toBe(10)
    await loadSmallApp(tenant, 70)
    expect((await socket.nextFrame()).change.length).toBeGreaterThan(0)
    expect(await totalOf(socket)).toBe(70)
    await loadSmallApp(tenant, 10)
    await socket.nextFrame()
    expect(await totalOf(socket)).toBe(10)
  })
})

describe('misbehaving clients', () => {
  it('get an error for what is not JSON, and may go on', async () => {
    const { socket } = await enter(await addReader(tenant, 'everything'))
    socket.send('{')
    expect(await socket.nextFrame()).toMatchObject({ error: { code: -32700 } })
    expect(await totalOf(socket)).toBe(15)
  })

  it('are closed for binary frames, oversized frames and floods', async () => {
    const user = await addReader(tenant, 'everything')
    const binary = await enter(user)
    binary.socket.send(Buffer.from('{}'))
    expect((await binary.socket.closed).code).toBe(4202)
    const large = await enter(user)
    large.socket.send(`"${'x'.repeat(2_000_000)}"`)
    expect((await large.socket.closed).code).toBe(1009)
    const flooding = await enter(user)
    for (let i = 0; i < 4000; i++) flooding.socket.send('{}')
    expect((await flooding.socket.closed).code).toBe(4205)
  })

  it('are answered in full when they ask faster than they are answered', async () => {
    const { socket } = await enter(await addReader(tenant, 'everything'))
    await socket.request(-1, 'OpenDoc', smallAppId)
    const answers = await Promise.all(Array.from({ length: 500 }, () => socket.request(-1, 'GetActiveDoc')))
    expect(answers.every(({ result }) => result.qReturn.qType === 'Doc')).toBe(true)
  })
})

describe('time limits', () => {
  it('close idle sockets with 4001 where they are set, and sockets whose token ends with 4006', async () => {
    const strict = await startTenant({
      upgrades: [attachQix],
      config: { qixIdleTimeout: 1, accessTokenLifetime: 60 },
    })
    try {
      await loadSmallApp(strict)
      const userId = await addReader(strict, 'everything')
      const credentials = await strict.addClient()
      const token = await strict.userToken(userId, credentials)
      const idle = await openRawSocket(`${strict.url}/app/${smallAppId}`, bearer(token))
      expect((await idle.closed).code).toBe(4001)
    } finally {
      await strict.close()
    }
  })

  it('end a socket when its token ends, but keep its session for the next token', async () => {
    const brief = await startTenant({ upgrades: [attachQix], config: { accessTokenLifetime: 2 } })
    try {
      await loadSmallApp(brief)
      const userId = await addReader(brief, 'everything')
      const credentials = await brief.addClient()
      const connect = async () =>
        openRawSocket(`${brief.url}/app/${smallAppId}`, bearer(await brief.userToken(userId, credentials)))
      const first = await connect()
      await first.nextFrame()
      expect(await first.closed).toMatchObject({ code: 4006, reason: 'The access token has expired' })
      expect((await (await connect()).nextFrame()).params.qSessionState).toBe('SESSION_ATTACHED')
    } finally {
      await brief.close()
    }
  })
})

describe('a server that ends', () => {
  it('closes its sockets so that clients come back', async () => {
    const ending = await startTenant({ upgrades: [attachQix] })
    await loadSmallApp(ending)
    const token = await ending.userToken(await addReader(ending, 'everything'), await ending.addClient())
    const socket = await openRawSocket(`${ending.url}/app/${smallAppId}`, bearer(token))
    await socket.nextFrame()
    await ending.close()
    expect((await socket.closed).code).toBe(4003)
  })
})
