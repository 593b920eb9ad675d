import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { apps, items, tempContents } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeOnBothStores } from '../../testing/stores.js'
import { appFiles, sectionAccess, zipOf } from './testing/app-archive.js'
import { failure, type MakingTenant, type Person, startMakingTenant } from './testing/making-tenant.js'

const forbidden = [403, 'APP-FORBIDDEN']
const unknown = [404, 'APP-UNKNOWN']
const noMaking = [403, 'APP-CREATE-FORBIDDEN']

const idOf = ({ data }: Pick<Awaited<ReturnType<typeof apps.createApp>>, 'data'>): string => data.attributes?.id ?? ''
const lastOf = (address: string | null): string => address?.split('/').at(-1) ?? ''

describeOnBothStores('apps that users make', (newLocation) => {
  let { tenant, admin, person, maker, space, assign, open } = {} as MakingTenant
  beforeAll(async () => {
    ;({ tenant, admin, person, maker, space, assign, open } = await startMakingTenant(await newLocation()))
  })
  afterAll(() => tenant?.close())

  const importSales = async (by: Person, changes: Record<string, string> = {}, query = {}) =>
    apps.importApp(query, await zipOf(appFiles(changes)), by.options)

  /** What somebody finds in an app: its fields, as QIX lists them. */
  const fieldsIn = async (by: Person, appId: string): Promise<string[]> => {
    const { socket, first } = await open(by, appId)
    if (first.code !== undefined) return [`closed ${first.code}`]
    await socket.request(-1, 'OpenDoc', appId)
    const list = { qInfo: { qType: 'FieldList' }, qFieldListDef: {} }
    const made = await socket.request(1, 'CreateSessionObject', list)
    const layout = await socket.request(made.result.qReturn.qHandle, 'GetLayout')
    socket.close()
    return layout.result.qLayout.qFieldList.qItems.map(({ qName }: { qName: string }) => qName)
  }

  it('are made empty, can be opened at once, renamed, and are gone when they are deleted', async () => {
    const ann = await maker()
    const other = await maker()
    const made = await apps.createApp({ attributes: { name: 'Fresh', description: 'New' } }, ann.options)
    expect(made).toMatchObject({
      status: 200,
      data: { attributes: { name: 'Fresh', description: 'New', ownerId: ann.id, published: false }, create: [] },
    })
    const id = idOf(made)
    expect(made.data.privileges).toEqual(expect.arrayContaining(['read', 'update', 'reload', 'delete', 'export']))
    expect(await fieldsIn(ann, id)).toEqual([])
    expect(await failure(apps.getAppInfo(id, other.options))).toEqual(unknown)
    expect((await items.getItems({ spaceId: 'personal' }, ann.options)).data.data).toMatchObject([{ resourceId: id }])

    const renamed = await apps.updateAppInfo(id, { attributes: { name: 'Older' } }, ann.options)
    expect(renamed.data.attributes).toMatchObject({ name: 'Older', description: 'New' })
    const { socket } = await open(ann, id)
    await socket.request(-1, 'OpenDoc', id)
    const title = async () => (await socket.request(1, 'GetAppLayout')).result.qLayout.qTitle
    await expect.poll(title, { timeout: 5_000 }).toBe('Older')
    expect(await failure(apps.deleteApp(id, other.options))).toEqual(unknown)
    expect((await apps.deleteApp(id, ann.options)).status).toBe(200)
    expect(await failure(apps.getAppInfo(id, ann.options))).toEqual(unknown)
    expect(await socket.closed).toMatchObject({ code: 4004 })
    const { id: tenantId } = tenant.context.tenant
    expect(await readdir(join(tenant.dataDir, 'apps', tenantId))).not.toContain(id)
    const events = (await admin('GET', '/audits?limit=100')).body.data
      .map(({ eventType }: { eventType: string }) => eventType)
      .filter((event: string) => event.startsWith('understudy.app.'))
    expect(events.slice(0, 3)).toEqual(['understudy.app.deleted', 'understudy.app.updated', 'understudy.app.created'])
  })

  it('are imported with their data, exported, and imported again as they were', async () => {
    const ann = await maker()
    const first = await importSales(ann)
    expect(first.data.attributes).toMatchObject({ name: 'Sales', description: 'By region', ownerId: ann.id })
    expect(first.data.attributes?.lastReloadTime).toBeTypeOf('string')
    expect(await fieldsIn(ann, idOf(first))).toEqual(['Region', 'Amount'])

    const exported = await apps.exportApp(idOf(first), {}, ann.options)
    expect(exported.status).toBe(201)
    const fileId = lastOf(exported.headers.get('location'))
    const details = (await tempContents.getTempFileDetails(fileId, ann.options)).data
    expect(details).toMatchObject({ ID: fileId, Name: 'Sales.zip', CreatorID: ann.id, TTLSeconds: 3600 })
    const again = await apps.importApp({ fileId, name: 'Again' }, undefined as never, ann.options)
    expect(again.data.attributes).toMatchObject({ name: 'Again', description: 'By region' })
    expect(idOf(again)).not.toBe(idOf(first))
    expect(await fieldsIn(ann, idOf(again))).toEqual(['Region', 'Amount'])

    const download = (await tempContents.downloadTempFile(fileId, {}, ann.options)).data as Blob
    const third = await apps.importApp({}, new Uint8Array(await download.arrayBuffer()), ann.options)
    expect(await fieldsIn(ann, idOf(third))).toEqual(['Region', 'Amount'])
    const empty = await apps.exportApp(idOf(first), { NoData: true }, ann.options)
    const objects = await apps.importApp(
      { fileId: lastOf(empty.headers.get('location')) },
      undefined as never,
      ann.options,
    )
    expect(await fieldsIn(ann, idOf(objects))).toEqual([])
  })

  it('that were never loaded are exported by their owners alone, as nobody knows what they would show whom', async () => {
    const [ann, bob] = [await maker(), await maker()]
    const shared = await space('shared')
    for (const each of [ann, bob]) await assign(shared, each, 'producer')
    const id = idOf(await importSales(ann, {}, { NoData: true, spaceId: shared }))
    expect(await failure(apps.exportApp(id, {}, bob.options))).toEqual([403, 'APP-REDUCED'])
    expect((await apps.exportApp(id, {}, ann.options)).status).toBe(201)
  })

  it('are copied with the data that they have now', async () => {
    const ann = await maker()
    const source = idOf(await importSales(ann))
    const copy = await apps.copyApp(source, { attributes: { name: 'Copy' } }, ann.options)
    expect(copy.data.attributes).toMatchObject({ name: 'Copy', ownerId: ann.id, published: false })
    await apps.deleteApp(source, ann.options)
    expect(await fieldsIn(ann, idOf(copy))).toEqual(['Region', 'Amount'])
  })

  it('change hands, and leave their former owner with nothing', async () => {
    const [ann, bob] = [await maker(), await maker()]
    const id = idOf(await apps.createApp({}, ann.options))
    expect(await failure(apps.updateAppOwner(id, { ownerId: 'nobody' }, ann.options))).toEqual([400, 'APP-OWNER'])
    expect((await apps.updateAppOwner(id, { ownerId: bob.id }, ann.options)).data.attributes?.ownerId).toBe(bob.id)
    expect(await failure(apps.getAppInfo(id, ann.options))).toEqual(unknown)
    expect((await apps.getAppInfo(id, bob.options)).status).toBe(200)
  })

  describe('need a right', () => {
    it('to be made: a role for the personal space, a role in a shared one, and the scope', async () => {
      const nobody = await person()
      expect(await failure(apps.createApp({}, nobody.options))).toEqual(noMaking)
      expect(await failure(importSales(nobody))).toEqual(noMaking)
      expect((await apps.getAppsPrivileges(nobody.options)).data).toEqual([])
      const reader = await person(['PrivateAnalyticsContentCreator'], 'apps:read')
      expect(await failure(apps.createApp({}, reader.options))).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
      expect((await apps.getAppsPrivileges(reader.options)).data).toEqual([])
      expect((await apps.getAppsPrivileges((await maker()).options)).data).toEqual(['can_create_app', 'can_import_app'])
      const shared = await space('shared')
      const managed = await space('managed')
      const outcomes: unknown[] = []
      for (const [place, role] of [
        [shared, 'producer'],
        [shared, 'facilitator'],
        [shared, 'codeveloper'],
        [shared, 'consumer'],
        [managed, 'publisher'],
        [managed, 'facilitator'],
      ] as const) {
        const member = await maker()
        await assign(place, member, role)
        outcomes.push((await failure(apps.createApp({ attributes: { spaceId: place } }, member.options)))[1])
      }
      expect(outcomes).toEqual(['none', 'none', noMaking[1], noMaking[1], noMaking[1], noMaking[1]])
      const stranger = apps.createApp({ attributes: { spaceId: shared } }, (await maker()).options)
      expect(await failure(stranger)).toEqual([404, 'SPACES-NOT-FOUND'])
    })

    it('to be changed, by the role in their space', async () => {
      const shared = await space('shared')
      const owner = await maker()
      await assign(shared, owner, 'producer')
      const rights = async (...roles: Parameters<typeof assign>[2][]) => {
        const id = idOf(await importSales(owner, {}, { spaceId: shared }))
        const member = await maker()
        await assign(shared, member, ...roles)
        const { options } = member
        const calls: Record<string, () => Promise<unknown>> = {
          read: () => apps.getAppInfo(id, options),
          update: () => apps.updateAppInfo(id, { attributes: { description: 'Changed' } }, options),
          export: () => apps.exportApp(id, {}, options),
          copy: () => apps.copyApp(id, {}, options),
          owner: () => apps.updateAppOwner(id, { ownerId: member.id }, options),
          delete: () => apps.deleteApp(id, options),
        }
        const may: string[] = []
        for (const [name, call] of Object.entries(calls)) {
          const outcome = await failure(call())
          if (outcome[0] < 300) may.push(name)
          else expect(outcome).toEqual(forbidden)
        }
        return may
      }
      expect(await rights('consumer')).toEqual(['read'])
      expect(await rights('codeveloper')).toEqual(['read', 'update', 'export', 'copy'])
      expect(await rights('producer')).toEqual(['read', 'update', 'export', 'copy'])
      expect(await rights('facilitator')).toEqual(['read', 'update', 'export', 'copy', 'delete'])
      const ownApp = idOf(await importSales(owner, {}, { spaceId: shared }))
      expect((await apps.deleteApp(ownApp, owner.options)).status).toBe(200)
    })

    it('to be moved: from where they are, and to where they go', async () => {
      const [from, to] = [await space('shared'), await space('shared')]
      const ann = await maker()
      await assign(from, ann, 'producer')
      const id = idOf(await apps.createApp({}, ann.options))
      expect((await apps.moveAppToSpace(id, { spaceId: from }, ann.options)).data.attributes).toMatchObject({
        ownerId: ann.id,
      })
      expect(await failure(apps.moveAppToSpace(id, { spaceId: to }, ann.options))).toEqual([404, 'SPACES-NOT-FOUND'])
      await assign(to, ann, 'consumer')
      expect(await failure(apps.moveAppToSpace(id, { spaceId: to }, ann.options))).toEqual(noMaking)
      expect((await items.getItems({ spaceId: from }, ann.options)).data.data).toHaveLength(1)
    })
  })

  it('are published into a managed space, and again, with the address that they have there', async () => {
    const managed = await space('managed')
    const [ann, reader] = [await maker(), await person()]
    const source = idOf(await importSales(ann))
    expect(await failure(apps.publishApp(source, { spaceId: managed }, ann.options))).toEqual([404, 'SPACES-NOT-FOUND'])
    await assign(managed, ann, 'publisher', 'consumer')
    await assign(managed, reader, 'consumer')
    const published = await apps.publishApp(
      source,
      { spaceId: managed, attributes: { name: 'For all' }, data: 'source' },
      ann.options,
    )
    expect(published.data.attributes).toMatchObject({ name: 'For all', published: true, originAppId: source })
    const target = idOf(published)
    expect(await fieldsIn(reader, target)).toEqual(['Region', 'Amount'])
    expect(await failure(apps.exportApp(target, {}, ann.options))).toEqual(forbidden)
    expect(await failure(apps.updateAppInfo(target, {}, reader.options))).toEqual(forbidden)

    const other = idOf(await importSales(ann, { 'data/sales.csv': 'Town,Amount\nA,1\n' }))
    const wrong = apps.republishApp(other, { targetId: target, data: 'source' }, ann.options)
    expect(await failure(wrong)).toEqual([400, 'APP-PUBLISH'])
    const target2 = { targetId: target, checkOriginAppId: false }
    await apps.republishApp(other, { ...target2, data: 'target' }, ann.options)
    expect(await fieldsIn(reader, target)).toEqual(['Region', 'Amount'])
    await apps.republishApp(other, { ...target2, data: 'source' }, ann.options)
    // A session that is open gets the new data within a second.
    await expect.poll(() => fieldsIn(reader, target), { timeout: 5_000 }).toEqual(['Town', 'Amount'])
    const shared = await space('shared')
    await assign(shared, ann, 'producer')
    expect(await failure(apps.publishApp(source, { spaceId: shared }, ann.options))).toEqual([400, 'APP-PUBLISH'])
  })

  it('give their sources to those only who see all of their data', async () => {
    const shared = await space('shared')
    const [boss, ann, outsider] = [await maker(), await maker(), await maker()]
    for (const member of [boss, ann, outsider]) await assign(shared, member, 'producer')
    const subject = async ({ id }: Person) => (await admin('GET', `/users/${id}`)).body.subject
    const script = `CREATE TABLE sales AS FROM read_csv('data/sales.csv');${sectionAccess(await subject(boss), await subject(ann))}`
    const id = idOf(await importSales(boss, { 'data.sql': script }, { spaceId: shared }))
    expect((await apps.getAppInfo(id, ann.options)).data.attributes?.hasSectionAccess).toBe(true)
    for (const reduced of [ann, outsider]) {
      expect(await failure(apps.exportApp(id, {}, reduced.options))).toEqual([403, 'APP-REDUCED'])
      expect(await failure(apps.copyApp(id, {}, reduced.options))).toEqual([403, 'APP-REDUCED'])
    }
    expect(await fieldsIn(ann, id)).toEqual(['Region'])
    const copy = idOf(await apps.copyApp(id, {}, boss.options))
    expect((await apps.exportApp(id, {}, boss.options)).status).toBe(201)
    await apps.moveAppToSpace(copy, { spaceId: shared }, boss.options)
    expect([await fieldsIn(ann, copy), await fieldsIn(outsider, copy)]).toEqual([['Region'], ['closed 4203']])
  })
})
