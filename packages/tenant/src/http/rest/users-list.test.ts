import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let strangersUser: string

beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  admin = await machineCaller(tenant)
  strangersUser = await tenant.addUser(
    {
      subject: 'stranger',
      subject_folded: 'stranger',
      email: 'stranger@example.com',
      email_folded: 'stranger@example.com',
    },
    tenant.contexts[1]?.tenant.id,
  )
})
afterAll(() => tenant.close())

const create = async (user: Record<string, unknown>): Promise<string> => {
  const { status, body } = await admin('POST', '/users', user)
  expect([status, body.errors]).toEqual([201, undefined])
  return body.id
}

const filtered = async (filter: string, caller: RestCaller = admin) =>
  caller('GET', `/users?${new URLSearchParams({ filter })}`)

const subjects = async (filter: string): Promise<string[]> =>
  (await filtered(filter)).body.data.map((user: { subject: string }) => user.subject).sort()

describe('GET /users', () => {
  beforeAll(async () => {
    for (const name of ['Åsa', 'Bert', 'Carla', 'Dora', 'Emil'])
      await create({ subject: `list|${name}`, name, email: `${name.toLowerCase()}@list.example` })
  })

  it('compares case-insensitively, beyond ASCII too', async () => {
    expect(await subjects('name eq "ÅSA"')).toEqual(['list|Åsa'])
    expect(await subjects('EMAIL EQ "BERT@LIST.EXAMPLE"')).toEqual(['list|Bert'])
    expect(await subjects('name co "AR" and subject co "LIST|"')).toEqual(['list|Carla'])
  })

  it('takes no character of a value for a wildcard or for SQL', async () => {
    expect(await subjects('name co "%"')).toEqual([])
    expect(await subjects('name co "_"')).toEqual([])
    expect(await subjects(`name eq "' or 1=1 --"`)).toEqual([])
    await create({ subject: 'list|50%_\\', name: '50%_\\' })
    expect(await subjects('name co "0%_\\\\"')).toEqual(['list|50%_\\'])
  })

  it('filters by status, roles and groups', async () => {
    const group = await admin('POST', '/groups', {
      name: 'Filtered',
      providerType: 'custom',
      assignedRoles: [{ name: 'Steward' }],
    })
    const id = await create({ subject: 'list|member', assignedRoles: [{ name: 'DataSpaceCreator' }] })
    await admin('PATCH', `/users/${id}`, [{ op: 'add', path: '/assignedGroups/-', value: [{ id: group.body.id }] }])
    await admin('PATCH', `/users/${id}`, [{ op: 'replace', path: '/status', value: 'disabled' }])

    expect(await subjects('assignedRoles.name eq "dataspacecreator"')).toEqual(['list|member'])
    expect(await subjects('assignedRoles.id eq "64d0000000000000000000ba"')).toEqual([])
    expect(await subjects(`assignedGroups.id eq "${group.body.id}"`)).toEqual(['list|member'])
    expect(await subjects('assignedGroupsAssignedRoles.name eq "Steward"')).toEqual(['list|member'])
    expect(await subjects('assignedGroupsAssignedRoles.name eq "TenantAdmin"')).toEqual([])
    expect(await subjects('(subject co "list|member" or name eq "Bert") and status eq "active"')).toEqual(['list|Bert'])
    expect(await subjects('status eq "disabled"')).toEqual(['list|member'])
    expect((await subjects('assignedScopes eq "admin_classic"')).every((subject) => /bot|boss/.test(subject))).toBe(
      true,
    )
  })

  it('pages forward and backward through every user once, in order', async () => {
    const seen: string[] = []
    const pages: string[] = []
    let href: string | undefined = '/users?limit=2&sort=-email&filter=email co "@list.example"&totalResults=true'
    while (href !== undefined) {
      pages.push(href)
      const {
        body,
      }: {
        body: { data: { name: string }[]; links: Record<string, { href: string } | undefined>; totalResults: number }
      } = await admin('GET', href)
      expect(body.totalResults).toBe(5)
      expect(body.data.length).toBeLessThanOrEqual(2)
      expect(body.links.prev === undefined).toBe(pages.length === 1)
      seen.push(...body.data.map((user) => user.name))
      href = body.links.next?.href
    }
    expect(seen).toEqual(['Åsa', 'Emil', 'Dora', 'Carla', 'Bert'])
    expect(pages.length).toBe(3)

    const last = await admin('GET', pages[2] ?? '')
    const middle = await admin('GET', last.body.links.prev.href)
    expect(middle.body.data.map((user: { name: string }) => user.name)).toEqual(['Dora', 'Carla'])
    const first = await admin('GET', middle.body.links.prev.href)
    expect(first.body.data.map((user: { name: string }) => user.name)).toEqual(['Åsa', 'Emil'])
    expect(first.body.links.prev).toBeUndefined()
  })

  it('keeps its place when users come and go between pages', async () => {
    const filter = 'subject co "moving|"'
    for (const name of ['b', 'd', 'f', 'h']) await create({ subject: `moving|${name}`, name })
    const first = await admin('GET', `/users?limit=2&${new URLSearchParams({ filter })}`)
    await admin('DELETE', `/users/${first.body.data[1].id}`)
    await create({ subject: 'moving|a', name: 'a' })
    await create({ subject: 'moving|e', name: 'e' })
    const second = await admin('GET', first.body.links.next.href)
    expect(second.body.data.map((user: { name: string }) => user.name)).toEqual(['e', 'f'])
  })

  it('takes a long filter as a body', async () => {
    const filter = ['Bert', 'Dora', ...Array.from({ length: 300 }, (_, index) => `nobody ${index}`)]
      .map((name) => `name eq "${name}"`)
      .join(' or ')
    const { status, body } = await admin('POST', '/users/actions/filter?limit=1', { filter })
    expect(status).toBe(200)
    expect(body.data.map((user: { name: string }) => user.name)).toEqual(['Bert'])
    const { body: next } = await admin('POST', body.links.next.href, { filter })
    expect(next.data.map((user: { name: string }) => user.name)).toEqual(['Dora'])
  })

  it('answers with the wanted fields only; group names when asked', async () => {
    const { body } = await admin('GET', '/users?fields=name,groups&filter=subject eq "list|member"')
    expect(body.data).toEqual([{ name: 'list|member', groups: ['Filtered'] }])
    expect((await filtered('name eq "Bert"')).body.data[0]).not.toHaveProperty('groups')
    const refused = await admin('GET', '/users?fields=name,secret')
    expect([refused.status, refused.body.errors[0].source]).toEqual([400, { parameter: 'fields' }])
  })

  it('counts, and lists only users of the own tenant', async () => {
    const { body: count } = await admin('GET', '/users/actions/count')
    const { body } = await admin('GET', '/users?limit=1&totalResults=true')
    expect(body.totalResults).toBe(count.total)
    expect((await admin('GET', '/users/actions/count?tenantId=x&anything=1')).body).toEqual(count)
    expect(await subjects('email eq "stranger@example.com"')).toEqual([])
    expect(await subjects(`id eq "${strangersUser}"`)).toEqual([])
  })

  it.each([
    ['limit=0', 'REST-INVALID-PARAMETER', 'limit'],
    ['limit=101', 'REST-INVALID-PARAMETER', 'limit'],
    ['limit=1.5', 'REST-INVALID-PARAMETER', 'limit'],
    ['limit=2&limit=3', 'REST-INVALID-PARAMETER', 'limit'],
    ['totalResults=maybe', 'REST-INVALID-PARAMETER', 'totalResults'],
    ['nonsense=1', 'REST-INVALID-PARAMETER', 'nonsense'],
    ['sort=password', 'REST-INVALID-SORT', 'sort'],
    ['filter=age eq "7"', 'REST-INVALID-FILTER', 'filter'],
    ['filter=name eq Bert', 'REST-INVALID-FILTER', 'filter'],
    ['filter=id co "6"', 'REST-INVALID-FILTER', 'filter'],
    ['filter=name eq "a" or status eq "active"', 'REST-INVALID-FILTER', 'filter'],
    ['filter=name eq "a" or name eq "b" and (status eq "active")', 'REST-INVALID-FILTER', 'filter'],
    ['next=made.up', 'REST-INVALID-CURSOR', 'next'],
    ['next=a&prev=b', 'REST-INVALID-PARAMETER', 'prev'],
  ])('refuses ?%s', async (query, code, parameter) => {
    const { status, body } = await admin('GET', `/users?${query}`)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ code, source: { parameter } })
  })

  it.each([
    ['another filter', (url: URL) => url.searchParams.set('filter', 'name co "e"')],
    ['another order', (url: URL) => url.searchParams.set('sort', '-name')],
    ['another list', (url: URL) => (url.pathname = '/api/v1/groups')],
    ['a changed end', (url: URL) => url.searchParams.set('next', `${url.searchParams.get('next')?.slice(0, -2)}AA`)],
  ])('refuses a cursor with %s', async (_what, change) => {
    const { body } = await admin('GET', '/users?limit=1')
    const url = new URL(body.links.next.href)
    expect((await admin('GET', url.href)).status).toBe(200)
    change(url)
    const refused = await admin('GET', url.href)
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'REST-INVALID-CURSOR'])
  })

  it('names the position where a filter stops making sense', async () => {
    const { body } = await filtered('name eq "a" and age eq "7"')
    expect(body.errors[0]).toMatchObject({
      meta: { position: 16 },
      detail: expect.stringContaining('use one of id, subject'),
    })
  })
})
