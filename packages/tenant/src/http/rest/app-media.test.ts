import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apps } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appFolder } from '../../apps/folders/app-folder.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { appFiles, zipOf } from './testing/app-archive.js'
import { failure, type MakingTenant, type Person, startMakingTenant } from './testing/making-tenant.js'

const notFound = [404, 'APP-MEDIA-NOT-FOUND']
const properties = (qUrl: string) => JSON.stringify({ qTitle: 'Sales', qThumbnail: { qUrl } })

describeOnBothStores('pictures of apps', (newLocation) => {
  let { tenant, maker, person, space, assign } = {} as MakingTenant
  beforeAll(async () => {
    ;({ tenant, maker, person, space, assign } = await startMakingTenant(await newLocation(), { uploadSize: 8 }))
  })
  afterAll(() => tenant?.close())

  const importApp = async (by: Person, changes: Record<string, string> = {}, query = {}): Promise<string> =>
    (await apps.importApp(query, await zipOf(appFiles(changes)), by.options)).data.attributes?.id ?? ''
  const textOf = async (got: Promise<{ data: unknown }>) => ((await got).data as Blob).text()
  const pathsIn = async (by: Person, id: string, path = '', show?: string) =>
    (await apps.getAppMediaList(id, path, show === undefined ? {} : { show }, by.options)).data.data?.map(
      (each) => each.id,
    )

  it('are added, listed, given back and deleted', async () => {
    const ann = await maker()
    const id = await importApp(ann)
    expect((await apps.getAppMediaList(id, '', {}, ann.options)).data).toEqual({
      data: [],
      library: 'inapp',
      subpath: '',
    })
    for (const path of ['front.png', 'maps/north ü.jpg', 'maps/small/south.gif'])
      expect((await apps.uploadAppMedia(id, path, `bytes of ${path}`, ann.options)).status).toBe(200)
    expect((await apps.getAppMediaList(id, '', {}, ann.options)).data.data).toEqual([
      { id: 'front.png', name: 'front.png', link: `/api/v1/apps/${id}/media/files/front.png`, type: 'image' },
      { id: 'maps', name: 'maps', link: `/api/v1/apps/${id}/media/list/maps`, type: 'directory' },
    ])
    expect((await apps.getAppMediaList(id, 'maps', {}, ann.options)).data).toMatchObject({
      subpath: 'maps',
      data: [
        { name: 'north ü.jpg', type: 'image' },
        { id: 'maps/small', name: 'small', type: 'directory' },
      ],
    })
    expect(await pathsIn(ann, id, 'maps/', 'r')).toEqual(['maps/north ü.jpg', 'maps/small/south.gif'])
    expect(await textOf(apps.getAppMedia(id, 'maps/north ü.jpg', ann.options))).toBe('bytes of maps/north ü.jpg')
    expect(await failure(apps.uploadAppMedia(id, 'front.png', 'x', ann.options))).toEqual([409, 'APP-MEDIA-TAKEN'])
    expect(await failure(apps.uploadAppMedia(id, 'front.png/a.png', 'x', ann.options))).toEqual([
      409,
      'APP-MEDIA-TAKEN',
    ])
    expect(await textOf(apps.getAppMedia(id, 'front.png', ann.options))).toBe('bytes of front.png')
    const copy = (await apps.copyApp(id, {}, ann.options)).data.attributes?.id ?? ''
    expect((await apps.deleteAppMedia(id, 'maps', ann.options)).status).toBe(200)
    expect(await pathsIn(ann, id, '', 'all')).toEqual(['front.png'])
    expect(await pathsIn(ann, copy, '', 'all')).toHaveLength(3)
    for (const path of ['maps/north ü.jpg', 'none.png'])
      expect(await failure(apps.getAppMedia(id, path, ann.options))).toEqual(notFound)
    expect(await failure(apps.deleteAppMedia(id, 'maps', ann.options))).toEqual(notFound)
    expect(await failure(apps.getAppMediaList(id, 'maps', {}, ann.options))).toEqual(notFound)
    const rows = await tenant.context.store.selectFrom('audit_journal').select('record').execute()
    const told = rows.map(({ record }) => JSON.parse(String(record))).filter(({ subject }) => subject === id)
    expect(told.flatMap(({ event, changed }) => (event === 'app.updated' ? [changed] : []))).toEqual(
      Array.from({ length: 4 }, () => ['media']),
    )
  })

  it('have paths that lead nowhere else, and are pictures', async () => {
    const ann = await maker()
    const id = await importApp(ann, { 'media/page.svg': '<svg onload="x"/>', 'media/ok.png': 'p' })
    const base = `${tenant.url}/api/v1/apps/${id}/media/files/`
    const headers = { authorization: `Bearer ${ann.token}`, 'content-type': 'application/octet-stream' }
    const put = async (path: string) => {
      const response = await fetch(base + path, { method: 'PUT', headers, body: 'x' })
      return [response.status, (await response.json()).errors[0].code]
    }
    for (const path of [
      '..%2Fx.png',
      'a%2F..%2F..%2Fx.png',
      '.x.png',
      'a%5Cb.png',
      'a%2F%2Fb.png',
      '',
      'x.svg',
      'x',
      'a.png.htm',
      `${'a/'.repeat(8)}x.png`,
      `${'a'.repeat(129)}.png`,
    ])
      expect([path, ...(await put(path))]).toEqual([path, 400, 'APP-MEDIA'])
    for (const path of ['..%2Fapp.json', '..%2Fdata%2Fsales.csv', 'page.svg', '%2Fetc%2Fpasswd', '']) {
      const get = await fetch(base + path, { headers })
      const deleted = await fetch(base + path, { method: 'DELETE', headers })
      expect([path, get.status, deleted.status]).toEqual([path, 404, 404])
    }
    expect(await pathsIn(ann, id, '', 'r')).toEqual(['ok.png'])
    const got = await fetch(`${base}ok.png`, { headers })
    expect(
      ['content-type', 'x-content-type-options', 'content-security-policy', 'content-length'].map((name) =>
        got.headers.get(name),
      ),
    ).toEqual(['image/png', 'nosniff', "sandbox; default-src 'none'", '1'])
    const row = await tenant.context.store.selectFrom('apps').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const folder = appFolder(tenant.context.config, row)
    await writeFile(join(folder, 'secret.png'), 'secret')
    await symlink(join(folder, 'secret.png'), join(folder, 'media', 'link.png'))
    expect(await failure(apps.getAppMedia(id, 'link.png', ann.options))).toEqual(notFound)
  })

  it('are bounded: one in size, all of an app together and in number', async () => {
    const ann = await maker()
    const id = await importApp(ann)
    const bytes = (megabytes: number) => new Uint8Array(megabytes * 2 ** 20)
    const upload = (path: string, megabytes: number) => apps.uploadAppMedia(id, path, bytes(megabytes), ann.options)
    expect(await failure(upload('large.png', 20.5))).toEqual([413, 'FILES-TOO-LARGE'])
    await upload('one.png', 20)
    expect(await failure(upload('two.png', 13))).toEqual([413, 'FILES-TOO-LARGE'])
    expect(await pathsIn(ann, id)).toEqual(['one.png'])
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`media/${index}.png`, '']))
    const full = await importApp(ann, many)
    expect(await failure(apps.uploadAppMedia(full, 'more.png', 'x', ann.options))).toEqual([400, 'APP-MEDIA'])
  })

  it('are seen by those who may open the app, and changed by those who may change it', async () => {
    const shared = await space('shared')
    const [boss, editor, reader, stranger] = [await maker(), await maker(), await person(), await person()]
    await assign(shared, boss, 'producer')
    await assign(shared, editor, 'codeveloper')
    await assign(shared, reader, 'consumer')
    const id = await importApp(boss, { 'media/a.png': 'a' }, { spaceId: shared })
    expect(await textOf(apps.getAppMedia(id, 'a.png', reader.options))).toBe('a')
    await apps.uploadAppMedia(id, 'b.png', 'b', editor.options)
    const forbidden = [403, 'APP-FORBIDDEN']
    expect(await failure(apps.uploadAppMedia(id, 'c.png', 'c', reader.options))).toEqual(forbidden)
    expect(await failure(apps.deleteAppMedia(id, 'a.png', reader.options))).toEqual(forbidden)
    const unknown = [404, 'APP-UNKNOWN']
    expect(await failure(apps.getAppMedia(id, 'a.png', stranger.options))).toEqual(unknown)
    expect(await failure(apps.getAppMediaList(id, '', {}, stranger.options))).toEqual(unknown)
    expect(await failure(apps.getAppThumbnail(id, stranger.options))).toEqual(unknown)
    expect(await failure(apps.uploadAppMedia(id, 'c.png', 'c', stranger.options))).toEqual(unknown)
    expect(await failure(apps.deleteAppMedia(id, 'a.png', stranger.options))).toEqual(unknown)
    expect(await pathsIn(reader, id)).toEqual(['a.png', 'b.png'])
  })

  it.each(['/media/a.png', '/api/v1/apps/x/media/files/a.png', 'media/a.png?t=1'])(
    'stand for the app: %s',
    async (url) => {
      const ann = await maker()
      const id = await importApp(ann, { 'media/a.png': 'a', 'app-properties.json': properties(url) })
      expect(await textOf(apps.getAppThumbnail(id, ann.options))).toBe('a')
    },
  )

  it.each(['', '/media/none.png', '/media/../app.json', 'https://example.com/a.png'])(
    'stand for no app as %j',
    async (url) => {
      const ann = await maker()
      const id = await importApp(ann, { 'media/a.png': 'a', 'app-properties.json': properties(url) })
      expect(await failure(apps.getAppThumbnail(id, ann.options))).toEqual(notFound)
    },
  )
})
