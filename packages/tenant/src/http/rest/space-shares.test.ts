import { rest } from '@understudy/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallAppId } from '../../qix/testing/small-app.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { machineCaller, type RestAnswer } from './testing/rest-caller.js'
import { type SharingTenant, shareWith, startSharingTenant } from './testing/sharing-tenant.js'

const codeOf = ({ status, body }: RestAnswer) => [status, body.errors[0]?.code]
const patchTo = (value: unknown, path = '/roles') => [{ op: 'replace', path, value }]

describeOnBothStores('a share', (newLocation) => {
  let { tenant, admin, spaceWithApp, someone, share } = {} as SharingTenant
  beforeAll(async () => {
    const started = await startSharingTenant(await newLocation())
    ;({ tenant, admin, spaceWithApp, someone, share } = started)
  })
  afterAll(() => tenant?.close())

  it('ends with its user, its group and its space', async () => {
    const space = await spaceWithApp()
    const { id } = await someone()
    const group = (await admin('POST', '/groups', { name: 'Leavers', providerType: 'custom' })).body.id
    await share(space, shareWith('user', id))
    await share(space, shareWith('group', group))
    const listed = async () => (await admin('GET', `/spaces/${space}/shares`)).body.meta.count
    expect(await listed()).toBe(2)
    await admin('DELETE', `/users/${id}`)
    expect(await listed()).toBe(1)
    expect((await admin('DELETE', `/groups/${group}`)).status).toBe(204)
    expect(await listed()).toBe(0)
    await share(space, shareWith('group', rest.everyoneGroup.id))
    await admin('DELETE', `/apps/${smallAppId}/space`)
    expect((await admin('DELETE', `/spaces/${space}`)).status).toBe(204)
    const rows = await tenant.dependencies.store
      .selectFrom('space_shares')
      .select('id')
      .where('space_id', '=', space)
      .execute()
    expect(rows).toEqual([])
  })

  it('is given by the owner and facilitators of the space, and by no other member', async () => {
    const space = await spaceWithApp()
    const [owner, facilitator, consumer, stranger] = [
      await someone(),
      await someone(),
      await someone(),
      await someone(),
    ]
    const member = (assigneeId: string, role: string) =>
      admin('POST', `/spaces/${space}/assignments`, { type: 'user', assigneeId, roles: [role] })
    await admin('PUT', `/spaces/${space}`, { ownerId: owner.id })
    await member(facilitator.id, 'facilitator')
    await member(consumer.id, 'consumer')
    const body = shareWith('user', stranger.id)
    expect(codeOf(await share(space, body, stranger.as))).toEqual([404, 'SPACES-NOT-FOUND'])
    expect(codeOf(await share(space, body, consumer.as))).toEqual([403, 'SPACES-FORBIDDEN'])
    expect(codeOf(await consumer.as('GET', `/spaces/${space}/shares`))).toEqual([403, 'SPACES-FORBIDDEN'])
    const { status, body: made } = await share(space, body, facilitator.as)
    expect(status).toBe(201)
    const path = `/spaces/${space}/shares/${made.id}`
    for (const as of [stranger.as, consumer.as])
      for (const [method, sent] of [['GET'], ['DELETE'], ['PATCH', patchTo('consumer')]] as const)
        expect((await as(method, path, sent)).status).toBe(as === consumer.as ? 403 : 404)
    expect((await owner.as('DELETE', path)).status).toBe(204)
    const reading = await machineCaller(tenant, ['admin.spaces:read'])
    expect(codeOf(await share(space, body, reading))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
  })

  it('is seen, and not changed, with a token that may only read spaces of the type', async () => {
    const space = await spaceWithApp()
    const { body: made } = await share(space, shareWith('user', (await someone()).id))
    const path = `/spaces/${space}/shares/${made.id}`
    const reading = await machineCaller(tenant, ['admin.spaces:read', 'spaces.managed'])
    expect((await reading('GET', path)).body.id).toBe(made.id)
    const attempts = [
      share(space, shareWith('user', (await someone()).id), reading),
      reading('PATCH', path, patchTo('consumer')),
      reading('DELETE', path),
    ]
    for (const answer of await Promise.all(attempts)) expect(codeOf(answer)).toEqual([403, 'SPACES-FORBIDDEN'])
  })

  it('gives the roles that the type of the space knows, and gets others', async () => {
    const { id } = await someone()
    const shared = await spaceWithApp()
    expect(codeOf(await share(shared, shareWith('user', id, 'contributor')))).toEqual([
      400,
      'SPACES-UNKNOWN-SHARE-ROLE',
    ])
    expect((await share(shared, shareWith('user', id, 'producer'))).status).toBe(400)
    const data = await spaceWithApp('data')
    expect(codeOf(await share(data, shareWith('user', id)))).toEqual([403, 'SPACES-NO-SHARES'])
    const managed = await spaceWithApp('managed')
    const made = (await share(managed, shareWith('user', id, 'contributor', 'basicconsumer'))).body
    expect(made.roles).toEqual(['basicconsumer', 'contributor'])
    const path = `/spaces/${managed}/shares/${made.id}`
    expect((await admin('PATCH', path, patchTo(['consumer']))).body.roles).toEqual(['consumer'])
    expect((await admin('PATCH', path, patchTo('consumer,contributor'))).body.roles).toEqual([
      'consumer',
      'contributor',
    ])
    expect((await admin('GET', path)).body).toMatchObject({ id: made.id, roles: ['consumer', 'contributor'] })
    expect(codeOf(await admin('PATCH', path, patchTo([])))).toEqual([400, 'REST-INVALID-PATCH'])
    expect(codeOf(await admin('PATCH', path, patchTo('publisher')))).toEqual([400, 'REST-INVALID-PATCH'])
    expect(codeOf(await admin('PATCH', path, patchTo(true, '/disabled')))).toEqual([403, 'SPACES-NO-LINK-SHARES'])
    expect(codeOf(await admin('PATCH', path, patchTo(id, '/assigneeId')))).toEqual([400, 'REST-INVALID-PATCH'])
    const elsewhere = `/spaces/${shared}/shares/${made.id}`
    for (const [method, body] of [['GET'], ['PATCH', patchTo('consumer')], ['DELETE']] as const)
      expect(codeOf(await admin(method, elsewhere, body))).toEqual([404, 'SPACES-SHARE-NOT-FOUND'])
  })

  it('is one for each assignee and app, of an app of the space, for somebody of the tenant, and no link', async () => {
    const space = await spaceWithApp()
    const { id } = await someone()
    expect((await share(space, shareWith('user', id))).status).toBe(201)
    expect(codeOf(await share(space, shareWith('user', id)))).toEqual([409, 'SPACES-DUPLICATE-SHARE'])
    expect(codeOf(await share(space, shareWith('link', '')))).toEqual([403, 'SPACES-NO-LINK-SHARES'])
    const foreigner = await tenant.addUser({}, tenant.contexts[1]?.tenant.id)
    const { store } = tenant.dependencies
    const group = await store.selectFrom('groups').selectAll().where('id', '=', 'group-everything').executeTakeFirst()
    if (group === undefined) throw new Error('There must be a group.')
    await store
      .insertInto('groups')
      .values({ ...group, tenant_id: tenant.contexts[1]?.tenant.id ?? '', id: 'foreign' })
      .execute()
    const bot = (
      await store
        .selectFrom('users')
        .select('id')
        .where('tenant_id', '=', tenant.context.tenant.id)
        .where('client_id', 'is not', null)
        .executeTakeFirstOrThrow()
    ).id
    for (const [type, assignee] of [
      ['user', 'nobody'],
      ['user', 'group-everything'],
      ['group', id],
      ['user', foreigner],
      ['group', 'foreign'],
      ['user', bot],
    ] as const)
      expect(codeOf(await share(space, shareWith(type, assignee)))).toEqual([400, 'SPACES-UNKNOWN-ASSIGNEE'])
    // Nor does the space itself become theirs.
    for (const ownerId of ['nobody', foreigner])
      expect(codeOf(await admin('PUT', `/spaces/${space}`, { ownerId }))).toEqual([400, 'SPACES-UNKNOWN-ASSIGNEE'])
    const other = await someone()
    const body = shareWith('user', other.id)
    expect(codeOf(await share(space, { ...body, resourceId: 'none' }))).toEqual([400, 'SPACES-UNKNOWN-RESOURCE'])
    expect((await share(space, { ...body, resourceType: 'note' })).status).toBe(400)
    await spaceWithApp()
    expect(codeOf(await share(space, body))).toEqual([400, 'SPACES-UNKNOWN-RESOURCE'])
    expect(codeOf(await share('nowhere', body))).toEqual([404, 'SPACES-NOT-FOUND'])
  })

  it('is one when many are asked for at once, and is not left behind by a move at that time', async () => {
    const space = await spaceWithApp()
    const { id } = await someone()
    const answers = await Promise.all(Array.from({ length: 10 }, () => share(space, shareWith('user', id))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])

    const elsewhere = await spaceWithApp()
    const { store } = tenant.dependencies
    for (let round = 0; round < 5; round += 1) {
      await admin('PUT', `/apps/${smallAppId}/space`, { spaceId: space })
      const [shared, moved] = await Promise.all([
        share(space, shareWith('user', id)),
        admin('PUT', `/apps/${smallAppId}/space`, { spaceId: elsewhere }),
      ])
      expect([[201, 400].includes(shared.status), moved.status]).toEqual([true, 200])
      expect(await store.selectFrom('space_shares').select('id').where('space_id', '=', space).execute()).toEqual([])
    }
  })

  it('is listed in pages, by whom and what it is for', async () => {
    const space = await spaceWithApp()
    const people = [await someone(), await someone(), await someone()]
    for (const { id } of people) await share(space, shareWith('user', id))
    await share(space, shareWith('group', 'group-everything'))
    const list = async (query: string) => (await admin('GET', `/spaces/${space}/shares?${query}`)).body
    const first = await list('limit=3')
    expect([first.data.length, first.meta.count]).toEqual([3, 4])
    const second = (await admin('GET', first.links.next.href)).body
    expect(second.data).toMatchObject([{ type: 'group', assigneeId: 'group-everything', resourceName: 'Small' }])
    expect((await admin('GET', second.links.prev.href)).body.data).toEqual(first.data)
    const counts: Record<string, number> = {
      [`userId=${people[1]?.id}`]: 1,
      'userId=group-everything': 0,
      'groupId=group-everything': 1,
      'type=user': 3,
      'type=group': 1,
      'type=link': 0,
      [`resourceId=${smallAppId}`]: 4,
      'resourceId=none': 0,
      'resourceType=app': 4,
      'resourceType=note': 0,
      'name=MAL': 4,
      'name=%25': 0,
    }
    for (const [query, expected] of Object.entries(counts))
      expect([query, (await list(query)).meta.count]).toEqual([query, expected])
  })

  it('is told to auditors', async () => {
    const space = await spaceWithApp('managed')
    const { id } = await someone()
    const path = `/spaces/${space}/shares/${(await share(space, shareWith('user', id))).body.id}`
    await admin('PATCH', path, patchTo('contributor'))
    await admin('DELETE', path)
    const about = { assigneeId: id, resourceId: smallAppId }
    expect((await admin('GET', '/audits?limit=3')).body.data).toMatchObject([
      { eventType: 'understudy.space.share.deleted', data: { id: space, given: { ...about, roles: ['contributor'] } } },
      { eventType: 'understudy.space.share.updated', data: { id: space, given: { ...about, roles: ['contributor'] } } },
      { eventType: 'understudy.space.share.created', data: { id: space, given: { ...about, roles: ['consumer'] } } },
    ])
  })
})
