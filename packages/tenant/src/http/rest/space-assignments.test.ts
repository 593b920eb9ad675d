import { setTimeout as delay } from 'node:timers/promises'
import { rest } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket } from '../../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], upgrades: [attachQix] })
  admin = await machineCaller(tenant)
  client = await tenant.addClient()
  await loadSmallApp(tenant)
})
afterAll(() => tenant.close())

let count = 0
const newSpace = async (type: rest.SpaceTypeName = 'shared'): Promise<string> => {
  count += 1
  const { status, body } = await admin('POST', '/spaces', { name: `Space ${count}`, type })
  expect(status).toBe(201)
  return body.id
}
const assign = (space: string, assigneeId: string, ...roles: string[]) =>
  admin('POST', `/spaces/${space}/assignments`, { type: 'user', assigneeId, roles })
const moveTo = (spaceId: string) => admin('PUT', `/apps/${smallAppId}/space`, { spaceId })
const someone = async (): Promise<{ id: string; token: string; as: RestCaller }> => {
  const id = await addReader(tenant, 'everything')
  const token = await tenant.userToken(id, client)
  return { id, token, as: restCaller(tenant, token) }
}
const open = async (token: string, appId = smallAppId) => {
  const socket = await openRawSocket(`${tenant.url}/app/${appId}`, { authorization: `Bearer ${token}` })
  return { socket, first: await Promise.race([socket.nextFrame(), socket.closed]) }
}
const opened = { method: 'OnConnected' }
/** What a promise gives before open sockets are looked at anyway, every ten seconds. */
const soon = <T>(promise: Promise<T>) => Promise.race([promise, delay(5_000, 'too late')])
const codeOf = ({ status, body }: { status: number; body: { errors: { code: string }[] } }) => [
  status,
  body.errors[0]?.code,
]

describe('an app', () => {
  it('that was added without a space is open to everyone, until an administrator takes everyone out', async () => {
    const { token, as } = await someone()
    expect((await open(token)).first).toMatchObject(opened)
    const { spaceId } = (await as('GET', `/apps/${smallAppId}`)).body.attributes
    expect((await admin('GET', `/spaces/${spaceId}`)).body).toMatchObject({ name: 'Shared', type: 'shared' })
    const { data } = (await admin('GET', `/spaces/${spaceId}/assignments`)).body
    expect(data).toMatchObject([{ type: 'group', assigneeId: rest.everyoneGroup.id, roles: ['consumer'] }])
    expect((await admin('DELETE', `/spaces/${spaceId}/assignments/${data[0].id}`)).status).toBe(204)
    expect((await open(token)).first).toMatchObject({ code: 4203 })
  })

  it.each([
    ['consumer', true],
    ['producer', true],
    ['facilitator', true],
    ['dataconsumer', false],
  ])('is seen and opened with the role %s: %s', async (role, may) => {
    const space = await newSpace()
    await moveTo(space)
    const { id, token, as } = await someone()
    expect(codeOf(await as('GET', `/apps/${smallAppId}`))).toEqual([404, 'APP-UNKNOWN'])
    expect((await as('GET', '/items')).body.data).toEqual([])
    await assign(space, id, role)
    expect((await as('GET', `/apps/${smallAppId}`)).status).toBe(may ? 200 : 404)
    expect((await as('GET', `/items/${smallAppId}`)).status).toBe(may ? 200 : 404)
    expect((await as('GET', '/items')).body.data).toHaveLength(may ? 1 : 0)
    expect((await open(token)).first).toMatchObject(may ? opened : { code: 4203 })
  })

  it('is opened by members of an assigned group, by the owner of the space, and by its own owner', async () => {
    const space = await newSpace()
    await moveTo(space)
    const member = await someone()
    await admin('POST', `/spaces/${space}/assignments`, {
      type: 'group',
      assigneeId: 'group-everything',
      roles: ['consumer'],
    })
    expect((await open(member.token)).first).toMatchObject(opened)

    const own = await newSpace()
    await moveTo(own)
    expect((await open(member.token)).first).toMatchObject({ code: 4203 })
    await admin('PATCH', `/spaces/${own}`, [{ op: 'replace', path: '/ownerId', value: member.id }])
    expect((await open(member.token)).first).toMatchObject(opened)

    expect((await admin('DELETE', `/apps/${smallAppId}/space`)).body.attributes).not.toHaveProperty('spaceId')
    expect((await open(member.token)).first).toMatchObject({ code: 4203 })
    const { store, tenant: home } = tenant.context
    await store.updateTable('apps').set({ owner_id: member.id }).where('tenant_id', '=', home.id).execute()
    expect((await open(member.token)).first).toMatchObject(opened)
    await store.updateTable('apps').set({ owner_id: null }).where('tenant_id', '=', home.id).execute()
  })

  it('tells nothing of itself to who may not open it; one that does not exist is not found', async () => {
    await moveTo(await newSpace())
    const { token } = await someone()
    const { first } = await open(token)
    expect(JSON.stringify(first)).not.toContain('Small')
    expect((await open(token, 'unknown')).first).toMatchObject({ code: 4204 })
  })

  it('closes for whoever lost their role, at once, and for nobody else', async () => {
    const space = await newSpace()
    await moveTo(space)
    const [leaving, staying] = [await someone(), await someone()]
    const { body } = await assign(space, leaving.id, 'consumer')
    await assign(space, staying.id, 'consumer')
    const [one, other] = [await open(leaving.token), await open(staying.token)]
    await admin('PUT', `/spaces/${space}/assignments/${body.id}`, { roles: ['dataconsumer'] })
    expect(await soon(one.socket.closed)).toMatchObject({ code: 4203 })
    expect((await other.socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qType).toBe('Doc')
    await moveTo(await newSpace())
    expect(await soon(other.socket.closed)).toMatchObject({ code: 4203 })
  })
})

describe('assignments', () => {
  it('are one for each assignee, with roles of the type of the space', async () => {
    const space = await newSpace('managed')
    const { id } = await someone()
    const created = await assign(space, id, 'publisher', 'consumer')
    expect(created).toMatchObject({
      status: 201,
      body: { spaceId: space, type: 'user', assigneeId: id, roles: ['consumer', 'publisher'] },
    })
    const path = `/spaces/${space}/assignments/${created.body.id}`
    expect((await admin('GET', path)).body).toEqual(created.body)
    expect(codeOf(await assign(space, id, 'consumer'))).toEqual([409, 'SPACES-DUPLICATE-ASSIGNMENT'])
    expect(codeOf(await assign(space, 'nobody', 'consumer'))).toEqual([400, 'SPACES-UNKNOWN-ASSIGNEE'])
    expect(codeOf(await admin('PUT', path, { roles: ['producer'] }))).toEqual([400, 'SPACES-UNKNOWN-ROLE'])
    expect((await admin('PUT', path, { roles: ['contributor'] })).body.roles).toEqual(['contributor'])
    expect((await admin('DELETE', path)).status).toBe(204)
    expect(codeOf(await admin('GET', path))).toEqual([404, 'SPACES-ASSIGNMENT-NOT-FOUND'])
    const { data } = (await admin('GET', '/audits?limit=20')).body
    const told = data.flatMap(({ data: { given } }: { data: { given?: object } }) =>
      given === undefined ? [] : [given],
    )
    expect(told.slice(0, 3)).toEqual([
      { assigneeId: id, roles: ['contributor'] },
      { assigneeId: id, roles: ['contributor'] },
      { assigneeId: id, roles: ['consumer', 'publisher'] },
    ])
  })

  it('are listed in pages, by type and assignee', async () => {
    const space = await newSpace()
    const people = [await someone(), await someone(), await someone()]
    for (const { id } of people) await assign(space, id, 'consumer')
    const path = `/spaces/${space}/assignments`
    const first = await admin('GET', `${path}?limit=2`)
    expect([first.body.data.length, first.body.meta.count]).toEqual([2, 3])
    expect(first.body.links.next.href).toContain('next=')
    expect((await admin('GET', `${path}?type=group`)).body.meta.count).toBe(0)
    expect((await admin('GET', `${path}?assigneeId=${people[1]?.id}`)).body.data).toHaveLength(1)
  })

  it('are managed by the owner and by facilitators, and by no other member', async () => {
    const space = await newSpace()
    const [facilitator, consumer, stranger] = [await someone(), await someone(), await someone()]
    await assign(space, facilitator.id, 'facilitator')
    await assign(space, consumer.id, 'consumer')
    const body = { type: 'user', assigneeId: stranger.id, roles: ['consumer'] }
    const path = `/spaces/${space}/assignments`
    expect(codeOf(await stranger.as('POST', path, body))).toEqual([404, 'SPACES-NOT-FOUND'])
    expect(codeOf(await consumer.as('POST', path, body))).toEqual([403, 'SPACES-FORBIDDEN'])
    expect(codeOf(await consumer.as('GET', path))).toEqual([403, 'SPACES-FORBIDDEN'])
    expect((await facilitator.as('POST', path, body)).status).toBe(201)
    expect(codeOf(await facilitator.as('DELETE', `/spaces/${space}`))).toEqual([403, 'SPACES-FORBIDDEN'])
    const take = [{ op: 'replace', path: '/ownerId', value: facilitator.id }]
    expect(codeOf(await facilitator.as('PATCH', `/spaces/${space}`, take))).toEqual([403, 'SPACES-FORBIDDEN'])
    const { ownerId } = (await facilitator.as('GET', `/spaces/${space}`)).body
    const same = { name: `Said again ${count}`, description: '', ownerId }
    expect(await facilitator.as('PUT', `/spaces/${space}`, same)).toMatchObject({ status: 200, body: same })
    expect((await facilitator.as('PUT', `/spaces/${space}`, { ...same, ownerId: facilitator.id })).status).toBe(403)
  })

  it('and shares are read, and not changed, with tokens that may only read', async () => {
    const space = await newSpace()
    const { body } = await assign(space, (await someone()).id, 'consumer')
    const auditor = await machineCaller(tenant, ['admin.spaces:read'])
    const { id } = await someone()
    await assign(space, id, 'facilitator')
    const facilitator = restCaller(tenant, await tenant.userToken(id, client, 'spaces.shared:read'))
    for (const as of [auditor, facilitator]) {
      expect((await as('GET', `/spaces/${space}/assignments`)).body.meta.count).toBe(2)
      expect((await as('GET', `/spaces/${space}/assignments/${body.id}`)).body.id).toBe(body.id)
      expect((await as('GET', `/spaces/${space}/shares`)).body.meta.count).toBe(0)
      expect(codeOf(await as('DELETE', `/spaces/${space}/assignments/${body.id}`))).toEqual([
        403,
        'AUTH-INSUFFICIENT-SCOPE',
      ])
    }
    const other = restCaller(tenant, await tenant.userToken(id, client, 'spaces.shared:read spaces.managed'))
    expect(codeOf(await other('DELETE', `/spaces/${space}/assignments/${body.id}`))).toEqual([403, 'SPACES-FORBIDDEN'])
    const managing = restCaller(tenant, await tenant.userToken(id, client, 'spaces.managed'))
    expect(codeOf(await managing('GET', `/spaces/${space}/assignments`))).toEqual([404, 'SPACES-NOT-FOUND'])
  })

  it('show in the space what the caller is there, and let spaces be found by it', async () => {
    const space = await newSpace()
    const { id, as } = await someone()
    await assign(space, id, 'consumer', 'facilitator')
    const { body } = await as('GET', `/spaces/${space}`)
    expect(body.meta).toMatchObject({ roles: ['consumer', 'facilitator'], actions: ['read', 'update'] })
    const names = async (query: string) =>
      (await as('GET', `/spaces?${query}`)).body.data.map(({ id: found }: { id: string }) => found)
    expect(await names('roles=facilitator,producer')).toEqual([space])
    expect(await names('roles=producer')).toEqual([])
    expect(await names('action=update')).toEqual([space])
    const [published, owned] = [await newSpace('managed'), await newSpace('managed')]
    await assign(published, id, 'publisher')
    await assign(await newSpace('managed'), id, 'consumer')
    await admin('PUT', `/spaces/${owned}`, { ownerId: id })
    expect(await names('action=publish')).toEqual([published, owned])
    expect(await names('action=publish&sort=-createdAt')).toEqual([owned, published])
    expect(await names(`ownerId=${id}`)).toEqual([owned])
    expect((await as('GET', '/spaces?sort=ownerId')).status).toBe(400)
  })

  it('of type bot are for the users that act for clients, and for no others', async () => {
    const space = await newSpace()
    await moveTo(space)
    const { id } = await someone()
    const machine = await machineCaller(tenant, ['user_default'])
    const bot = (await machine('GET', '/users/me')).body.id
    const path = `/spaces/${space}/assignments`
    const body = { type: 'bot', roles: ['consumer'] }
    expect(codeOf(await admin('POST', path, { ...body, assigneeId: id }))).toEqual([400, 'SPACES-UNKNOWN-ASSIGNEE'])
    expect(codeOf(await assign(space, bot, 'consumer'))).toEqual([400, 'SPACES-UNKNOWN-ASSIGNEE'])
    expect((await machine('GET', '/items')).body.data).toEqual([])
    expect((await admin('POST', path, { ...body, assigneeId: bot })).status).toBe(201)
    expect((await machine('GET', '/items')).body.data).toHaveLength(1)
    expect((await admin('GET', `${path}?type=bot`)).body.data).toMatchObject([{ assigneeId: bot }])
  })

  it('end with their user', async () => {
    const space = await newSpace()
    const { id } = await someone()
    await assign(space, id, 'consumer')
    await admin('DELETE', `/users/${id}`)
    expect((await admin('GET', `/spaces/${space}/assignments`)).body.meta.count).toBe(0)
  })
})

describe('a space', () => {
  it('is changed by patch and update, and deleted when it is empty', async () => {
    const space = await newSpace()
    await moveTo(space)
    const patched = await admin('PATCH', `/spaces/${space}`, [
      { op: 'replace', path: '/name', value: `Named ${count}` },
    ])
    expect(patched).toMatchObject({ status: 200, body: { id: space, name: `Named ${count}` } })
    expect((await admin('PUT', `/spaces/${space}`, { description: 'Said' })).body).toMatchObject({
      name: `Named ${count}`,
      description: 'Said',
    })
    expect(codeOf(await admin('PUT', `/spaces/${space}`, { name: 'Shared' }))).toEqual([409, 'SPACES-DUPLICATE-NAME'])
    expect(codeOf(await admin('DELETE', `/spaces/${space}`))).toEqual([412, 'SPACES-NOT-EMPTY'])
    await admin('DELETE', `/apps/${smallAppId}/space`)
    expect((await admin('DELETE', `/spaces/${space}`)).status).toBe(204)
    expect(codeOf(await admin('GET', `/spaces/${space}`))).toEqual([404, 'SPACES-NOT-FOUND'])
  })
})
