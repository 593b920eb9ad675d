import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { PostgresServer } from '../../testing/postgres-server.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

/** What depends on the database: races, limits, locks, unique and foreign keys. The rest is tested on libSQL. */
describe('the REST API on PostgreSQL', () => {
  let postgres: PostgresServer
  let tenant: StartedTenant
  let admin: RestCaller

  beforeAll(async () => {
    postgres = await startInstalledPostgres()
    tenant = await startTenant({
      routes: [registerRestRoutes],
      config: { store: await postgres.createDatabase(), dynamicClientRegistration: true },
    })
    admin = await machineCaller(tenant)
  })
  afterAll(async () => {
    await tenant.close()
    await postgres.stop()
  })

  const statuses = (answers: readonly { status: number }[]): Record<number, number> =>
    answers.reduce<Record<number, number>>((counts, { status }) => {
      counts[status] = (counts[status] ?? 0) + 1
      return counts
    }, {})

  const group = async (name: string): Promise<string> =>
    (await admin('POST', '/groups', { name, providerType: 'custom' })).body.id

  it('lets one of a hundred simultaneous creations of a subject succeed', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => admin('POST', '/users', { subject: 'race' })))
    expect(statuses(answers)).toEqual({ 201: 1, 409: 99 })
    expect((await admin('GET', '/users?filter=subject eq "race"&totalResults=true')).body.totalResults).toBe(1)
  })

  it('lets one of many simultaneous creations of a group or a space succeed', async () => {
    const body = { name: 'Race', providerType: 'custom' }
    expect(statuses(await Promise.all(Array.from({ length: 20 }, () => admin('POST', '/groups', body))))).toEqual({
      201: 1,
      409: 19,
    })
    const space = { name: 'Race', type: 'shared' }
    expect(statuses(await Promise.all(Array.from({ length: 20 }, () => admin('POST', '/spaces', space))))).toEqual({
      201: 1,
      409: 19,
    })
  })

  it('lets twenty of many simultaneous registrations of clients wait, and approves them', async () => {
    const open = [{ op: 'replace', path: '/dynamicClientRegistration', value: true }]
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await admin('PATCH', '/oauth-clients/settings', open)).status).toBe(204)
    }
    const body = { client_name: 'Assistant', client_uri: 'https://a.example', redirect_uris: ['https://a.example/cb'] }
    const register = () => admin('POST', `${tenant.url}/oauth/register`, body)
    const answers = await Promise.all(Array.from({ length: 30 }, register))
    expect(statuses(answers)).toEqual({ 201: 20, 429: 10 })
    const { client_id: id } = answers.find(({ status }) => status === 201)?.body ?? {}
    const trust = [{ op: 'replace', path: '/consentMethod', value: 'trusted' }]
    expect((await admin('PATCH', `/oauth-clients/${id}/connection-configs/me`, trust)).status).toBe(204)
    expect((await admin('GET', `/oauth-clients/${id}`)).body).not.toHaveProperty('disableTag')
  })

  it('takes the access code of a visitor', async () => {
    const client = { appType: 'anonymous-embed', clientName: 'Public', allowedScopes: ['apps:read'] }
    const { clientId } = (await admin('POST', '/oauth-clients', client)).body
    const { store } = tenant.dependencies
    const now = new Date().toISOString()
    const described = { id: 'app', name: 'App', name_folded: 'app', folder: '/nowhere', has_section_access: 0 as const }
    const app = { ...described, tenant_id: tenant.context.tenant.id, created_at: now, updated_at: now }
    await store.insertInto('apps').values(app).execute()
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { id, accessCode } = (
      await admin('POST', `/oauth-clients/${clientId}/access-codes`, { appId: 'app', expiresAt })
    ).body
    const grant_type = 'urn:qlik:oauth:anonymous-embed'
    const { body } = await tenant.requestToken({ grant_type, client_id: clientId, eac: accessCode })
    const features = () => restCaller(tenant, body.access_token)('GET', '/features')
    expect((await features()).status).toBe(200)
    expect((await admin('DELETE', `/oauth-clients/${clientId}/access-codes/${id}`)).status).toBe(204)
    expect((await features()).status).toBe(401)
  })

  it('adds a membership once, and never to a group that is being deleted', async () => {
    const userId = await tenant.addUser()
    const id = await group('Once')
    const add = (groupId: string) =>
      admin('PATCH', `/users/${userId}`, [{ op: 'add', path: '/assignedGroups/-', value: [{ id: groupId }] }])
    expect(statuses(await Promise.all(Array.from({ length: 10 }, () => add(id))))).toEqual({ 204: 1, 400: 9 })

    for (let round = 0; round < 10; round += 1) {
      const contested = await group(`Contested ${round}`)
      const [added, deleted] = await Promise.all([add(contested), admin('DELETE', `/groups/${contested}`)])
      expect([added.status, deleted.status].sort()).toSatisfy(
        (pair: number[]) => pair.join() === '204,400' || pair.join() === '204,409',
      )
    }
  })

  it('keeps to the limit of secrets', async () => {
    const { body } = await admin('POST', '/oauth-clients', { appType: 'web', clientName: 'Secretive' })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => admin('POST', `/oauth-clients/${body.clientId}/client-secrets`)),
    )
    expect(statuses(answers)).toEqual({ 201: 4, 409: 4 })
  })

  it('keeps to the limits of clients and groups', async () => {
    const crowded = await startTenant({
      routes: [registerRestRoutes],
      config: { store: await postgres.createDatabase() },
    })
    try {
      const call = await machineCaller(crowded)
      const { totalResults } = (await call('GET', '/oauth-clients?totalResults=true')).body
      for (let count = totalResults; count < 199; count += 1) await crowded.addClient()
      const clients = Array.from({ length: 10 }, () =>
        call('POST', '/oauth-clients', { appType: 'web', clientName: 'c' }),
      )
      expect(statuses(await Promise.all(clients))).toEqual({ 201: 1, 403: 9 })

      await sql`insert into groups
        (tenant_id, id, name, name_folded, provider_type, status, created_at, updated_at)
        select ${crowded.context.tenant.id}, 'g' || n, 'g' || n, 'g' || n, 'custom', 'active', '', ''
        from generate_series(1, 9999) n`.execute(crowded.dependencies.store)
      const groups = Array.from({ length: 10 }, (_, index) => call('POST', '/groups', { name: `new ${index}` }))
      expect(statuses(await Promise.all(groups))).toEqual({ 201: 1, 403: 9 })
    } finally {
      await crowded.close()
    }
  })

  it('takes a space back from nobody who is made its owner while an update repeats the owner before', async () => {
    const { store } = tenant.dependencies
    const [before, after, facilitator] = [await tenant.addUser(), await tenant.addUser(), await tenant.addUser()]
    const { id } = (await admin('POST', '/spaces', { name: 'Handed over', type: 'shared' })).body
    await admin('PUT', `/spaces/${id}`, { ownerId: before })
    const member = { type: 'user', assigneeId: facilitator, roles: ['facilitator'] }
    expect((await admin('POST', `/spaces/${id}/assignments`, member)).status).toBe(201)
    const as = restCaller(tenant, await tenant.userToken(facilitator, await tenant.addClient()))

    const waiting = async () => {
      const { rows } = await sql`select 1 from pg_locks where not granted`.execute(store)
      expect(rows).toHaveLength(1)
    }
    const updated = await store.transaction().execute(async (transaction) => {
      await transaction.updateTable('spaces').set({ owner_id: after }).where('id', '=', id).execute()
      const update = as('PUT', `/spaces/${id}`, { name: 'Renamed', ownerId: before })
      await vi.waitFor(waiting, { timeout: 10_000 })
      return [update]
    })
    const [{ status, body } = { status: 0, body: undefined }] = await Promise.all(updated)
    expect([status, body]).toMatchObject([200, { name: 'Renamed', ownerId: after }])
    const record = JSON.stringify((await admin('GET', '/audits?limit=1')).body.data)
    expect(record).toContain('space.updated')
    expect(record).not.toContain('ownerId')
  })

  it('refuses the name of another group in a patch', async () => {
    await group('Taken')
    const id = await group('Free')
    const { status } = await admin('PATCH', `/groups/${id}`, [{ op: 'replace', path: '/name', value: 'Taken' }])
    expect(status).toBe(409)
  })

  it('ends tokens with the rights they were issued for', async () => {
    const userId = await tenant.addUser()
    const client = await tenant.addClient()
    const as = restCaller(tenant, await tenant.userToken(userId, client))
    expect((await as('GET', '/users/me')).status).toBe(200)
    await admin('PATCH', `/users/${userId}`, [{ op: 'replace', path: '/assignedRoles', value: [{ name: 'Steward' }] }])
    expect((await as('GET', '/users/me')).status).toBe(401)
    const again = restCaller(tenant, await tenant.userToken(userId, client))
    expect((await again('GET', '/users/me')).status).toBe(200)
    expect((await admin('DELETE', `/users/${userId}`)).status).toBe(204)
    expect((await again('GET', '/users/me')).status).toBe(401)
  })

  it('pages and filters', async () => {
    for (const name of ['Åsa', 'bert', 'Carla']) await admin('POST', '/users', { subject: `pg|${name}`, name })
    const first = await admin('GET', '/users?filter=subject co "PG|" and status eq "active"&sort=-name&limit=2')
    const second = await admin('GET', first.body.links.next.href)
    const names = [...first.body.data, ...second.body.data].map((user: { name: string }) => user.name)
    expect(names.sort()).toEqual(['Carla', 'bert', 'Åsa'].sort())
    expect((await admin('GET', '/users?filter=name eq "ÅSA"')).body.data).toHaveLength(1)
    expect((await admin('GET', '/items')).status).toBe(200)
    expect((await admin('GET', '/oauth-clients?filter=clientName co "CLIENT"')).body.data.length).toBeGreaterThan(0)
  })
})
