import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { registerEmbedAssetRoutes } from './embed-asset-routes.js'

const script = 'export const chart = 1\n'.repeat(50)

let folder: string
let tenant: StartedTenant

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-assets-'))
  mkdirSync(join(folder, 'assets/chunks'), { recursive: true })
  writeFileSync(join(folder, 'private.txt'), 'not an asset')
  const files = [
    { path: 'main.js', type: 'text/javascript', encodings: ['br', 'gzip'] },
    { path: 'chunks/chart.a1b2c3.js', type: 'text/javascript', encodings: ['br', 'gzip'] },
    { path: 'classic.html', type: 'text/html', encodings: [] },
  ]
  for (const { path } of files) {
    writeFileSync(join(folder, 'assets', path), script)
    writeFileSync(join(folder, 'assets', `${path}.br`), brotliCompressSync(script))
    writeFileSync(join(folder, 'assets', `${path}.gz`), gzipSync(script))
  }
  writeFileSync(join(folder, 'assets.json'), JSON.stringify({ main: 'main.js', files }))
  tenant = await startTenant({ config: { embedAssetsDir: folder }, routes: [registerEmbedAssetRoutes] })
})
afterAll(async () => {
  await tenant.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A request with exactly these headers; `fetch` would decode the answer. */
const request = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    get(`${tenant.url}/qlik-embed/${path}`, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    }).on('error', reject)
  })

describe('the browser runtime', () => {
  it('is also where the first published clients look for it', async () => {
    const response = await fetch(`${tenant.url}/main.js`)
    expect([response.status, await response.text()]).toEqual([200, script])
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect((await fetch(`${tenant.url}/chunks/chart.a1b2c3.js`)).status).toBe(404)
  })

  it('is sent in the best encoding that is accepted', async () => {
    const brotli = await request('main.js', { 'accept-encoding': 'gzip, deflate, br' })
    expect(brotli.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script)
    const gzip = await request('main.js', { 'accept-encoding': 'gzip, br;q=0' })
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.body).toString()).toBe(script)
    for (const accepted of [{}, { 'accept-encoding': 'identity' }]) {
      const plain = await request('main.js', accepted as Record<string, string>)
      expect(plain.headers['content-encoding']).toBeUndefined()
      expect(plain.body.toString()).toBe(script)
    }
    expect(brotli.headers.vary).toMatch(/Origin.*Accept-Encoding/)
  })

  it('keeps files with hashed names for ever, and asks again for the others', async () => {
    expect((await request('chunks/chart.a1b2c3.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    )
    const main = await request('main.js')
    expect(main.headers['cache-control']).toBe('no-cache')
    const again = await request('main.js', { 'if-none-match': main.headers.etag ?? '' })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  it('is a script that other sites may load and nobody may sniff', async () => {
    const { headers } = await request('main.js')
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })

  it('is given as a module to every page, so that one which no client allows can say so, without credentials', async () => {
    await tenant.addClient({ allowed_origins: '["https://portal.example"]' })
    for (const origin of ['https://portal.example', 'https://elsewhere.example']) {
      const { status, headers } = await request('chunks/chart.a1b2c3.js', { origin })
      expect([status, headers['access-control-allow-origin']]).toEqual([200, origin])
      expect(headers['access-control-allow-credentials']).toBeUndefined()
      expect(headers.vary).toContain('Origin')
    }
  })

  it('has no other files', async () => {
    for (const path of ['missing.js', '../private.txt', '..%2fprivate.txt', 'main.js.br', 'assets.json', '']) {
      expect((await request(path)).status).toBe(404)
    }
  })
})

describe('the page of classic embeds', () => {
  it('can be framed by the pages of its client only', async () => {
    const client = await tenant.addClient({ allowed_origins: '["https://portal.example","http://localhost:4801"]' })
    const { headers } = await request(`classic.html?client_id=${client.clientId}`)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain('frame-ancestors https://portal.example http://localhost:4801')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain(`connect-src 'self' ${tenant.url.replace('http', 'ws')}`)
    expect(headers['referrer-policy']).toBe('no-referrer')
  })

  it('is not for scripts of pages that no client allows', async () => {
    const { status, headers } = await request('classic.html', { origin: 'https://elsewhere.example' })
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined])
  })

  it('can be framed by nobody for an unknown, disabled or unnamed client', async () => {
    const disabled = await tenant.addClient({ allowed_origins: '["https://portal.example"]', disable_tag: 'off' })
    for (const query of ['', '?client_id=unknown', `?client_id=${disabled.clientId}`]) {
      const { headers } = await request(`classic.html${query}`)
      expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'$/)
    }
  })

  it('takes no directive from what is stored as an origin', async () => {
    const odd = await tenant.addClient({ allowed_origins: '["https://a.example; script-src *","*"]' })
    const { headers } = await request(`classic.html?client_id=${odd.clientId}`)
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'$/)
  })
})
