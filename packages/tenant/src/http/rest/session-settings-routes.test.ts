import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant?.close())

const authSettings = () => `${tenant.url}/api/core/auth-settings`
const replace = (path: string, value: unknown) => [{ op: 'replace', path, value }]

describe('auth-settings', () => {
  it('have defaults, and keep what they are patched to', async () => {
    expect((await admin('GET', authSettings())).body).toMatchObject({
      tenantId: tenant.context.tenant.id,
      isDefault: true,
      userSessionInactivityTimeoutMinutes: 30,
      maxUserSessionLifespanMinutes: 1440,
    })
    const patch = [
      ...replace('/userSessionInactivityTimeoutMinutes', 60),
      ...replace('/maxUserSessionLifespanMinutes', 600),
    ]
    const settings = { isDefault: false, userSessionInactivityTimeoutMinutes: 60, maxUserSessionLifespanMinutes: 600 }
    expect(await admin('PATCH', authSettings(), patch)).toMatchObject({ status: 200, body: settings })
    expect((await admin('GET', authSettings())).body).toMatchObject(settings)
  })

  it.each([
    ['/userSessionInactivityTimeoutMinutes', 14],
    ['/userSessionInactivityTimeoutMinutes', 1441],
    ['/userSessionInactivityTimeoutMinutes', 20.5],
    ['/userSessionInactivityTimeoutMinutes', '30'],
    ['/maxUserSessionLifespanMinutes', 59],
    ['/maxUserSessionLifespanMinutes', 90],
    ['/maxUserSessionLifespanMinutes', 10_140],
    ['/isDefault', true],
  ])('do not take %s %j', async (path, value) => {
    expect(await admin('PATCH', authSettings(), replace(path, value))).toMatchObject({ status: 400 })
  })

  it('are the business of administrators', async () => {
    const user = await machineCaller(tenant, ['user_default'])
    expect((await user('GET', authSettings())).status).toBe(403)
    expect((await user('PATCH', authSettings(), replace('/maxUserSessionLifespanMinutes', 600))).status).toBe(403)
  })
})

describe('web integrations', () => {
  it('are created, read, patched and deleted', async () => {
    const made = await admin('POST', '/web-integrations', { name: 'Portal', validOrigins: ['https://portal.example'] })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Portal', validOrigins: ['https://portal.example'], partitionedCookies: false },
    })
    const path = `/web-integrations/${made.body.id}`
    const patch = [
      ...replace('/name', 'Shop'),
      ...replace('/validOrigins', ['http://localhost:3000']),
      ...replace('/partitionedCookies', true),
    ]
    expect((await admin('PATCH', path, patch)).status).toBe(204)
    expect((await admin('GET', path)).body).toMatchObject({
      name: 'Shop',
      validOrigins: ['http://localhost:3000'],
      partitionedCookies: true,
    })
    expect((await admin('DELETE', path)).status).toBe(204)
    for (const [method, body] of [['GET'], ['PATCH', patch], ['DELETE']] as const)
      expect(await admin(method, path, body)).toMatchObject({ status: 404 })
  })

  it('are listed by pages, with cursors of their own', async () => {
    for (const name of ['a', 'b', 'c']) await admin('POST', '/web-integrations', { name })
    const first = await admin('GET', '/web-integrations?limit=2&sort=-name')
    expect(first.body.data.map(({ name }: { name: string }) => name)).toEqual(['c', 'b'])
    const { next } = first.body.links
    expect(next.href).toContain('startingAfter=')
    const second = await admin('GET', next.href.slice(next.href.indexOf('/web-integrations')))
    expect(second.body.data.map(({ name }: { name: string }) => name)).toEqual(['a'])
    const back = second.body.links.prev.href
    expect((await admin('GET', back.slice(back.indexOf('/web-integrations')))).body.data).toHaveLength(2)
    expect((await admin('GET', '/web-integrations?tenantId=other')).body.data).toEqual([])
  })

  it.each(['https://*.example', 'http://portal.example', 'https://portal.example/', 'portal.example', '*'])(
    'do not take the origin %s',
    async (origin) => {
      const made = await admin('POST', '/web-integrations', { name: 'x', validOrigins: [origin] })
      expect(made).toMatchObject({
        status: 400,
        body: { errors: [{ code: 'WEB-INTEGRATIONS-INVALID', source: { pointer: '/validOrigins/0' } }] },
      })
    },
  )

  it('are the business of administrators', async () => {
    const user = await machineCaller(tenant, ['user_default'])
    for (const [method, path, body] of [
      ['GET', '/web-integrations'],
      ['POST', '/web-integrations', { name: 'x' }],
      ['GET', '/web-integrations/x'],
      ['PATCH', '/web-integrations/x', replace('/name', 'y')],
      ['DELETE', '/web-integrations/x'],
    ] as const)
      expect(await user(method, path, body)).toMatchObject({ status: 403 })
  })
})
