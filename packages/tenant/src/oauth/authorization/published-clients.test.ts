import { users } from '@qlik/api'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { currentNonce } from '../dpop/nonce.js'
import { type ProofKey, proofKey } from '../dpop/testing/proofs.js'
import { callback, obtainCode, openBrowser, redemption, spa } from './testing/browser.js'

let tenant: StartedTenant
let userId: string

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  userId = await tenant.addUser({ name: 'Ada' })
})
afterAll(() => tenant?.close())

const offline = { ...spa, allowed_scopes: '["user_default","offline_access"]' }

it('@qlik/api signs a user in interactively, in Node, on a port of its own', async () => {
  const { clientId } = await tenant.addClient({
    ...spa,
    app_type: 'native',
    redirect_uris: '["http://127.0.0.1/signed-in"]',
  })
  const browser = await openBrowser(tenant, userId)
  const hostConfig = {
    authType: 'oauth2' as const,
    host: tenant.url,
    clientId,
    scope: 'user_default apps:read',
    performInteractiveLogin: async ({
      getLoginUrl,
    }: {
      getLoginUrl: (to: { redirectUri: string }) => Promise<string>
    }) => {
      const { pathname, search } = new URL(await getLoginUrl({ redirectUri: 'http://127.0.0.1:50123/signed-in' }))
      return (await browser.visit(pathname + search)).location ?? ''
    },
  }
  const { data } = await users.getMyUser({ hostConfig })
  expect(data).toMatchObject({ id: userId, name: 'Ada' })
})

it('oauth4webapi signs a user in as a public client with a key, and refreshes', async () => {
  const { clientId } = await tenant.addClient(offline)
  const insecure = { [oauth.allowInsecureRequests]: true }
  const issuer = new URL(tenant.url)
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const client = { client_id: clientId }
  const verifier = oauth.generateRandomCodeVerifier()
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
  const DPoP = oauth.DPoP({}, await oauth.generateKeyPair('ES256'))
  const query = new URLSearchParams({
    ...client,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid user_default offline_access',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    dpop_jkt: await DPoP.calculateThumbprint(),
  })
  const browser = await openBrowser(tenant, userId)
  const { location } = await browser.visit(`/oauth/authorize?${query}`)
  const parameters = oauth.validateAuthResponse(server, client, new URL(location ?? ''), state)
  const options = { DPoP, ...insecure }

  const redeem = async () =>
    oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, callback, verifier, options),
      { expectedNonce: nonce, requireIdToken: true },
    )
  // The first proof lacks the nonce; the code is not used up by that.
  await expect(redeem()).rejects.toSatisfy(oauth.isDPoPNonceError)
  const first = await redeem()
  expect(first.token_type).toBe('dpop')
  const refreshed = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    first.refresh_token ?? '',
    options,
  )
  const next = await oauth.processRefreshTokenResponse(server, client, refreshed)
  expect(next.refresh_token).not.toBe(first.refresh_token)
})

describe('a key', () => {
  let clientId: string
  let key: ProofKey
  beforeAll(async () => {
    clientId = (await tenant.addClient(offline)).clientId
    key = await proofKey()
  })
  const proof = (by: ProofKey) =>
    by.prove({ htm: 'POST', htu: `${tenant.url}/oauth/token`, nonce: currentNonce(tenant.context) })
  const refused = (body: object, code: string, headers: Record<string, string>) =>
    expectRefusal(tenant, body, 400, code, 'invalid_grant', headers)

  it('that a code was requested for is the only one to redeem it', async () => {
    for (const headers of [{}, { dpop: await proof(await proofKey()) }]) {
      const code = await obtainCode(tenant, userId, clientId, { dpop_jkt: key.jkt })
      await refused(redemption(clientId, code), 'OAUTH-CODE-INVALID', headers)
    }
  })

  it('that a sign-in was redeemed with is the only one to refresh it', async () => {
    const code = await obtainCode(tenant, userId, clientId, { scope: 'user_default offline_access' })
    const { body } = await tenant.requestToken(redemption(clientId, code), { dpop: await proof(key) })
    const refresh = { grant_type: 'refresh_token', client_id: clientId, refresh_token: body.refresh_token }
    // Told apart, so that a page whose first request carries no proof makes one.
    await expectRefusal(tenant, refresh, 400, 'OAUTH-DPOP-REQUIRED', 'invalid_dpop_proof')
    await refused(refresh, 'OAUTH-REFRESH-INVALID', { dpop: await proof(await proofKey()) })
    expect(await tenant.requestToken(refresh, { dpop: await proof(key) })).toMatchObject({
      status: 200,
      body: { token_type: 'DPoP' },
    })
  })
})
