import { grantTypes } from '@understudy/contract'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { obtainCode, redemption, spa } from '../../oauth/authorization/testing/browser.js'
import {
  assertionBody,
  type ClientKey,
  clientKeyPair,
  signAssertion,
} from '../../oauth/client-assertion/testing/signing-client.js'
import { attachQix } from '../../qix/attach-qix.js'
import { openRawSocket } from '../../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './testing/rest-caller.js'

const page = 'https://portal.example'

describeOnBothStores('a credential that is taken from a client', (newLocation) => {
  let tenant: StartedTenant | undefined
  let started: StartedTenant
  let admin: RestCaller
  let userId: string
  const start = async () => {
    tenant ??= await startTenant({
      routes: [registerRestRoutes],
      upgrades: [attachQix],
      config: { store: await newLocation() },
    })
    started = tenant
    admin = await machineCaller(started)
    userId = await started.addUser()
  }
  beforeEach(start)
  afterAll(() => tenant?.close())

  const works = async (token: string) => (await restCaller(started, token)('GET', '/users/me')).status === 200
  const secondSecret = async ({ clientId }: Credentials): Promise<Credentials> => {
    const { body } = await admin('POST', `/oauth-clients/${clientId}/client-secrets`)
    return { clientId, clientSecret: body.clientSecret }
  }
  const deleteSecret = ({ clientId, clientSecret }: Credentials) =>
    admin('DELETE', `/oauth-clients/${clientId}/client-secrets/${clientSecret.slice(0, 8)}`)
  const patch = async (id: string, ...operations: unknown[]) =>
    expect((await admin('PATCH', `/oauth-clients/${id}`, operations)).status).toBeLessThan(300)

  it('ends what was got with it, and nothing else', async () => {
    const old = await started.addClient({ allowed_origins: JSON.stringify([page]) })
    const first = await started.userToken(userId, old)
    const fresh = await secondSecret(old)
    const second = await started.userToken(userId, fresh)
    expect([await works(first), await works(second)]).toEqual([true, true])
    // A token that is exchanged keeps the credential behind the first one, whatever it is exchanged with.
    const exchanged = await started.requestToken({
      grant_type: grantTypes.tokenExchange,
      ...wire(fresh),
      subject_token: first,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    })
    expect(exchanged.status).toBe(200)
    expect(await works(exchanged.body.access_token)).toBe(true)
    expect((await deleteSecret(old)).status).toBe(204)
    expect([await works(first), await works(second), await works(exchanged.body.access_token)]).toEqual([
      false,
      true,
      false,
    ])
    expect((await deleteSecret(fresh)).status).toBe(204)
    expect(await works(second)).toBe(false)
  })

  it('closes the sockets that were opened by it, and no others', async () => {
    await loadSmallApp(started)
    const reader = await addReader(started, 'north')
    const old = await started.addClient({ allowed_origins: JSON.stringify([page]) })
    const fresh = await secondSecret(old)
    const single = async (credentials: Credentials): Promise<string> => {
      const body = {
        grant_type: grantTypes.tokenExchange,
        purpose: 'websocket',
        client_id: old.clientId,
        subject_token: await started.userToken(reader, credentials),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }
      return (await started.requestToken(body, { origin: page })).body.access_token
    }
    const open = (accessToken: string) =>
      openRawSocket(`${started.url}/app/${smallAppId}?${new URLSearchParams({ accessToken })}`, { origin: page })
    const [ending, staying, unused] = [await single(old), await single(fresh), await single(old)]
    const sockets = [await open(ending), await open(staying)]
    for (const socket of sockets) expect(await socket.nextFrame()).toMatchObject({ method: 'OnConnected' })
    await deleteSecret(old)
    expect((await sockets[0]?.closed)?.code).toBe(4006)
    const late = await open(unused)
    expect((await late.closed).code).toBeGreaterThanOrEqual(4000)
    expect((await sockets[1]?.request(-1, 'OpenDoc', smallAppId))?.result).toBeDefined()
    sockets[1]?.close()
  })

  it('ends the refresh tokens that were got with it, and no others', async () => {
    const client = await started.addClient({
      ...spa,
      allowed_scopes: '["user_default","offline_access"]',
      app_type: 'web',
      allowed_auth_methods: '["client_secret"]',
    })
    const fresh = await secondSecret(client)
    const origin = { origin: 'https://spa.example' }
    const signIn = async ({ clientId, clientSecret }: Credentials): Promise<string> => {
      const code = await obtainCode(started, userId, clientId, { scope: 'user_default offline_access' })
      const body = { ...redemption(clientId, code), client_secret: clientSecret }
      return (await started.requestToken(body, origin)).body.refresh_token
    }
    const refresh = (by: Credentials, token: string) =>
      started.requestToken({ grant_type: grantTypes.refreshToken, ...wire(by), refresh_token: token }, origin)
    const ends = await signIn(client)
    const stays = await signIn(fresh)
    // Renewed with the new secret it is got with that.
    const renewed = (await refresh(fresh, await signIn(client))).body.refresh_token
    await deleteSecret(client)
    expect((await refresh(fresh, ends)).body.errors?.[0].code).toBe('OAUTH-REFRESH-INVALID')
    expect([(await refresh(fresh, stays)).status, (await refresh(fresh, renewed)).status]).toEqual([200, 200])
  })

  const signing = async (key: ClientKey) => {
    const { clientId } = await started.addClient({
      allowed_auth_methods: '["private_key_jwt"]',
      public_keys: JSON.stringify([key.jwk]),
    })
    const token = async (by: ClientKey): Promise<string> =>
      (await started.requestToken({ ...assertionBody(await signAssertion(started, clientId, by)) })).body.access_token
    return { clientId, token }
  }
  const setKeys = (...keys: ClientKey[]) => ({ op: 'replace', path: '/publicKeys', value: keys.map(({ jwk }) => jwk) })

  it('is a key as well: adding one ends nothing, also under the same name', async () => {
    const [one, two] = [await clientKeyPair('ES256', 'k'), await clientKeyPair('RS256', 'other')]
    const { clientId, token } = await signing(one)
    const first = await token(one)
    await patch(clientId, setKeys(one, two), { op: 'add', path: '/jwksUri', value: 'https://keys.example/jwks' })
    await patch(clientId, { op: 'replace', path: '/allowedAuthMethods', value: ['private_key_jwt', 'client_secret'] })
    const second = await token(two)
    expect([await works(first), await works(second)]).toEqual([true, true])
    const successor = await clientKeyPair('ES256', 'k')
    await patch(clientId, setKeys(successor, two))
    expect([await works(first), await works(second)]).toEqual([false, true])
    await patch(clientId, { op: 'replace', path: '/allowedAuthMethods', value: ['client_secret'] })
    expect(await works(second)).toBe(false)
  })

  it('brings nothing back when it comes back', async () => {
    const [one, two] = [await clientKeyPair('ES256', 'one'), await clientKeyPair('ES256', 'two')]
    const { clientId, token } = await signing(one)
    const before = await token(one)
    await patch(clientId, setKeys(two))
    await patch(clientId, setKeys(one, two))
    expect(await works(before)).toBe(false)
    expect(await works(await token(one))).toBe(true)
  })

  it('ends tokens that are too old to name it', async () => {
    const client = await started.addClient()
    const fresh = await secondSecret(client)
    await deleteSecret(client)
    const ended = await started.dependencies.store.selectFrom('revoked_tokens').select('id').execute()
    expect(ended.map(({ id }) => id)).toContain(`${client.clientId}:-`)
    expect(await works(await started.userToken(userId, fresh))).toBe(true)
  })
})
