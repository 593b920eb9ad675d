import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apps, tempContents } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tenantFiles } from '../../files/tenant-files.js'
import { sweepFiles } from '../../tenants/sweep-files.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { failure, type MakingTenant, startMakingTenant } from './testing/making-tenant.js'

const megabyte = 2 ** 20

describeOnBothStores('temporary contents', (newLocation) => {
  let { tenant, person, maker } = {} as MakingTenant
  beforeAll(async () => {
    const config = { uploadSize: 1, userQuota: 2 }
    ;({ tenant, person, maker } = await startMakingTenant(await newLocation(), config))
  })
  afterAll(() => tenant?.close())

  const lastOf = (headers: Headers): string => headers.get('location')?.split('/').at(-1) ?? ''
  const bytes = (size: number) => new Uint8Array(size).fill(120)
  const folder = () => tenantFiles(tenant.context.config, tenant.context.tenant.id, 'temp-contents')

  it('are given back as they were sent, to the user who sent them alone', async () => {
    const [ann, bob] = [await person(), await person()]
    const sent = await tempContents.uploadTempFile({ filename: 'notes ü.txt', ttl: 60 }, 'hello' as never, ann.options)
    expect(sent.status).toBe(201)
    const id = lastOf(sent.headers)
    expect(id).toMatch(/^[0-9a-f]{48}$/)
    const got = await tempContents.downloadTempFile(id, {}, ann.options)
    expect(await (got.data as Blob).text()).toBe('hello')
    expect(got.headers.get('content-disposition')).toContain('attachment')
    const details = (await tempContents.getTempFileDetails(id, ann.options)).data
    expect(details).toMatchObject({ ID: id, Name: 'notes ü.txt', Size: '5', TTLSeconds: 60, CreatorID: ann.id })
    const notFound = [404, 'TEMP-CONTENTS-NOT-FOUND']
    expect(await failure(tempContents.downloadTempFile(id, {}, bob.options))).toEqual(notFound)
    expect(await failure(tempContents.getTempFileDetails(id, bob.options))).toEqual(notFound)
    expect(await failure(apps.importApp({ fileId: id }, undefined as never, (await maker()).options))).toEqual(notFound)
  })

  it('run nothing in a browser, whatever they are called', async () => {
    const ann = await person()
    const shown = async (filename: string) => {
      const sent = await tempContents.uploadTempFile({ filename }, '<script>' as never, ann.options)
      const url = `${tenant.url}/api/v1/temp-contents/${lastOf(sent.headers)}?inline=1`
      const { headers } = await fetch(url, { headers: { authorization: `Bearer ${ann.token}` } })
      const names = ['content-type', 'x-content-type-options', 'content-security-policy']
      return [headers.get('content-disposition')?.split(';')[0], ...names.map((name) => headers.get(name))]
    }
    const locked = ['nosniff', "sandbox; default-src 'none'"]
    for (const name of ['page.html', 'picture.svg', 'text', 'a.png.htm'])
      expect(await shown(name)).toEqual(['attachment', 'application/octet-stream', ...locked])
    expect(await shown('picture.PNG')).toEqual([undefined, 'image/png', ...locked])
  })

  it('are bounded: one in size, all of a user together; what is refused leaves nothing', async () => {
    const ann = await person()
    const upload = (size: number) => tempContents.uploadTempFile({}, bytes(size), ann.options)
    const before = (await readdir(folder())).length
    expect(await failure(upload(megabyte + 1))).toEqual([413, 'FILES-TOO-LARGE'])
    expect((await upload(megabyte)).status).toBe(201)
    expect((await upload(megabyte - 10)).status).toBe(201)
    expect(await failure(upload(11))).toEqual([413, 'FILES-TOO-LARGE'])
    expect((await upload(10)).status).toBe(201)
    expect(await readdir(folder())).toHaveLength(before + 3)
    expect(await failure(tempContents.uploadTempFile({ ttl: 300_000 }, bytes(1), ann.options))).toEqual([
      400,
      'REST-INVALID-PARAMETER',
    ])
    expect(await failure(tempContents.uploadTempFile({ filename: '../x' }, bytes(1), ann.options))).toEqual([
      400,
      'REST-INVALID-PARAMETER',
    ])
  })

  it('expire, and are swept; nothing that is named is', async () => {
    const ann = await person()
    const { store, config } = tenant.context
    const short = lastOf((await tempContents.uploadTempFile({ ttl: 1 }, 'a' as never, ann.options)).headers)
    const long = lastOf((await tempContents.uploadTempFile({ ttl: 259_200 }, 'b' as never, ann.options)).headers)
    await store
      .updateTable('temp_contents')
      .set({ expires_at: Date.now() - 1 })
      .where('id', '=', short)
      .execute()
    expect(await failure(tempContents.downloadTempFile(short, {}, ann.options))).toEqual([410, 'TEMP-CONTENTS-EXPIRED'])
    await mkdir(join(folder(), 'crashed.import'))
    await writeFile(join(folder(), 'young.part'), '')
    const old = new Date(Date.now() - 10_000_000)
    for (const name of [short, long, 'crashed.import']) await utimes(join(folder(), name), old, old)
    await sweepFiles(store, config, Date.now())
    const left = await readdir(folder())
    expect([short, 'crashed.import'].filter((name) => left.includes(name))).toEqual([])
    expect([long, 'young.part'].filter((name) => left.includes(name))).toHaveLength(2)
    expect(await readFile(join(folder(), long), 'utf8')).toBe('b')
    await store
      .updateTable('temp_contents')
      .set({ expires_at: Date.now() - 90_000_000 })
      .where('id', '=', short)
      .execute()
    await sweepFiles(store, config, Date.now())
    expect(await failure(tempContents.downloadTempFile(short, {}, ann.options))).toEqual([
      404,
      'TEMP-CONTENTS-NOT-FOUND',
    ])
  })
})
