import { rest } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

const flights = '2f6c1f0e-7a4b-4f0d-9d3a-1c5b8e2a9f01'

let tenant: StartedTenant
let admin: RestCaller
let asUser: RestCaller
let userId: string

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
  userId = await tenant.addUser({ preferred_locale: 'sv-SE' })
  asUser = restCaller(tenant, await tenant.userToken(userId, await tenant.addClient()))
  const common = (await admin('POST', '/spaces', { name: 'Common', type: 'shared' })).body.id
  const everyone = { type: 'group', assigneeId: rest.everyoneGroup.id, roles: ['consumer'] }
  expect((await admin('POST', `/spaces/${common}/assignments`, everyone)).status).toBe(201)
  const app = (id: string, name: string, more: Record<string, string | number | null> = {}) => ({
    tenant_id: tenant.context.tenant.id,
    id,
    name,
    name_folded: name.toLowerCase(),
    description: null,
    folder: `/apps/${id}`,
    space_id: common,
    owner_id: null,
    has_section_access: 0 as const,
    created_at: `2026-01-0${name.length}T00:00:00.000Z`,
    updated_at: '2026-02-01T00:00:00.000Z',
    last_reload_at: null,
    reload_status: null,
    ...more,
  })
  await tenant.dependencies.store
    .insertInto('apps')
    .values([
      app(flights, 'Flights', {
        description: 'Delays of 2001',
        has_section_access: 1,
        last_reload_at: '2026-02-01T00:00:00.000Z',
        reload_status: 'ok',
      }),
      app('sales', 'Sales', { owner_id: userId, space_id: null }),
      app('stock', 'Stock2'),
      app('foreign', 'Foreign', { tenant_id: tenant.contexts[1]?.tenant.id ?? '' }),
    ])
    .execute()
})
afterAll(() => tenant.close())

const names = async (query: string): Promise<string[]> => {
  const { status, body } = await asUser('GET', `/items?${query}`)
  expect([status, body.errors]).toEqual([200, undefined])
  return body.data.map((item: { name: string }) => item.name)
}

describe('GET /items', () => {
  it('lists the apps of the tenant', async () => {
    const { body } = await asUser('GET', '/items?resourceType=app&sort=%2Bname')
    expect(body.data.map((item: { name: string }) => item.name)).toEqual(['Flights', 'Sales', 'Stock2'])
    expect(body.data[0]).toMatchObject({
      id: flights,
      name: 'Flights',
      description: 'Delays of 2001',
      resourceId: flights,
      resourceType: 'app',
      resourceAttributes: { hasSectionAccess: true },
      resourceReloadStatus: 'ok',
      tenantId: tenant.context.tenant.id,
      actions: ['read', 'exportdata'],
      links: { self: { href: `${tenant.url}/api/v1/items/${flights}` } },
    })
    expect((await asUser('GET', `/items/${flights}`)).body).toEqual(body.data[0])
    expect((await asUser('GET', '/items?noActions=true&limit=1')).body.data[0]).not.toHaveProperty('actions')
  })

  it.each([
    ['resourceType=app,note', 3],
    ['resourceType=app[]', 3],
    ['resourceType=app[qvd,]', 3],
    ['resourceType=app[qvd]', 0],
    ['resourceType=note', 0],
    ['resourceType=note[app]', 0],
    ['resourceSubType=qvd', 0],
    ['collectionId=x', 0],
    ['spaceId=unknown', 0],
    ['spaceType=shared', 2],
    ['spaceType=shared,personal', 3],
    ['shared=true', 2],
    ['shared=false', 1],
    ['resourceType=genericlink&resourceLink=https://elsewhere.example/', 0],
    ['resourceType=app&resourceLink=https://elsewhere.example/', 0],
  ])('knows what %s asks for', async (query, count) => {
    expect(await names(query)).toHaveLength(count)
  })

  it('finds by name, text, owner and id', async () => {
    expect(await names('name=LIGHT')).toEqual(['Flights'])
    expect(await names('query=delays')).toEqual(['Flights'])
    expect(await names('name=delays')).toEqual([])
    expect(await names('name=%25')).toEqual([])
    expect(await names(`ownerId=${userId}`)).toEqual(['Sales'])
    expect(await names(`notOwnerId=${userId}&sort=-name`)).toEqual(['Stock2', 'Flights'])
    expect(await names('spaceId=personal')).toEqual(['Sales'])
    expect(await names('resourceType=app&resourceIds=sales,stock,foreign')).toEqual(['Sales', 'Stock2'])
    expect(await names(`resourceType=app&resourceId=${flights}`)).toEqual(['Flights'])
    expect(await names('id=foreign')).toEqual([])
  })

  it('pages, with cursors that belong to one user', async () => {
    const first = await asUser('GET', '/items?limit=2&sort=name')
    const second = await asUser('GET', first.body.links.next.href)
    expect(second.body.data.map((item: { name: string }) => item.name)).toEqual(['Stock2'])
    expect((await admin('GET', first.body.links.next.href)).body.errors[0].code).toBe('REST-INVALID-CURSOR')
  })

  it.each([
    ['resourceId=x', 'resourceId'],
    ['resourceIds=x', 'resourceIds'],
    ['resourceLink=x', 'resourceLink'],
    ['resourceType=app&resourceId=x&resourceLink=x', 'resourceLink'],
    ['resourceType=app[a]&resourceSubType=b', 'resourceSubType'],
    ['resourceType=app[', 'resourceType'],
    ['spaceType=secret', 'spaceType'],
    ['sort=size', 'sort'],
    ['limit=1000', 'limit'],
    ['unknown=1', 'unknown'],
  ])('refuses ?%s', async (query, parameter) => {
    const { status, body } = await asUser('GET', `/items?${query}`)
    expect([status, body.errors[0].source]).toEqual([400, { parameter }])
  })
})

describe('GET /apps/{id}', () => {
  it('tells of an app, and of none of another tenant', async () => {
    const { status, body } = await asUser('GET', `/apps/${flights}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      attributes: {
        id: flights,
        name: 'Flights',
        description: 'Delays of 2001',
        hasSectionAccess: true,
        lastReloadTime: '2026-02-01T00:00:00.000Z',
        published: false,
      },
      privileges: ['read', 'exportdata'],
      create: [],
    })
    expect((await asUser('GET', '/apps/sales')).body.attributes).not.toHaveProperty('lastReloadTime')
    for (const id of ['unknown', 'foreign']) expect((await asUser('GET', `/apps/${id}`)).status).toBe(404)
  })
})

describe('/spaces', () => {
  beforeAll(() => tenant.dependencies.store.deleteFrom('spaces').execute())

  it('are created, listed and read by administrators', async () => {
    for (const [name, type] of [
      ['Berlin', 'shared'],
      ['Aarhus', 'managed'],
      ['Cairo', 'data'],
    ] as const) {
      const { status, body } = await admin('POST', '/spaces', { name, type, description: 'A space' })
      expect(status).toBe(201)
      expect(body).toMatchObject({ name, type, meta: { assignableRoles: expect.arrayContaining(['consumer']) } })
      expect((await admin('GET', `/spaces/${body.id}`)).body).toEqual(body)
    }
    const first = await admin('GET', '/spaces?limit=2')
    expect(first.body).toMatchObject({ data: [{ name: 'Aarhus' }, { name: 'Berlin' }], meta: { count: 3 } })
    expect((await admin('GET', first.body.links.next.href)).body.data).toMatchObject([{ name: 'Cairo' }])
    expect((await admin('GET', '/spaces?type=shared,data&name=R')).body.meta.count).toBe(2)
    expect((await admin('GET', '/spaces?action=publish')).body.data).toMatchObject([{ name: 'Aarhus' }])
    expect((await admin('GET', '/spaces?environmentId=')).body.meta.count).toBe(3)
    expect((await admin('GET', '/spaces?environmentId=x')).body.meta.count).toBe(0)
    expect((await admin('GET', '/spaces?roles=publisher')).body.meta.count).toBe(0)
    expect((await admin('GET', '/spaces/types')).body).toEqual({ data: ['shared', 'managed', 'data'] })
  })

  it('stay hidden from others, and names are taken once', async () => {
    const { body } = await admin('POST', '/spaces', { name: 'Hidden', type: 'shared' })
    const personalSpace = { resourceType: 'app', actions: ['read'] }
    expect((await asUser('GET', '/spaces')).body).toMatchObject({ data: [], meta: { count: 0, personalSpace } })
    const auditor = await machineCaller(tenant, ['admin.spaces:read'])
    expect((await auditor('GET', '/spaces')).body.meta).toEqual({ count: 4 })
    expect((await asUser('GET', `/spaces/${body.id}`)).status).toBe(404)
    const again = await admin('POST', '/spaces', { name: 'Hidden', type: 'data' })
    expect([again.status, again.body.errors[0].code]).toEqual([409, 'SPACES-DUPLICATE-NAME'])
  })

  it.each([
    ['a type', { name: 'x', type: 'personal' }, '/type'],
    ['a name', { name: 'a/b', type: 'shared' }, '/name'],
    ['a member', { name: 'x', type: 'shared', ownerId: 'x' }, '/ownerId'],
  ])('refuse %s that is not allowed', async (_what, space, pointer) => {
    const { status, body } = await admin('POST', '/spaces', space)
    expect([status, body.errors[0].source]).toEqual([400, { pointer }])
  })

  it.each(['type=personal', 'type=', 'action=delete'])('are none for ?%s, which is true of no space', async (query) => {
    expect((await admin('GET', `/spaces?${query}`)).body).toMatchObject({ data: [], meta: { count: 0 } })
  })

  it('are those of the known types in a list of types', async () => {
    expect((await admin('GET', '/spaces?type=managed,personal')).body.data).toMatchObject([{ name: 'Aarhus' }])
  })
})

describe('roles', () => {
  it('are listed, filtered and read', async () => {
    const first = await admin('GET', '/roles?limit=10&totalResults=true')
    const second = await admin('GET', first.body.links.next.href)
    expect(first.body.data.length + second.body.data.length).toBe(first.body.totalResults)
    expect(second.body.links.next).toBeUndefined()
    expect(first.body.links.prev).toBeUndefined()
    const back = await admin('GET', second.body.links.prev.href)
    expect(back.body.data).toEqual(first.body.data)
    expect(back.body.links.prev).toBeUndefined()
    expect((await admin('GET', back.body.links.next.href)).body.data).toEqual(second.body.data)
    const { body } = await admin('GET', '/roles?filter=name eq "tenantadmin" or name co "SPACECREATOR"')
    expect(body.data.map((role: { name: string }) => role.name)).toEqual([
      'DataSpaceCreator',
      'ManagedSpaceCreator',
      'SharedSpaceCreator',
      'TenantAdmin',
    ])
    expect((await admin('GET', `/roles/${body.data[3].id}`)).body).toMatchObject({
      name: 'TenantAdmin',
      level: 'admin',
    })
    expect((await admin('GET', '/roles?sort=-name')).body.data[0].name).toBe(
      (await admin('GET', '/roles?limit=100')).body.data.at(-1).name,
    )
    const levels = (await admin('GET', '/roles?sort=level&limit=100')).body.data.map(
      (role: { level: string }) => role.level,
    )
    expect(new Set(levels)).toEqual(new Set(['admin', 'user']))
    expect(levels).toEqual([...levels].sort())
    for (const query of ['sort=permissions', 'next=a&prev=b', 'prev=a']) {
      expect((await admin('GET', `/roles?${query}`)).status).toBe(400)
    }
    expect((await admin('GET', '/roles/unknown')).body.errors[0].code).toBe('IDENTITIES-10402')
  })
})

describe('what clients ask for by themselves', () => {
  it('is answered for the user of the token', async () => {
    expect((await asUser('GET', '/user-locale')).body).toEqual({ locale: 'sv-SE' })
    expect((await admin('GET', '/user-locale')).body).toEqual({ locale: 'en-US' })
    expect((await asUser('GET', '/features')).body).toEqual({})
    expect((await asUser('GET', '/ui-config')).body).toEqual({})
    const { body } = await asUser('GET', '/boot/core-init')
    const answer = (path: string) => body.find((each: { path: string }) => each.path === path).data
    expect(answer('/api/v1/users/me')).toEqual((await asUser('GET', '/users/me')).body)
    expect(answer('/api/v1/tenants/me')).toEqual((await asUser('GET', '/tenants/me')).body)
    expect(answer('/api/v1/user-locale')).toEqual({ locale: 'sv-SE' })
  })

  it('includes no CSRF token where no cookie is used', async () => {
    const { status, body } = await asUser('GET', '/csrf-token')
    expect([status, body.errors[0].code]).toEqual([400, 'CSRF-TOKEN-UNUSED'])
  })

  it('tells of the own tenant only', async () => {
    const { body, headers } = await asUser('GET', '/tenants/me')
    expect(body).toMatchObject({ id: tenant.context.tenant.id, hostnames: ['127.0.0.1'], status: 'active' })
    expect(headers.get('content-location')).toBe(`/api/v1/tenants/${body.id}`)
    expect((await asUser('GET', `/tenants/${body.id}`)).body).toEqual(body)
    const foreign = await asUser('GET', `/tenants/${tenant.contexts[1]?.tenant.id}`)
    expect([foreign.status, foreign.body.errors[0].code]).toEqual([404, 'TENANTS-8'])
  })
})
