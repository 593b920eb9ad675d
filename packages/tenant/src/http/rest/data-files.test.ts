import { readdir } from 'node:fs/promises'
import { apps, dataFiles, reloads, tempContents } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tenantFiles } from '../../files/tenant-files.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { appFiles, zipOf } from './testing/app-archive.js'
import { failure, type MakingTenant, type Person, startMakingTenant } from './testing/making-tenant.js'

const megabyte = 2 ** 20

describeOnBothStores('data files', (newLocation) => {
  let { tenant, person, maker, space, assign } = {} as MakingTenant
  beforeAll(async () => {
    const config = { uploadSize: 1, userQuota: 2 }
    ;({ tenant, person, maker, space, assign } = await startMakingTenant(await newLocation(), config))
  })
  afterAll(() => tenant?.close())

  const upload = async (by: Person, text: string, name: string, connectionId?: string) =>
    (
      await dataFiles.uploadDataFile(
        { File: new Blob([text]), Json: { name, ...(connectionId && { connectionId }) } },
        by.options,
      )
    ).data
  const namesOf = async (by: Person, query = {}) =>
    (await dataFiles.getDataFiles(query, by.options)).data.data.map(({ name }) => name)

  it('are added, told of, replaced and deleted by their owner, and seen by nobody else', async () => {
    const [ann, bob] = [await maker(), await maker()]
    const made = await upload(ann, 'a\n1\n', 'Sales.csv')
    expect(made).toMatchObject({ name: 'Sales.csv', size: 4, ownerId: ann.id, spaceId: null, folder: false })
    expect(await failure(upload(ann, 'x', 'sales.CSV'))).toEqual([409, 'DATA-FILES-TAKEN'])
    expect((await dataFiles.getDataFile(made.id, ann.options)).data).toEqual(made)
    const again = { File: new Blob(['a\n1\n2\n']), Json: {} }
    expect((await dataFiles.reuploadDataFile(made.id, again, ann.options)).data).toMatchObject({ id: made.id, size: 6 })
    expect([await namesOf(ann), await namesOf(bob)]).toEqual([['Sales.csv'], []])
    const notFound = [404, 'DATA-FILES-NOT-FOUND']
    expect(await failure(dataFiles.getDataFile(made.id, bob.options))).toEqual(notFound)
    expect(await failure(dataFiles.reuploadDataFile(made.id, again, bob.options))).toEqual(notFound)
    expect(await failure(dataFiles.deleteDataFile(made.id, bob.options))).toEqual(notFound)
    expect((await dataFiles.getDataFilesQuotas(ann.options)).data).toMatchObject({ size: 6, maxFileSize: megabyte })
    const folder = tenantFiles(tenant.context.config, tenant.context.tenant.id, 'data-files')
    const before = (await readdir(folder)).length
    expect((await dataFiles.deleteDataFile(made.id, ann.options)).status).toBe(204)
    expect(await readdir(folder)).toHaveLength(before - 1)
    expect(await failure(upload(await person(), 'x', 'a.csv'))).toEqual([403, 'APP-CREATE-FORBIDDEN'])
  })

  it('are read by the apps of their space, and by no other', async () => {
    const [shared, other] = [await space('shared'), await space('shared')]
    const ann = await maker()
    for (const each of [shared, other]) await assign(each, ann, 'producer')
    const file = await upload(ann, 'Region,Amount\nNorth,1\n', 'Sales.csv', shared)
    const app = {
      'app.json': JSON.stringify({ id: 'a', name: 'Reads', sources: { sales: 'space:sales.csv' } }),
      'data.sql': `CREATE TABLE sales AS FROM read_csv(getvariable('sales'));`,
    }
    const archive = await zipOf(appFiles(app))
    const elsewhere = apps.importApp({ spaceId: other }, archive, ann.options)
    expect(await failure(elsewhere)).toEqual([400, 'APP-SOURCE'])
    const appId = (await apps.importApp({ spaceId: shared }, archive, ann.options)).data.attributes?.id ?? ''
    const rows = async () => (await apps.getAppDataMetadata(appId, ann.options)).data.tables?.[0]?.no_of_rows
    expect(await rows()).toBe(1)
    const more = { File: new Blob(['Region,Amount\nNorth,1\nSouth,2\n']), Json: {} }
    await dataFiles.reuploadDataFile(file.id, more, ann.options)
    await reloads.queueReload({ appId }, ann.options)
    await expect.poll(rows, { timeout: 15_000 }).toBe(2)
  })

  it('of a space are for its members, by their roles', async () => {
    const shared = await space('shared')
    const [producer, consumer, dataconsumer, stranger] = [await maker(), await maker(), await maker(), await maker()]
    await assign(shared, producer, 'producer')
    await assign(shared, consumer, 'consumer')
    await assign(shared, dataconsumer, 'dataconsumer')
    const { id } = await upload(producer, 'x', 'a.csv', shared)
    const query = { connectionId: shared }
    expect([await namesOf(producer, query), await namesOf(dataconsumer, query)]).toEqual([['a.csv'], ['a.csv']])
    expect(await failure(dataFiles.getDataFiles(query, consumer.options))).toEqual([403, 'DF-013'])
    expect(await failure(dataFiles.getDataFile(id, stranger.options))).toEqual([404, 'DATA-FILES-NOT-FOUND'])
    expect(await failure(dataFiles.getDataFiles(query, stranger.options))).toEqual([404, 'DF-014'])
    expect(await failure(upload(dataconsumer, 'x', 'b.csv', shared))).toEqual([403, 'DF-013'])
    expect(await failure(dataFiles.deleteDataFile(id, dataconsumer.options))).toEqual([403, 'DF-013'])
    const connections = async (query: Parameters<typeof dataFiles.getDataFilesConnections>[0]) =>
      (await dataFiles.getDataFilesConnections(query, producer.options)).data.data.map((each) => each.id)
    expect(await connections({})).toEqual(['personal', shared])
    expect(await connections({ spaceId: shared })).toEqual([shared])
    expect(await connections({ spaceId: 'unknown' })).toEqual([])
    expect(await connections({ personal: true })).toEqual(['personal'])
    expect(await connections({ name: 'Personal:DataFiles' })).toEqual(['personal'])
    expect(await connections({ appId: 'any' })).toEqual([])
    const { data } = await dataFiles.getDataFileConnection(shared, producer.options)
    expect(data).toMatchObject({ id: shared, spaceId: shared })
    expect(await failure(dataFiles.getDataFileConnection(shared, stranger.options))).toEqual([404, 'DF-014'])
  })

  it('are bounded in name, size and number of bytes', async () => {
    const ann = await maker()
    for (const [name, code] of [
      ['../a.csv', 'DF-015'],
      ['a.exe', 'DF-010'],
      ['a', 'DF-010'],
    ] as const)
      expect(await failure(upload(ann, 'x', name))).toEqual([400, code])
    expect(await failure(upload(ann, 'x', '\ud800.csv'))).toEqual([400, 'REST-INVALID-BODY'])
    expect(await failure(upload(ann, 'x'.repeat(megabyte + 1), 'a.csv'))).toEqual([413, 'FILES-TOO-LARGE'])
    await upload(ann, 'x'.repeat(megabyte), 'a.csv')
    await upload(ann, 'x'.repeat(megabyte - 1), 'b.csv')
    expect(await failure(upload(ann, 'xx', 'c.csv'))).toEqual([413, 'DF-016'])
    const { id } = await upload(ann, 'x', 'c.csv')
    const replaced = { File: new Blob(['xx']), Json: {} }
    expect(await failure(dataFiles.reuploadDataFile(id, replaced, ann.options))).toEqual([413, 'DF-016'])
    expect((await dataFiles.getDataFile(id, ann.options)).data).toMatchObject({ size: 1 })
    expect(await namesOf(ann, { limit: 2 })).toEqual(['a.csv', 'b.csv'])
    expect(await namesOf(ann, { baseNameWildcard: 'B*', allowInternalFiles: false, excludeSubFolders: true })).toEqual([
      'b.csv',
    ])
    expect(await namesOf(ann, { baseNameWildcard: '?.c_v' })).toEqual([])
    expect(await namesOf(ann, { ownerId: ann.id, includeFolders: true, includeAllSpaces: false })).toHaveLength(3)
    for (const none of [
      { notOwnerId: ann.id },
      { ownerId: 'x' },
      { appId: '*' },
      { folderPath: 'x' },
      { excludeFiles: true },
    ])
      expect(await namesOf(ann, none)).toEqual([])
    const page = await dataFiles.getDataFiles({ limit: 2 }, ann.options)
    expect((await page.next?.())?.data.data.map(({ name }) => name)).toEqual(['c.csv'])
  })

  it('come from temporary contents of their owner, which stay', async () => {
    const [ann, bob] = [await maker(), await maker()]
    const sent = await tempContents.uploadTempFile({}, 'hello' as never, ann.options)
    const tempContentFileId = sent.headers.get('location')?.split('/').at(-1) ?? ''
    const body = { Json: { name: 'a.txt', tempContentFileId } }
    expect(await failure(dataFiles.uploadDataFile(body, bob.options))).toEqual([404, 'TEMP-CONTENTS-NOT-FOUND'])
    expect((await dataFiles.uploadDataFile(body, ann.options)).data.size).toBe(5)
    expect((await tempContents.downloadTempFile(tempContentFileId, {}, ann.options)).status).toBe(200)
  })
})
