import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lastRecord } from '../testing/refusals.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { describeOnBothStores } from '../testing/stores.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from './rest/testing/rest-caller.js'

const path = '/dcrAllowedAuthenticationMethods'
const replace = (at: string, value: unknown) => ({ op: 'replace', path: at, value })
const enabled = (value: boolean) => replace('/dynamicClientRegistrationEnabled', value)

describeOnBothStores('methods of registered clients', (newLocation) => {
  let tenant: StartedTenant
  let admin: RestCaller

  beforeAll(async () => {
    const config = { dynamicClientRegistration: true, store: await newLocation() }
    tenant = await startTenant({ routes: [registerRestRoutes], config })
    admin = await machineCaller(tenant)
  })
  beforeEach(() => tenant.dependencies.store.deleteFrom('oauth_settings').execute())
  afterAll(() => tenant?.close())

  const settings = (by = admin) => by('GET', `${tenant.url}/api/core/auth-settings`)
  const patch = (operations: object[], by = admin) => by('PATCH', `${tenant.url}/api/core/auth-settings`, operations)
  const register = async (method: string | undefined) => {
    const response = await fetch(`${tenant.url}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Assistant',
        client_uri: 'https://assistant.example',
        redirect_uris: ['https://assistant.example/callback'],
        token_endpoint_auth_method: method,
      }),
    })
    return { status: response.status, body: await response.json() }
  }

  it('are all that there are, and shown while clients may register', async () => {
    expect((await settings()).body).not.toHaveProperty('dcrAllowedAuthenticationMethods')
    const { status, body } = await patch([enabled(true)])
    expect([status, body.dcrAllowedAuthenticationMethods]).toEqual([200, ['none', 'client_secret']])
    for (const method of ['none', 'client_secret_basic', 'client_secret_post', undefined])
      expect((await register(method)).status).toBe(201)
  })

  it.each([
    [['client_secret'], ['client_secret_basic', 'client_secret_post', undefined], ['none']],
    [['none'], ['none'], ['client_secret_basic', 'client_secret_post', undefined]],
  ])('are those of the settings: %j', async (allowed, taken, refused) => {
    const { status, body } = await patch([enabled(true), replace(path, allowed)])
    expect([status, body.dcrAllowedAuthenticationMethods]).toEqual([200, allowed])
    expect((await settings()).body.dcrAllowedAuthenticationMethods).toEqual(allowed)
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'auth-settings.updated',
      changed: ['dynamicClientRegistrationEnabled', 'dcrAllowedAuthenticationMethods'],
    })
    for (const method of taken) expect((await register(method)).status).toBe(201)
    for (const method of refused) {
      const answer = await register(method)
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_client_metadata'])
      expect(answer.body.errors[0].code).toBe('OAUTH-REGISTRATION-METHOD')
      expect(answer.body.error_description).toContain(taken.filter((each) => each !== undefined).join(', '))
      expect(answer.body).not.toHaveProperty('client_id')
    }
  })

  it('let nobody register by themselves, where nothing was decided yet', async () => {
    const { status, body } = await patch([replace(path, ['none'])])
    expect([status, body.errors[0].code]).toEqual([400, 'REST-INVALID-PATCH'])
    expect((await settings()).body).toMatchObject({ isDefault: true, dynamicClientRegistrationEnabled: false })
  })

  it('outlast the times at which nobody may register, and can be changed at no such time', async () => {
    await patch([enabled(true), replace(path, ['none'])])
    expect((await patch([enabled(false)])).body).not.toHaveProperty('dcrAllowedAuthenticationMethods')
    const refused = [
      [replace(path, ['client_secret'])],
      [enabled(true), replace(path, ['client_secret']), enabled(false)],
    ]
    for (const operations of refused) {
      const { status, body } = await patch(operations)
      expect([status, body.errors[0].code]).toEqual([400, 'REST-INVALID-PATCH'])
    }
    expect((await settings()).body.dynamicClientRegistrationEnabled).toBe(false)
    expect((await patch([enabled(true)])).body.dcrAllowedAuthenticationMethods).toEqual(['none'])
  })

  describe('do not become', () => {
    it.each([[[]], [['private_key_jwt']], [['none', 'none']], ['none'], [null], [[1]]])('%j', async (value) => {
      const { status, body } = await patch([enabled(true), replace(path, value)])
      expect([status, body.errors[0].code]).toEqual([400, 'REST-INVALID-PATCH'])
      expect((await settings()).body.dynamicClientRegistrationEnabled).toBe(false)
    })
  })

  it('are changed with admin_classic only', async () => {
    await patch([enabled(true)])
    const { status, body } = await patch(
      [replace(path, ['none'])],
      await machineCaller(tenant, ['admin.auth-settings']),
    )
    expect([status, body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
    expect((await settings()).body.dcrAllowedAuthenticationMethods).toHaveLength(2)
  })
})
