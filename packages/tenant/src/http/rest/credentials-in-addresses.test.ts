import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], config: { dynamicClientRegistration: true } })
  admin = await machineCaller(tenant)
  await admin('PATCH', '/oauth-clients/settings', [{ op: 'replace', path: '/dynamicClientRegistration', value: true }])
})
afterAll(() => tenant?.close())

const refused = (answer: { status: number; body: { errors?: { source?: object; detail: string }[] } }) => [
  answer.status,
  answer.body.errors?.[0]?.source,
  /user name or a password|neither credentials/.test(answer.body.errors?.[0]?.detail ?? ''),
]

const addresses = ['https://ann:secret@app.example/', 'https://ann@app.example/', 'https://@app.example/']

describe.each(addresses)('an address with credentials (%s)', (address) => {
  const client = { appType: 'web', clientName: 'Portal', allowedGrantTypes: ['client_credentials'] }

  it.each([
    ['redirectUris', [address], '/redirectUris/0'],
    ['allowedOrigins', [address.slice(0, -1)], '/allowedOrigins/0'],
    ['clientUri', address, '/clientUri'],
    ['logoUri', address, '/logoUri'],
    ['jwksUri', address, '/jwksUri'],
  ])('is no %s of a client', async (member, value, pointer) => {
    const body = { ...client, allowedAuthMethods: ['client_secret'], [member]: value }
    expect(refused(await admin('POST', '/oauth-clients', body))).toEqual([400, { pointer }, true])
    const { clientId } = await tenant.addClient()
    const patch = [{ op: 'add', path: `/${member}`, value }]
    const changed = await admin('PATCH', `/oauth-clients/${clientId}`, patch)
    expect([changed.status, changed.body.errors[0].code]).toEqual([400, 'OAUTH-CLIENTS-INVALID'])
  })

  it.each([
    ['redirect_uris', [address], 'OAUTH-REGISTRATION-REDIRECT'],
    ['client_uri', address, 'OAUTH-REGISTRATION-INVALID'],
    ['logo_uri', address, 'OAUTH-REGISTRATION-INVALID'],
  ])('is no %s of a registration', async (member, value, code) => {
    const body = { client_name: 'R', client_uri: 'https://r.example', redirect_uris: ['https://r.example/'] }
    const response = await fetch(`${tenant.url}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, [member]: value }),
    })
    expect([response.status, (await response.json()).errors[0].code]).toEqual([400, code])
  })

  it('is no address of an identity provider or a web integration', async () => {
    const options = { discoveryUrl: address, clientId: 'c', clientSecret: 's' }
    const provider = { protocol: 'OIDC', provider: 'generic', interactive: true, skipVerify: true, options }
    const pointer = '/options/discoveryUrl'
    expect(refused(await admin('POST', '/identity-providers', provider))).toEqual([400, { pointer }, true])
    const integration = { name: 'W', validOrigins: [address.slice(0, -1)] }
    expect((await admin('POST', '/web-integrations', integration)).status).toBe(400)
  })
})
