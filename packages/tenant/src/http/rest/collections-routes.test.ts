import { type auth, collections, items } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

const codes = (answer: { status: number; body: { errors: { code: string }[] } }) => [
  answer.status,
  answer.body.errors[0]?.code,
]

describeOnBothStores('collections', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller
  let ann: { id: string; as: RestCaller; options: { hostConfig: HostConfig; noCache: true } }
  let ben: typeof ann

  beforeAll(async () => {
    tenant = await startTenant({ routes: [registerRestRoutes], config: { store: await newLocation() } })
    admin = await machineCaller(tenant)
    ann = await someone()
    ben = await someone()
    await addApps(['mine', ann.id], ['hers', ben.id])
    for (const name of ['First', 'Second', 'Third']) await addApps([name, null])
    const { id } = (await admin('POST', '/spaces', { name: 'Common', type: 'shared' })).body
    const everyone = { type: 'group', assigneeId: '000000000000000000000001', roles: ['consumer'] }
    await admin('POST', `/spaces/${id}/assignments`, everyone)
    for (const name of ['First', 'Second', 'Third']) await admin('PUT', `/apps/${name}/space`, { spaceId: id })
  })
  afterAll(() => tenant?.close())

  const someone = async (scopes = ['user_default']): Promise<typeof ann> => {
    const id = await tenant.addUser()
    const client = await tenant.addClient({ allowed_scopes: JSON.stringify(scopes) })
    const hostConfig: HostConfig = { authType: 'oauth2', host: tenant.url, ...client, userId: id, noCache: true }
    return {
      id,
      as: restCaller(tenant, await tenant.userToken(id, client)),
      options: { hostConfig, noCache: true },
    }
  }

  const addApps = async (...apps: (readonly [name: string, ownerId: string | null])[]) => {
    const now = new Date().toISOString()
    await tenant.dependencies.store
      .insertInto('apps')
      .values(
        apps.map(([name, owner_id]) => ({
          tenant_id: tenant.context.tenant.id,
          id: name,
          name,
          name_folded: name.toLowerCase(),
          folder: '/nowhere',
          owner_id,
          has_section_access: 0 as const,
          created_at: now,
          updated_at: now,
        })),
      )
      .execute()
  }

  it('keep the favourites of each user, as published hosts mark them', async () => {
    const { data: empty } = await collections.getFavoritesCollection(ann.options)
    expect(empty).toMatchObject({ type: 'favorite', name: 'Favorites', itemCount: 0, full: false, creatorId: ann.id })
    expect((await collections.getCollectionItems(empty.id, {}, ann.options)).data.data).toEqual([])

    const added = await collections.addCollectionItem(empty.id, { id: 'First' }, ann.options)
    expect([added.status, added.data.isFavorited]).toEqual([201, true])
    expect((await ann.as('POST', '/collections/favorites/items', { id: 'mine' })).status).toBe(201)

    const { data: favorites } = await collections.getFavoritesCollection(ann.options)
    expect(favorites).toMatchObject({ id: empty.id, itemCount: 2 })
    const inThem = await collections.getCollectionItems('favorites', { limit: 30, sort: '-name' }, ann.options)
    expect(inThem.data.data.map(({ name, isFavorited }) => [name, isFavorited])).toEqual([
      ['mine', true],
      ['First', true],
    ])
    const { data: listed } = await items.getItems({ sort: '+name' }, ann.options)
    expect(listed.data.map(({ name, isFavorited }) => [name, isFavorited])).toEqual([
      ['First', true],
      ['mine', true],
      ['Second', false],
      ['Third', false],
    ])
    expect(listed.data[0]).toMatchObject({ collectionIds: [empty.id], meta: { isFavorited: true, collections: [] } })
    const marked = await items.getItems({ collectionId: empty.id }, ann.options)
    expect(marked.data.data.map(({ name }) => name).sort()).toEqual(['First', 'mine'])
    expect((await collections.getCollections({}, ann.options)).data.data).toEqual([])

    // Another user sees nothing of it.
    const { data: hers } = await collections.getFavoritesCollection(ben.options)
    expect([hers.id === empty.id, hers.itemCount]).toEqual([false, 0])
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/items', undefined],
      ['GET', '/items/First', undefined],
      ['POST', '/items', { id: 'Second' }],
      ['DELETE', '/items/First', undefined],
      ['DELETE', '', undefined],
    ] as const)
      expect(codes(await ben.as(method, `/collections/${empty.id}${path}`, body))).toEqual([
        404,
        'COLLECTIONS-NOT-FOUND',
      ])
    expect((await ben.as('GET', `/items?collectionId=${empty.id}`)).body.data).toEqual([])
    expect((await ben.as('GET', '/items/First')).body).toMatchObject({ isFavorited: false, collectionIds: [] })

    expect((await collections.deleteCollectionItem(empty.id, 'First', ann.options)).status).toBe(204)
    expect(codes(await ann.as('DELETE', `/collections/${empty.id}/items/First`))).toEqual([
      404,
      'COLLECTIONS-ITEM-NOT-FOUND',
    ])
    expect((await items.getItem('First', ann.options)).data.isFavorited).toBe(false)
    for (const method of ['DELETE', 'PUT'])
      expect(
        codes(await ann.as(method, '/collections/favorites', method === 'PUT' ? { name: 'x' } : undefined)),
      ).toEqual([403, 'COLLECTIONS-FORBIDDEN'])
  })

  it('hold items that the caller may open, once', async () => {
    expect(codes(await ann.as('POST', '/collections/favorites/items', { id: 'hers' }))).toEqual([404, 'APP-UNKNOWN'])
    expect((await ann.as('POST', '/collections/favorites/items', { id: 'Third' })).status).toBe(201)
    expect(codes(await ann.as('POST', '/collections/favorites/items', { id: 'Third' }))).toEqual([
      409,
      'COLLECTIONS-ITEM-DUPLICATE',
    ])
    expect((await ann.as('GET', '/collections/favorites/items/Third')).body.name).toBe('Third')
    expect(codes(await ann.as('GET', '/collections/favorites/items/Second'))).toEqual([
      404,
      'COLLECTIONS-ITEM-NOT-FOUND',
    ])
    // What may be opened no more is counted and shown no more, and comes back with the right.
    const space = (await admin('GET', '/apps/Third')).body.attributes.spaceId
    const before = (await ann.as('GET', '/collections/favorites')).body.itemCount
    await admin('DELETE', '/apps/Third/space')
    expect((await ann.as('GET', '/collections/favorites')).body.itemCount).toBe(before - 1)
    expect(JSON.stringify((await ann.as('GET', '/collections/favorites/items')).body.data)).not.toContain('Third')
    await admin('PUT', '/apps/Third/space', { spaceId: space })
    expect((await ann.as('GET', '/collections/favorites')).body.itemCount).toBe(before)
  })

  it('are private, or tags of all with names of their own', async () => {
    const { data: secret } = await collections.createCollection({ name: 'Week', type: 'private' }, ann.options)
    expect(secret).toMatchObject({ type: 'private', creatorId: ann.id, itemCount: 0 })
    expect(codes(await ben.as('GET', `/collections/${secret.id}`))).toEqual([404, 'COLLECTIONS-NOT-FOUND'])
    const { data: tag } = await collections.createCollection(
      { name: 'Urgent', type: 'public', description: 'Now' },
      ann.options,
    )
    await ann.as('POST', `/collections/${tag.id}/items`, { id: 'First' })
    await ann.as('POST', `/collections/${tag.id}/items`, { id: 'mine' })
    expect((await ben.as('GET', `/collections/${tag.id}`)).body).toMatchObject({ name: 'Urgent', itemCount: 1 })
    expect((await ben.as('GET', '/items/First')).body).toMatchObject({
      collectionIds: [tag.id],
      meta: { tags: [{ id: tag.id, name: 'Urgent' }], collections: [] },
    })
    expect((await items.getItemCollections('First', { type: 'public' }, ben.options)).data.data).toMatchObject([
      { id: tag.id },
    ])
    expect((await items.getItemCollections('Second', {}, ben.options)).data.data).toEqual([])
    for (const [method, path, body] of [
      ['POST', '/items', { id: 'Second' }],
      ['DELETE', '/items/First', undefined],
      ['PUT', '', { name: 'Taken' }],
      ['DELETE', '', undefined],
    ] as const)
      expect(codes(await ben.as(method, `/collections/${tag.id}${path}`, body))).toEqual([403, 'COLLECTIONS-FORBIDDEN'])

    expect(codes(await ben.as('POST', '/collections', { name: 'Urgent', type: 'public' }))).toEqual([
      409,
      'COLLECTIONS-DUPLICATE-NAME',
    ])
    expect((await ben.as('POST', '/collections', { name: 'Urgent', type: 'private' })).status).toBe(201)

    const names = async (query: Parameters<typeof collections.getCollections>[0]) =>
      (await collections.getCollections(query, ann.options)).data.data.map(({ name }) => name)
    expect(await names({ sort: '+name' })).toEqual(['Urgent', 'Week'])
    expect(await names({ type: 'private' })).toEqual(['Week'])
    expect(await names({ types: ['private', 'public'], sort: '-name' })).toEqual(['Week', 'Urgent'])
    expect(await names({ name: 'week' })).toEqual([])
    expect(await names({ query: 'NOW' })).toEqual(['Urgent'])
    expect(await names({ creatorId: ben.id })).toEqual([])
    const included = await collections.getCollections(
      { id: tag.id, includeItems: JSON.stringify({ limit: 1, sort: '-name' }) },
      ann.options,
    )
    expect(included.data.data[0]?.meta?.items?.data.map(({ name }) => name)).toEqual(['mine'])
    for (const includeItems of ['{', '[]', '{"size":1}', '{"limit":1000}'])
      expect(codes(await ann.as('GET', `/collections?includeItems=${encodeURIComponent(includeItems)}`))).toEqual([
        400,
        'REST-INVALID-PARAMETER',
      ])

    const updated = await collections.updateCollection(secret.id, { description: 'Of the week' }, ann.options)
    expect(updated.data).toMatchObject({ name: 'Week', description: 'Of the week', updaterId: ann.id })
    const patched = await collections.patchCollection(
      secret.id,
      [{ op: 'replace', path: '/name', value: 'Month' }],
      ann.options,
    )
    expect(patched.data.name).toBe('Month')
    expect(
      codes(await ann.as('PATCH', `/collections/${secret.id}`, [{ op: 'replace', path: '/id', value: 'x' }])),
    ).toEqual([400, 'REST-INVALID-PATCH'])
    expect((await collections.deleteCollection(secret.id, ann.options)).status).toBe(204)
    expect(codes(await ann.as('GET', `/collections/${secret.id}`))).toEqual([404, 'COLLECTIONS-NOT-FOUND'])
    expect((await admin('DELETE', `/collections/${tag.id}`)).status).toBe(204)
    expect((await ann.as('GET', '/items/First')).status).toBe(200)
  })

  it('are given to all by those who govern', async () => {
    const governed = { name: 'Board', type: 'publicgoverned' }
    expect(codes(await ann.as('POST', '/collections', governed))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
    const { id } = (await ann.as('POST', '/collections', { ...governed, type: 'private' })).body
    const publish = [{ op: 'replace', path: '/type', value: 'publicgoverned' }]
    expect(codes(await ann.as('PATCH', `/collections/${id}`, publish))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])

    const governor = await machineCaller(tenant, ['apps:read', 'admin.collections.publicgoverned'])
    expect(codes(await governor('POST', '/collections', { ...governed, type: 'private' }))).toEqual([
      403,
      'AUTH-INSUFFICIENT-SCOPE',
    ])
    const board = (await governor('POST', '/collections', governed)).body.id
    expect((await governor('POST', `/collections/${board}/items`, { id: 'First' })).status).toBe(201)
    expect((await ben.as('GET', `/collections/${board}/items`)).body.data).toMatchObject([{ id: 'First' }])
    expect(codes(await ben.as('DELETE', `/collections/${board}/items/First`))).toEqual([403, 'COLLECTIONS-FORBIDDEN'])

    // Who made one and governs no more changes it no more.
    const { store } = tenant.dependencies
    await store.updateTable('collections').set({ creator_id: ben.id }).where('id', '=', board).execute()
    expect(codes(await ben.as('PUT', `/collections/${board}`, { name: 'x' }))).toEqual([403, 'COLLECTIONS-FORBIDDEN'])

    const own = (await admin('POST', '/collections', { name: 'Draft', type: 'private' })).body.id
    expect((await admin('PATCH', `/collections/${own}`, publish)).body.type).toBe('publicgoverned')
    expect((await ben.as('GET', `/collections/${own}`)).status).toBe(200)
    expect(
      codes(await governor('PATCH', `/collections/${own}`, [{ op: 'replace', path: '/type', value: 'private' }])),
    ).toEqual([403, 'COLLECTIONS-FORBIDDEN'])
    await admin('PATCH', `/collections/${own}`, [{ op: 'replace', path: '/type', value: 'private' }])
    expect((await ben.as('GET', `/collections/${own}`)).status).toBe(404)
  })

  it('take scopes that read, and others that write', async () => {
    const reader = await machineCaller(tenant, ['apps:read'])
    expect((await reader('GET', '/collections/favorites')).status).toBe(200)
    expect((await reader('GET', '/collections')).status).toBe(200)
    expect(codes(await reader('POST', '/collections', { name: 'x', type: 'private' }))).toEqual([
      403,
      'AUTH-INSUFFICIENT-SCOPE',
    ])
    expect(codes(await reader('POST', '/collections/favorites/items', { id: 'First' }))[0]).toBe(403)
    const other = await machineCaller(tenant, ['spaces.shared'])
    expect((await other('GET', '/collections')).status).toBe(403)
    const governor = await machineCaller(tenant, ['admin.collections.publicgoverned'])
    expect((await governor('GET', '/collections')).status).toBe(200)
    expect((await governor('GET', '/collections?includeItems[limit]=1')).status).toBe(403)
    expect((await governor('GET', '/collections/favorites/items')).status).toBe(403)
  })

  it('are bounded, and tell so', async () => {
    const cara = await someone()
    const { store } = tenant.dependencies
    const now = new Date().toISOString()
    const row = (id: string) => ({
      tenant_id: tenant.context.tenant.id,
      id,
      type: 'private' as const,
      owner_id: cara.id,
      creator_id: cara.id,
      name: id,
      name_folded: id,
      created_at: now,
      updated_at: now,
    })
    await store
      .insertInto('collections')
      .values(Array.from({ length: 199 }, (_, index) => row(`full-${index}`)))
      .execute()
    const names = Array.from({ length: 1_000 }, (_, index) => `app-${index}`)
    await addApps(...names.map((name) => [name, cara.id] as const))
    const tenant_id = tenant.context.tenant.id
    await store
      .insertInto('collection_items')
      .values(names.map((item_id) => ({ tenant_id, collection_id: 'full-0', item_id, added_at: now })))
      .execute()
    expect((await cara.as('GET', '/collections/full-0')).body).toMatchObject({ full: true, itemCount: 1_000 })
    expect(codes(await cara.as('POST', '/collections/full-0/items', { id: 'First' }))).toEqual([
      409,
      'COLLECTIONS-FULL',
    ])
    expect((await cara.as('POST', '/collections', { name: 'Last', type: 'private' })).status).toBe(201)
    expect(codes(await cara.as('POST', '/collections', { name: 'More', type: 'private' }))).toEqual([
      409,
      'COLLECTIONS-LIMIT',
    ])
    const many = await Promise.all(
      [1, 2, 3].map(() => cara.as('POST', '/collections/favorites/items', { id: 'First' })),
    )
    expect(many.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  })

  it('go with their user, but for those of all', async () => {
    const dora = await someone()
    await dora.as('POST', '/collections/favorites/items', { id: 'First' })
    const own = (await dora.as('POST', '/collections', { name: 'Own', type: 'private' })).body.id
    const tag = (await dora.as('POST', '/collections', { name: 'Left', type: 'public' })).body.id
    expect((await admin('DELETE', `/users/${dora.id}`)).status).toBe(204)
    const rows = await tenant.dependencies.store
      .selectFrom('collections')
      .select('id')
      .where('creator_id', '=', dora.id)
      .execute()
    expect([rows.map(({ id }) => id), rows.some(({ id }) => id === own)]).toEqual([[tag], false])
  })

  it('have every change in the journal', async () => {
    const { id } = (await ann.as('POST', '/collections', { name: 'Audited', type: 'private' })).body
    await ann.as('POST', `/collections/${id}/items`, { id: 'First' })
    await ann.as('DELETE', `/collections/${id}/items/First`)
    await ann.as('PUT', `/collections/${id}`, { name: 'Other' })
    await ann.as('DELETE', `/collections/${id}`)
    const rows = await tenant.dependencies.store.selectFrom('audit_journal').select('record').orderBy('seq').execute()
    const records = rows.map(({ record }) => JSON.parse(record)).filter(({ subject }) => subject === id)
    expect(records.map(({ event, actor }) => [event, actor.id])).toEqual(
      ['created', 'item.added', 'item.removed', 'updated', 'deleted'].map((what) => [`collection.${what}`, ann.id]),
    )
  })
})

describe('an item', () => {
  let tenant: StartedTenant
  let admin: RestCaller
  beforeAll(async () => {
    tenant = await startTenant({ routes: [registerRestRoutes] })
    admin = await machineCaller(tenant)
    const now = new Date().toISOString()
    await tenant.dependencies.store
      .insertInto('apps')
      .values({
        tenant_id: tenant.context.tenant.id,
        id: 'app',
        name: 'Flights',
        name_folded: 'flights',
        folder: '/nowhere',
        has_section_access: 0,
        created_at: now,
        updated_at: now,
      })
      .execute()
  })
  afterAll(() => tenant.close())

  it('is renamed as its app, and changes with it alone otherwise', async () => {
    const { body: item } = await admin('GET', '/items/app')
    const same = { name: item.name, description: '', resourceType: 'app', resourceId: 'app', resourceAttributes: {} }
    expect((await admin('PUT', '/items/app', same)).body).toEqual(item)
    // The operator's folder says what this one is called.
    for (const change of [{ name: 'Other' }, { description: 'x' }])
      expect(codes(await admin('PUT', '/items/app', { ...same, ...change }))).toEqual([409, 'APP-IN-FOLDER'])
    for (const change of [{ resourceType: 'note' }, { resourceId: 'x' }, { resourceSubType: 'x' }, { spaceId: 'x' }])
      expect(codes(await admin('PUT', '/items/app', { ...same, ...change }))).toEqual([403, 'ITEMS-OF-APP'])
    expect(codes(await admin('DELETE', '/items/app'))).toEqual([403, 'ITEMS-OF-APP'])
    expect(codes(await admin('DELETE', '/items/none'))).toEqual([404, 'APP-UNKNOWN'])
    expect((await admin('GET', '/items/app')).body).toEqual(item)

    const { id } = (await admin('POST', '/apps', { attributes: { name: 'Made' } })).body.attributes
    const renamed = await admin('PUT', `/items/${id}`, { resourceType: 'app', name: 'Remade' })
    expect([renamed.status, renamed.body.name, renamed.body.description]).toEqual([200, 'Remade', ''])
    expect((await admin('GET', `/apps/${id}`)).body.attributes.name).toBe('Remade')
    const reader = await machineCaller(tenant, ['apps:read'])
    expect((await reader('PUT', `/items/${id}`, { resourceType: 'app', name: 'x' })).status).toBe(403)
  })

  it('leads to its published copies', async () => {
    const { store } = tenant.dependencies
    const app = await store.selectFrom('apps').selectAll().where('id', '=', 'app').executeTakeFirstOrThrow()
    const published = { ...app, id: 'copy', name: 'Copy', origin_app_id: 'app', published_at: app.created_at }
    await store.insertInto('apps').values(published).execute()
    expect((await admin('GET', '/items/app/publisheditems')).body.data).toMatchObject([{ id: 'copy', name: 'Copy' }])
    expect((await admin('GET', '/items/copy/publisheditems')).body.data).toEqual([])
    expect((await admin('GET', '/items/app/publisheditems?resourceType=note')).body.data).toEqual([])
    expect((await admin('GET', '/items/none/publisheditems')).status).toBe(404)
  })
})
