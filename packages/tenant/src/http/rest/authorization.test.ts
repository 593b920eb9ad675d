import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { emptyResources } from './empty-resources-routes.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, restCaller } from './testing/rest-caller.js'

interface Operation {
  readonly method: string
  readonly path: string
}

let tenant: StartedTenant
let operations: readonly Operation[]

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  const { body } = await restCaller(tenant, undefined)('GET', `${tenant.url}/openapi.json`)
  const addressOf = (path: string) => (path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : tenant.url + path)
  operations = Object.entries<Record<string, unknown>>(body.paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path: addressOf(path.replace(/\{\w+\}/g, 'x')),
      })),
    )
    .filter((operation) => ![...forEverybody, ...forTheOperator].includes(name(operation)))
})
afterAll(() => tenant.close())

/** Calls an operation; `probe` keeps a body from deciding, as authorization has to be checked before it. */
const probe = async ({ method, path }: Operation, token: string | undefined) =>
  restCaller(tenant, token)(method, path, method === 'GET' || method === 'DELETE' ? undefined : { probe: true })

const name = ({ method, path }: Operation): string => `${method} ${path}`

/** What is told without a token. */
const forEverybody = ['GET /identity-providers/.well-known/metadata.json']

/** What no token of the tenant may do: the operator has a secret of its own. */
const forTheOperator = ['POST /tenants', 'POST /tenants/x/actions/deactivate', 'POST /tenants/x/actions/reactivate']

/** What any valid token may do, whatever its scopes; the answers depend on the user or show public fields only. */
const forAnyToken = [
  'GET /users/me',
  'GET /tenants/me',
  'GET /tenants/x',
  'GET /oauth-clients',
  'GET /oauth-clients/x',
  'GET /user-locale',
  'GET /locale',
  'GET /user-settings',
  'GET /claims/me',
  'GET /features',
  'GET /ui-config',
  'GET /boot/core-init',
  'GET /csrf-token',
  'GET /identity-providers/me/meta',
  'GET /api-keys/configs/x',
  ...Object.keys(emptyResources).map((path) => `GET ${path}`),
]

describe('every operation of the REST API', () => {
  it('is described', () => {
    expect(operations.length).toBeGreaterThan(40)
  })

  it('refuses a request without a token', async () => {
    for (const operation of operations) {
      const { status, body, headers } = await probe(operation, undefined)
      expect([name(operation), status, body.errors[0].code]).toEqual([name(operation), 401, 'AUTH-TOKEN-MISSING'])
      expect(headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('refuses what is no token', async () => {
    for (const operation of operations)
      expect([name(operation), (await probe(operation, 'nonsense')).status]).toEqual([name(operation), 401])
  })

  it('refuses a token without a fitting scope, unless any token will do', async () => {
    const caller = await machineCaller(tenant, ['profile'])
    const allowed: string[] = []
    for (const { method, path } of operations) {
      const { status, body } = await caller(
        method,
        path,
        method === 'GET' || method === 'DELETE' ? undefined : { probe: true },
      )
      if (status === 403 && body.errors[0].code === 'AUTH-INSUFFICIENT-SCOPE') continue
      allowed.push(`${method} ${path}`)
    }
    expect(allowed.sort()).toEqual([...forAnyToken].sort())
  })

  it('refuses every token what is the operator’s', async () => {
    const admin = await machineCaller(tenant)
    for (const operation of forTheOperator) {
      const [method = '', path = ''] = operation.split(' ')
      const { status, body } = await admin(method, path, { probe: true })
      expect([operation, status, body.errors[0].code]).toEqual([operation, 403, 'TENANTS-OPERATOR-ONLY'])
    }
  })

  it('keeps administration from a user, and what changes from one who may only read', async () => {
    const asUser = await machineCaller(tenant, ['user_default'])
    for (const [method, path] of [
      ['GET', '/users'],
      ['POST', '/users'],
      ['PATCH', '/users/x'],
      ['DELETE', '/users/x'],
      ['GET', '/groups'],
      ['POST', '/groups'],
      ['POST', '/oauth-clients'],
      ['POST', '/oauth-clients/x/client-secrets'],
    ] as const)
      expect([method, path, (await asUser(method, path)).status]).toEqual([method, path, 403])

    const asReader = await machineCaller(tenant, ['admin.users:read'])
    expect((await asReader('GET', '/users')).status).toBe(200)
    expect((await asReader('POST', '/users', { subject: 's' })).status).toBe(403)
    expect((await asReader('DELETE', '/users/x')).status).toBe(403)
    const asUserAdmin = await machineCaller(tenant, ['admin.users'])
    expect((await asUserAdmin('POST', '/oauth-clients', { appType: 'web', clientName: 'c' })).status).toBe(403)
  })
})

describe('what is asked for without a token', () => {
  it('tells the platform', async () => {
    const { status, body } = await restCaller(tenant, undefined)(
      'GET',
      `${tenant.url}/resources/autogenerated/product-info.json`,
    )
    expect(status).toBe(200)
    expect(body.composition.deploymentType).toBe('qlikcloudservices')
  })
})
