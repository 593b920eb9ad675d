import { allScopes, type Scope, unservedScopes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { obtainCode, redemption, spa } from '../../oauth/authorization/testing/browser.js'
import { loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
let count = 0

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
  await loadSmallApp(tenant)
})
afterAll(() => tenant?.close())

/** Whether a token with the scopes opens what a scope is for: everything else of it is the same. */
type Probe = (scopes: readonly string[]) => Promise<boolean>

/** An operation that answers 2xx to a machine with the scope, and 403 to one without. The path may depend on the test. */
const operation =
  (method: string, path: string | (() => string), body?: () => unknown): Probe =>
  async (scopes) => {
    const as = await machineCaller(tenant, scopes)
    const { status, body: answer } = await as(method, typeof path === 'string' ? path : path(), body?.())
    if (status === 403) expect(answer.errors[0].code).toBe('AUTH-INSUFFICIENT-SCOPE')
    else expect([method, status, answer?.errors]).toEqual([method, expect.toSatisfy(isGood), undefined])
    return isGood(status)
  }

const isGood = (status: number): boolean => status >= 200 && status < 300

/** A member that an answer has for a person whose token has the scope. */
const told =
  (member: string, address: () => string, ...more: Scope[]): Probe =>
  async (scopes) => {
    const held = [...more, ...scopes]
    const userId = await tenant.addUser({ email: 'ann@example.com', picture: 'https://example.com/ann.png' })
    const client = await tenant.addClient({ allowed_scopes: JSON.stringify(held) })
    const as = restCaller(tenant, await tenant.userToken(userId, client, held.join(' ')))
    const { status, body } = await as('GET', address())
    expect(status).toBe(200)
    return member in body
  }

const me = () => '/users/me'
const userinfo = () => `${tenant.url}/oauth/userinfo`

const refreshToken: Probe = async (scopes) => {
  const held = ['user_default', ...scopes].join(' ')
  const client = await tenant.addClient({
    ...spa,
    app_type: 'web',
    allowed_auth_methods: '["client_secret"]',
    allowed_scopes: JSON.stringify(held.split(' ')),
  })
  const code = await obtainCode(tenant, await tenant.addUser(), client.clientId, { scope: held })
  const redeemed = { ...redemption(client.clientId, code), ...wire(client), scope: held }
  const { status, body } = await tenant.requestToken(redeemed, { origin: 'https://spa.example' })
  expect(status).toBe(200)
  return 'refresh_token' in body
}

const named = (more: object) => () => {
  count += 1
  return { name: `Scope ${count}`, ...more }
}
const listUsers = operation('GET', '/users')
const findUser = operation('GET', `/users?${new URLSearchParams({ filter: 'email eq "ann@example.com"' })}`)
const listItems = operation('GET', '/items')
const listSpaces = operation('GET', '/spaces')
const createSpace = (type: string) => operation('POST', '/spaces', named({ type }))

/** What a person made is exported with the scope, by a token that could not have made it. */
const exportOwn: Probe = async (scopes) => {
  const made = await admin('POST', '/apps', {})
  const id: string = made.body.attributes.id
  const userId = await tenant.addUser()
  expect((await admin('PUT', `/apps/${id}/owner`, { ownerId: userId })).status).toBe(200)
  expect((await admin('DELETE', `/apps/${id}/space`)).status).toBe(200)
  const client = await tenant.addClient({ allowed_scopes: JSON.stringify(scopes) })
  const as = restCaller(tenant, await tenant.userToken(userId, client, scopes.join(' ')))
  return (await as('POST', `/apps/${id}/export`)).status === 201
}

/** What each scope opens that another token does not. */
const opens: Readonly<Record<Scope, Probe>> = {
  user_default: operation('GET', '/oauth-consents'),
  admin_classic: operation('GET', '/web-integrations'),
  openid: operation('GET', userinfo),
  profile: told('name', userinfo, 'openid'),
  email: told('email', userinfo, 'openid'),
  offline_access: refreshToken,
  'identity.email:read': told('email', me),
  'identity.subject:read': told('subject', me),
  'identity.name:read': told('name', userinfo, 'openid'),
  'identity.picture:read': told('picture', userinfo, 'openid'),
  users: findUser,
  'users:read': findUser,
  'admin.users:read': listUsers,
  'admin.users': operation('POST', '/users', () => ({ subject: `scope|${named({})().name}` })),
  apps: operation('POST', '/apps', () => ({})),
  'apps:export': exportOwn,
  'admin.apps:export': operation('POST', () => `/apps/${smallAppId}/export`),
  'apps:read': listItems,
  'admin.apps:read': listItems,
  'admin.apps': operation('DELETE', () => `/apps/${smallAppId}/space`),
  'spaces.shared': createSpace('shared'),
  'spaces.shared:create': createSpace('shared'),
  'spaces.shared:read': listSpaces,
  'spaces.managed': createSpace('managed'),
  'spaces.managed:read': listSpaces,
  'spaces.data': createSpace('data'),
  'spaces.data:read': listSpaces,
  'admin.spaces': createSpace('shared'),
  'admin.spaces:read': listSpaces,
  'admin.audits:read': operation('GET', '/audits'),
  'admin.auth-settings': operation('GET', () => `${tenant.url}/api/core/auth-settings`),
  'admin.collections.publicgoverned': operation('POST', '/collections', named({ type: 'publicgoverned' })),
  'admin.csp': operation('GET', '/csp-origins'),
  'api-keys': operation('GET', '/api-keys'),
}

describe('a scope of the catalogue', () => {
  it.each([...allScopes])('%s opens what its name says', async (scope) => {
    expect(await opens[scope]([scope])).toBe(true)
    expect(await opens[scope]([scope === 'openid' ? 'profile' : 'openid'])).toBe(false)
  })
})

describe('a scope that opens nothing', () => {
  it.each([...unservedScopes])('%s is granted to nobody', async (scope) => {
    const client = { appType: 'web', clientName: 'Hopeful', allowedScopes: ['user_default', scope] }
    const created = await admin('POST', '/oauth-clients', client)
    expect([created.status, created.body.errors[0]]).toEqual([
      400,
      expect.objectContaining({ code: 'OAUTH-CLIENTS-INVALID', source: { pointer: '/allowedScopes/1' } }),
    ])
    expect(created.body.errors[0].detail).toContain('opens nothing in this tenant')
  })

  it('is added to no client, role, or token later', async () => {
    const { clientId } = await tenant.addClient()
    const patch = [{ op: 'replace', path: '/allowedScopes', value: ['automations'] }]
    expect((await admin('PATCH', `/oauth-clients/${clientId}`, patch)).body.errors[0].code).toBe(
      'OAUTH-CLIENTS-INVALID',
    )
    const role = await admin('POST', '/roles', { name: 'Automates', assignedScopes: ['automations'] })
    expect(role.body.errors[0].code).toBe('ROLES-UNKNOWN-SCOPE')
    const old = await tenant.addClient({
      allowed_scopes: '["user_default","admin_classic","automations","admin.webhooks"]',
    })
    const token = (scope?: string) =>
      tenant.requestToken({ grant_type: 'client_credentials', ...wire(old), ...(scope !== undefined && { scope }) })
    expect((await token()).body.scope).toBe('user_default admin_classic')
    const asked = await token('automations')
    expect([asked.status, asked.body.error]).toEqual([400, 'invalid_scope'])
    expect(asked.body.errors[0].detail).toContain('opens nothing in this tenant')
  })
})
