import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from './rest/testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant?.close())

const half = '\ud83d'
const impersonation = { grant_type: 'urn:qlik:oauth:user-impersonation' }

describe('half of a surrogate pair', () => {
  it.each<[string, string, unknown]>([
    ['POST', '/users', { subject: `a${half}` }],
    ['POST', '/users', { subject: 'a', name: half }],
    ['POST', '/users', { subject: 'a', email: `${half}@example.com` }],
    ['POST', '/users', { subject: 'a', [half]: 'x' }],
    ['PATCH', '/users/x', [{ op: 'replace', path: '/name', value: half }]],
    ['POST', '/users/actions/invite', { invitees: [{ email: `${half}@example.com` }] }],
    ['POST', '/groups', { name: half, providerType: 'custom' }],
    ['POST', '/roles', { name: half, assignedScopes: [] }],
    ['POST', '/spaces', { name: half, type: 'shared' }],
    ['POST', '/oauth-clients', { appType: 'web', clientName: half }],
  ])('is refused in %s %s', async (method, path, body) => {
    const { status, body: answer } = await admin(method, path, body)
    expect([status, answer.errors[0].code]).toEqual([400, 'REST-INVALID-BODY'])
    expect(answer.errors[0].detail).toContain('half of a surrogate pair')
  })

  it('is refused in a filter', async () => {
    const { status, body } = await admin('GET', `/users?${new URLSearchParams({ filter: 'subject eq "\\ud83d"' })}`)
    expect([status, body.errors[0].code]).toEqual([400, 'REST-INVALID-FILTER'])
  })

  it('is refused in a token request, as JSON and as the user of a form', async () => {
    const client = await tenant.addClient({ may_provision_users: 1 })
    const base = { ...impersonation, ...wire(client) }
    const user = { subject: 'b', groups: [`North ${half}`] }
    const form = new URLSearchParams({ ...base, user: JSON.stringify(user) })
    const answers = [
      await tenant.requestToken({ ...base, user_lookup: { field: 'subject', value: half } }),
      await tenant.requestToken({ ...base, user: { subject: half } }),
      await tenant.requestToken({ ...base, user }),
      await tenant.requestToken({ ...base, user: { subject: 'b', attributes: { plan: half } } }),
    ]
    const sent = await fetch(`${tenant.url}/oauth/token`, { method: 'POST', body: form })
    for (const { status, body } of [...answers, { status: sent.status, body: await sent.json() }])
      expect([status, body.error]).toEqual([400, 'invalid_request'])
  })

  it('is no part of an emoji, which is text as any other', async () => {
    const created = await admin('POST', '/users', { subject: '😀', name: '𝒜nn' })
    expect([created.status, created.body.subject]).toEqual([201, '😀'])
    const client = await tenant.addClient()
    const lookup = { field: 'subject', value: '😀' }
    expect((await tenant.requestToken({ ...impersonation, ...wire(client), user_lookup: lookup })).status).toBe(200)
  })
})

describe('bytes that are not UTF-8', () => {
  const send = async (path: string, type: string, text: string, headers: Record<string, string> = {}) => {
    const body = new Uint8Array(Buffer.from(text, 'latin1'))
    const response = await fetch(`${tenant.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body,
    })
    return [response.status, (await response.json()).errors[0].code]
  }

  it('are refused in bodies, and in what a form encodes', async () => {
    const client = await tenant.addClient({ may_provision_users: 1 })
    const authorization = `Bearer ${await tenant.adminToken()}`
    const json = (subject: string) => JSON.stringify({ ...impersonation, ...wire(client), user: { subject } })
    const form = (value: string) =>
      `${new URLSearchParams({ ...impersonation, ...wire(client), 'user_lookup[field]': 'subject' })}&user_lookup[value]=${value}`
    const formType = 'application/x-www-form-urlencoded'
    expect(await send('/oauth/token', 'application/json', json('caf\xe9'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(await send('/oauth/token', formType, form('caf%E9'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(await send('/oauth/token', formType, form('caf%'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(await send('/oauth/token', formType, form('caf%C3%A9'))).toEqual([400, 'OAUTH-USER-NOT-FOUND'])
    expect(await send('/api/v1/users', 'application/json', '{"subject":"caf\xe9"}', { authorization })).toEqual([
      400,
      'HTTP-MALFORMED',
    ])
    expect(await send('/oauth/register', 'application/json', '{"client_name":"caf\xe9"}')).toEqual([
      400,
      'HTTP-MALFORMED',
    ])
  })
})
