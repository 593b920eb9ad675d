import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lastRecord } from '../testing/refusals.js'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { describeOnBothStores } from '../testing/stores.js'
import { addSigningClient, clientKeyPair } from './client-assertion/testing/signing-client.js'

describeOnBothStores('wrong credentials', (newLocation) => {
  let tenant: StartedTenant
  beforeAll(async () => {
    const config = { store: await newLocation(), trustProxy: true, wrongCredentialLimit: 5 }
    tenant = await startTenant({ config })
  })
  afterAll(() => tenant?.close())

  let addresses = 0
  const newAddress = () => `198.51.100.${++addresses}`
  const ask = async (body: object, address: string, path = '/oauth/token') => {
    const response = await fetch(`${tenant.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    return { status: response.status, code: answer.errors?.[0].code, retryAfter: response.headers.get('retry-after') }
  }
  const times = async (count: number, run: () => Promise<{ status: number }>) => {
    const statuses: number[] = []
    for (let index = 0; index < count; index++) statuses.push((await run()).status)
    return statuses
  }
  const credentials = (client: { clientId: string; clientSecret: string }) => ({
    grant_type: grantTypes.clientCredentials,
    ...wire(client),
  })

  it('are told to wait after some, while right ones never wait, from wherever', async () => {
    const client = await tenant.addClient()
    const [guesser, elsewhere] = [newAddress(), newAddress()]
    const wrong = { ...credentials(client), client_secret: 'wrong' }
    expect(await times(5, () => ask(wrong, guesser))).toEqual([401, 401, 401, 401, 401])
    const slowed = await ask(wrong, guesser)
    expect(slowed).toEqual({
      status: 429,
      code: 'OAUTH-TOO-MANY-FAILURES',
      retryAfter: expect.stringMatching(/^(9|10)$/),
    })
    expect(await lastRecord(tenant)).toMatchObject({ errorCode: 'OAUTH-TOO-MANY-FAILURES', client: client.clientId })
    expect((await ask(wrong, elsewhere)).status).toBe(401)
    for (const address of [guesser, elsewhere]) expect((await ask(credentials(client), address)).status).toBe(200)
    // Success forgets nothing: else one of the guesser's own clients would keep the address clean.
    expect((await ask(wrong, guesser)).status).toBe(429)
    for (const path of ['/oauth/introspect', '/oauth/revoke']) {
      expect((await ask({ ...wire(client), client_secret: 'wrong', token: 'x' }, guesser, path)).status).toBe(429)
    }
  })

  it('are assertions, codes of all kinds and refresh tokens as well', async () => {
    const key = await clientKeyPair('ES256', 'k')
    const signing = await addSigningClient(tenant, key)
    const assertion = await signing.assertion({ claims: { aud: 'https://elsewhere.example' } })
    const client = await tenant.addClient({ app_type: 'spa', allowed_auth_methods: '[]' })
    const redemption = {
      client_id: client.clientId,
      redirect_uri: 'https://spa.example/',
      code_verifier: 'v'.repeat(43),
    }
    for (const body of [
      {
        grant_type: grantTypes.clientCredentials,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      },
      { grant_type: grantTypes.authorizationCode, code: 'guessed', ...redemption },
      { grant_type: grantTypes.refreshToken, refresh_token: 'guessed', client_id: client.clientId },
      { grant_type: grantTypes.anonymousEmbed, eac: 'guessed', client_id: client.clientId },
    ]) {
      const address = newAddress()
      const statuses = await times(7, () => ask(body, address))
      expect(statuses.slice(0, 5)).not.toContain(429)
      expect(statuses.slice(5)).toEqual([429, 429])
    }
  })

  it('count by address whatever client is named, and an IPv6 subscriber as one', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 52; index++) {
      const body = { grant_type: grantTypes.clientCredentials, client_id: `made-up-${index}`, client_secret: 'x' }
      statuses.push((await ask(body, `2001:db8:1:2::${index.toString(16)}`)).status)
    }
    expect(statuses.slice(0, 50).every((status) => status === 401)).toBe(true)
    expect(statuses.slice(50)).toEqual([429, 429])
  })

  it('are not what else goes wrong', async () => {
    const client = await tenant.addClient()
    const address = newAddress()
    const unknown = {
      ...credentials(client),
      grant_type: grantTypes.impersonation,
      user_lookup: { field: 'userId', value: 'x' },
    }
    expect(await times(8, () => ask(unknown, address))).not.toContain(429)
    expect(await times(8, () => ask({ nonsense: true }, address))).not.toContain(429)
  })

  it('do not slow a host down that mints for many', async () => {
    const client = await tenant.addClient()
    const address = newAddress()
    const read = async () =>
      (await tenant.dependencies.store.selectFrom('sign_in_attempts').selectAll().execute()).length
    const before = await read()
    expect(new Set(await times(60, () => ask(credentials(client), address)))).toEqual(new Set([200]))
    expect(await read()).toBe(before)
  })
})
