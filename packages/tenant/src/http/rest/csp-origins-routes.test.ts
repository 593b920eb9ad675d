import { type auth, cspOrigins } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerEmbedAssetRoutes } from '../embed-asset-routes.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes, registerEmbedAssetRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

/** The policy that browsers get with the page of classic embeds. */
const pagePolicy = async (query = ''): Promise<string> => {
  const { headers } = await fetch(`${tenant.url}/qlik-embed/classic.html${query}`)
  return String(headers.get('content-security-policy'))
}

const directive = (policy: string, name: string): string[] =>
  (policy.split('; ').find((each) => each.startsWith(`${name} `)) ?? '').split(' ').slice(1)

describe('the csp-origins API', () => {
  it('extends the policy of our own pages, and takes it back', async () => {
    const before = await pagePolicy()
    const created = await admin('POST', '/csp-origins', {
      origin: 'https://Tiles.example:8443',
      name: 'Map tiles',
      imgSrc: true,
      connectSrcWSS: true,
      frameAncestors: true,
    })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ origin: 'https://tiles.example:8443', imgSrc: true, scriptSrc: false })
    const policy = await pagePolicy()
    expect(directive(policy, 'img-src')).toContain('https://tiles.example:8443')
    expect(directive(policy, 'connect-src')).toContain('wss://tiles.example:8443')
    expect(directive(policy, 'frame-ancestors')).toEqual(['https://tiles.example:8443'])
    expect(directive(policy, 'script-src')).toEqual(["'self'"])
    const { body } = await admin('GET', '/csp-origins/actions/generate-header')
    expect(body['Content-Security-Policy']).toBe(policy)

    const client = await tenant.addClient({ allowed_origins: '["https://portal.example"]' })
    expect(directive(await pagePolicy(`?client_id=${client.clientId}`), 'frame-ancestors')).toEqual([
      'https://portal.example',
      'https://tiles.example:8443',
    ])

    const path = `/csp-origins/${created.body.id}`
    const replaced = await admin('PUT', path, { ...created.body, imgSrc: false, frameAncestors: false })
    expect([replaced.status, replaced.body.name]).toEqual([200, 'Map tiles'])
    expect(directive(await pagePolicy(), 'img-src')).not.toContain('https://tiles.example:8443')
    expect((await admin('DELETE', path)).status).toBe(204)
    expect(await pagePolicy()).toBe(before)
    expect((await admin('GET', path)).status).toBe(404)
  })

  it.each([
    'https://*.example.com',
    '*',
    'https:',
    "'unsafe-inline'",
    'https://a.example/path',
    'https://a.example; script-src *',
    'https://a.example https://b.example',
    'http://a.example',
    'https://user@a.example',
    'data:',
    'a.example/x',
  ])('takes no %s', async (origin) => {
    const { status, body } = await admin('POST', '/csp-origins', { origin, scriptSrc: true })
    expect([status, body.errors[0].code]).toEqual([400, 'CSP-ORIGIN-INVALID'])
  })

  it('has one entry for an origin, and so many for a tenant', async () => {
    const other = await startTenant({ routes: [registerRestRoutes] })
    const caller = await machineCaller(other)
    const add = (origin: string) => caller('POST', '/csp-origins', { origin })
    const first = await add('cdn.example')
    expect(first.status).toBe(201)
    const second = await add('https://cdn2.example')
    expect((await add('CDN.example')).body.errors[0].code).toBe('CSP-ORIGIN-DUPLICATE')
    expect((await caller('PUT', `/csp-origins/${second.body.id}`, { origin: 'cdn.example' })).body.errors[0].code).toBe(
      'CSP-ORIGIN-DUPLICATE',
    )
    for (let index = 2; index < 100; index += 1) await add(`https://c${index}.example`)
    expect((await add('https://more.example')).body.errors[0].code).toBe('CSP-ORIGIN-LIMIT')
    await other.close()
  })

  it('lists, filters, sorts and pages for the published client', async () => {
    const hostConfig: HostConfig = {
      authType: 'oauth2',
      host: tenant.url,
      clientId: tenant.admin.clientId,
      clientSecret: tenant.admin.clientSecret,
      scope: 'admin_classic',
      noCache: true,
    }
    const options = { hostConfig, noCache: true }
    for (const name of ['one', 'two', 'three'])
      await cspOrigins.createCSPEntry({ origin: `https://${name}.example`, name, fontSrc: name !== 'two' }, options)
    const origins = async (query: Parameters<typeof cspOrigins.getCSPEntries>[0]) =>
      (await cspOrigins.getCSPEntries(query, options)).data.data?.map(({ origin }) => origin)
    expect(await origins({ sort: '-name' })).toEqual([
      'https://two.example',
      'https://three.example',
      'https://one.example',
    ])
    expect(await origins({ fontSrc: false })).toEqual(['https://two.example'])
    expect(await origins({ name: 'T*' })).toEqual(['https://three.example', 'https://two.example'])
    expect(await origins({ origin: '*O*E.example' })).toEqual(['https://one.example'])
    const first = await cspOrigins.getCSPEntries({ limit: 2 }, options)
    const second = await first.next?.(options)
    expect(second?.data.data?.map(({ name }) => name)).toEqual(['two'])
    expect((await second?.prev?.(options))?.data.data).toEqual(first.data.data)
  })

  it('is for administrators', async () => {
    const others = await machineCaller(tenant, ['admin.users', 'user_default'])
    expect((await others('GET', '/csp-origins')).status).toBe(403)
    expect((await others('POST', '/csp-origins', { origin: 'https://x.example' })).status).toBe(403)
    expect((await others('GET', '/csp-origins/actions/generate-header')).status).toBe(403)
  })
})
