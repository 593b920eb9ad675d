import { audits, type auth } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresServer } from '../../testing/postgres-server.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

/** Adds records of the past, as a server would have written them then. */
const addPast = async (tenant: StartedTenant, records: readonly { at: string; event: string; subject: string }[]) => {
  const { store } = tenant.dependencies
  const tenantId = tenant.context.tenant.id
  await store
    .insertInto('audit_journal')
    .values(
      records.map(({ at, event, subject }, index) => ({
        tenant_id: tenantId,
        node_id: 'past-node',
        seq: index + 1,
        record: JSON.stringify({ time: at, event, outcome: 'success', actor: { type: 'user', id: 'u1' }, subject }),
        hash: 'h',
      })),
    )
    .execute()
  const chain = { tenant_id: tenantId, node_id: 'past-node', seq: records.length, hash: 'h' }
  await store.insertInto('audit_chains').values(chain).execute()
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

const stores = [
  { name: 'libSQL', start: async () => undefined },
  { name: 'PostgreSQL', start: startInstalledPostgres },
] as const

describe.each(stores)('the audits API on $name', ({ start }) => {
  let postgres: PostgresServer | undefined
  let tenant: StartedTenant
  let reader: RestCaller
  const old = daysAgo(200)

  beforeAll(async () => {
    postgres = await start()
    const config = postgres === undefined ? {} : { store: await postgres.createDatabase() }
    tenant = await startTenant({ routes: [registerRestRoutes], config })
    const past = [
      { at: old, event: 'user.created', subject: 'ancient' },
      ...Array.from({ length: 25 }, (_, index) => ({
        // Two records of each time, so that the order within one moment matters.
        at: daysAgo(10 - Math.floor(index / 2) * 0.1),
        event: index % 5 === 0 ? 'group.created' : 'user.updated',
        subject: `s${index}`,
      })),
    ]
    await addPast(tenant, past)
    const admin = await machineCaller(tenant)
    await admin('POST', '/users', { subject: 'told' })
    reader = await machineCaller(tenant, ['admin.audits:read'])
  })
  afterAll(async () => {
    await tenant?.close()
    await postgres?.stop()
  })

  /** All pages from an address on, in the direction that `turn` names. */
  const pages = async (path: string, turn: 'next' | 'prev' = 'next') => {
    const found: { id: string; eventTime: string; data: Record<string, unknown> }[][] = []
    let at: string | undefined = path
    while (at !== undefined) {
      const { status, body } = await reader('GET', at)
      expect(status).toBe(200)
      found.push(body.data)
      at = body.links[turn]?.href
    }
    return found
  }

  it('tells each record once, the newest first, page by page, and back again', async () => {
    const expected = await tenant.dependencies.store
      .selectFrom('audit_journal')
      .select(['node_id', 'seq', 'record'])
      .where('tenant_id', '=', tenant.context.tenant.id)
      .execute()
    const ids = expected
      .map(({ node_id, seq, record }) => ({ time: JSON.parse(record).time as string, id: `${node_id}.${seq}`, seq }))
      .filter(({ time }) => time !== old)
      .sort((a, b) => (a.time === b.time ? b.seq - a.seq : a.time < b.time ? 1 : -1))
      .map(({ id }) => id)
    const forth = await pages('/audits?limit=7')
    expect(forth.flat().map(({ id }) => id)).toEqual(ids)
    expect(forth.slice(0, -1).every((page) => page.length === 7)).toBe(true)

    const { body: last } = await reader('GET', `/audits?limit=7&sort=%2BeventTime`)
    expect(last.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(-7).reverse())
    const { body: second } = await reader('GET', (await reader('GET', '/audits?limit=7')).body.links.next.href)
    const { body: first } = await reader('GET', second.links.prev.href)
    expect(first.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 7))
    expect(first.links.prev).toBeUndefined()
  })

  it.each([
    ['the type', 'eventType=com.qlik.core.group.created', 5],
    ['a former name of the type', 'eventType=com.qlik.group.created', 5],
    ['a type that nothing has', 'eventType=com.qlik.core.moon.landed', 0],
    ['the source', 'source=understudy/group', 5],
    ['the user', 'userId=u1', 25],
    ['a user of whom nothing is told', 'userId=s1', 0],
    ['a pattern for a user', 'userId=%25', 0],
    ['type and user', 'eventType=com.qlik.core.user.updated&userId=u1', 20],
    ['the time', `eventTime=${daysAgo(9.55)}/${daysAgo(9.35)}`, 4],
    ['ids', 'id=past-node.3,past-node.5,nonsense', 2],
    ['an id of long ago', 'id=past-node.1', 0],
  ])('filters by %s', async (_what, query, count) => {
    expect((await pages(`/audits?limit=100&${query}`)).flat()).toHaveLength(count)
  })

  it('sorts by type, and pages through it', async () => {
    const types = (await pages('/audits?limit=9&sort=%2BeventType'))
      .flat()
      .map((item) => 'eventType' in item && item.eventType)
    expect(types).toEqual(types.toSorted())
    expect(types.length).toBe((await pages('/audits?limit=100')).flat().length)
  })

  it('tells in whose name a token was issued, and by whom', async () => {
    const client = await tenant.addClient()
    const userId = await tenant.addUser()
    await tenant.userToken(userId, client, 'apps:read')
    const { body } = await reader('GET', `/audits?eventType=com.qlik.core.oauth-token.issued&userId=${userId}`)
    expect(body.data).toHaveLength(1)
    const [{ data, extensions, userId: named, tenantId }] = body.data
    expect({ named, tenantId }).toEqual({ named: userId, tenantId: tenant.context.tenant.id })
    expect(data).toMatchObject({
      resourceOwner: userId,
      issuedToClientId: client.clientId,
      scopes: ['apps:read'],
      grantType: 'urn:qlik:oauth:user-impersonation',
      createdBy: client.clientId,
      userType: 'user',
      appType: 'web',
    })
    expect(extensions.actor).toEqual({ sub: client.clientId, subType: 'client' })
    expect((await reader('GET', `/audits/${body.data[0].id}`)).body).toEqual(body.data[0])
  })

  it('tells who revoked a token', async () => {
    const client = await tenant.addClient()
    const userId = await tenant.addUser()
    const token = await tenant.userToken(userId, client)
    const credentials = { client_id: client.clientId, client_secret: client.clientSecret }
    const body = new URLSearchParams({ token, ...credentials })
    expect((await fetch(`${tenant.url}/oauth/revoke`, { method: 'POST', body })).status).toBe(200)
    const { data } = (await reader('GET', '/audits?eventType=com.qlik.core.oauth-token.revoked')).body
    expect(data[0].data).toMatchObject({
      resourceOwner: userId,
      revokedBy: client.clientId,
      revokedContext: { userId, clientId: client.clientId, tenantId: tenant.context.tenant.id },
    })
    expect(data[0].data).not.toHaveProperty('createdBy')
  })

  it('reads one record by its id, also an old one, and hands out old days', async () => {
    expect((await reader('GET', '/audits/past-node.1')).body).toMatchObject({ eventTime: old, data: { id: 'ancient' } })
    expect((await reader('GET', `/audits/archive?date=${old.slice(0, 10)}`)).body).toMatchObject({
      data: [{ id: 'past-node.1' }],
    })
    expect((await reader('GET', '/audits/archive?date=1999-12-31')).body).toEqual({ data: [] })
  })

  it.each([
    ['/audits/past-node.9999', 404, 'AUDITS-NOT-FOUND'],
    ['/audits/%27%20or%201=1', 404, 'AUDITS-NOT-FOUND'],
    ['/audits?eventTime=yesterday', 400, 'REST-INVALID-PARAMETER'],
    [`/audits?eventTime=${daysAgo(1)}/${daysAgo(2)}`, 400, 'REST-INVALID-PARAMETER'],
    ['/audits/archive?date=2026-02-30', 400, 'REST-INVALID-PARAMETER'],
    ['/audits?sort=colour', 400, 'REST-INVALID-SORT'],
    ['/audits?next=made-up', 400, 'REST-INVALID-CURSOR'],
  ])('refuses %s', async (path, status, code) => {
    const answer = await reader('GET', path)
    expect([answer.status, answer.body.errors[0].code]).toEqual([status, code])
  })

  it('is for auditors only', async () => {
    const others = await machineCaller(tenant, ['admin.users', 'user_default'])
    for (const path of ['/audits', '/audits/types', '/audits/past-node.1', '/audits/archive?date=2026-01-01'])
      expect((await others('GET', path)).status).toBe(403)
  })

  it('answers the published client', async () => {
    const hostConfig: HostConfig = {
      authType: 'oauth2',
      host: tenant.url,
      clientId: tenant.admin.clientId,
      clientSecret: tenant.admin.clientSecret,
      scope: 'admin_classic',
      noCache: true,
    }
    const options = { hostConfig, noCache: true }
    const first = await audits.getAudits({ limit: 5 }, options)
    expect(first.data.data).toHaveLength(5)
    expect((await first.next?.(options))?.data.data).toHaveLength(5)
    expect((await audits.getAuditTypes(options)).data.data).toContain('com.qlik.core.oauth-token.issued')
    expect((await audits.getAuditSources(options)).data.data).toContain('understudy/oauth-token')
    expect((await audits.getAuditsSettings(options)).data.data).toEqual({ ArchiveEnabled: true, EventTTL: 7_776_000 })
    const day = { date: new Date().toISOString().slice(0, 10) }
    expect((await audits.getArchivedAudits(day, options)).data.data?.length).toBeGreaterThan(2)
  })
})
