import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { machineCaller } from '../../http/rest/testing/rest-caller.js'
import { addReader, loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { obtainCode, redemption, spa } from '../authorization/testing/browser.js'
import { currentNonce } from './nonce.js'
import { type ProofKey, proofKey } from './testing/proofs.js'

const page = { origin: 'https://spa.example' }
const offline = { ...spa, allowed_scopes: '["user_default","offline_access"]' }

let tenant: StartedTenant
let client: Credentials
let userId: string
let key: ProofKey
let thief: ProofKey

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  key = await proofKey()
  thief = await proofKey()
  await loadSmallApp(tenant)
  userId = await addReader(tenant, 'everything')
})
beforeEach(async () => {
  client = await tenant.addClient(offline)
})
afterAll(() => tenant.close())

const proofBy = async (by: ProofKey, path = '/oauth/token') => ({
  ...page,
  dpop: await by.prove({ htm: 'POST', htu: `${tenant.url}${path}`, nonce: currentNonce(tenant.context) }),
})
const codeRequest = async (changes: Record<string, string> = {}) => {
  const code = await obtainCode(tenant, userId, client.clientId, { scope: 'user_default offline_access', ...changes })
  return redemption(client.clientId, code)
}
const refreshRequest = (token: string) => ({
  grant_type: 'refresh_token',
  client_id: client.clientId,
  refresh_token: token,
})
const boundTo = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).cnf
const meWith = async (token: string): Promise<number> => {
  const url = `${tenant.url}/api/v1/users/me`
  const proof = await key.prove({ htm: 'GET', htu: url, nonce: currentNonce(tenant.context), accessToken: token })
  return (await fetch(url, { headers: { authorization: `DPoP ${token}`, dpop: proof, ...page } })).status
}

describe('an authorization code', () => {
  it('that was asked for with a key is redeemed with that key only, and dead once another one was tried', async () => {
    const request = await codeRequest({ dpop_jkt: key.jkt })
    const stolen = [request, 400, 'OAUTH-CODE-INVALID', 'invalid_grant'] as const
    await expectRefusal(tenant, ...stolen, await proofBy(thief))
    await expectRefusal(tenant, ...stolen, await proofBy(key))

    const { body } = await tenant.requestToken(await codeRequest({ dpop_jkt: key.jkt }), await proofBy(key))
    expect(boundTo(body.access_token)).toEqual({ jkt: key.jkt })
    await expectRefusal(tenant, await codeRequest({ dpop_jkt: key.jkt }), 400, stolen[2], stolen[3], page)
  })

  it('is not used up by a request whose proof is missing or to be made anew', async () => {
    client = await tenant.addClient({ ...offline, dpop_bound_access_tokens: 1 })
    const request = await codeRequest()
    await expectRefusal(tenant, request, 400, 'OAUTH-DPOP-REQUIRED', 'invalid_dpop_proof', page)
    const early = await key.prove({ htm: 'POST', htu: `${tenant.url}/oauth/token` })
    await expectRefusal(tenant, request, 400, 'OAUTH-DPOP-NONCE', 'use_dpop_nonce', { ...page, dpop: early })
    expect((await tenant.requestToken(request, await proofBy(key))).body.token_type).toBe('DPoP')
  })
})

describe('a refresh token that was obtained with a key', () => {
  it('is worth nothing without that key, and no worse for having been tried', async () => {
    const { body: first } = await tenant.requestToken(await codeRequest(), await proofBy(key))
    const request = refreshRequest(first.refresh_token)
    await expectRefusal(tenant, request, 400, 'OAUTH-REFRESH-INVALID', 'invalid_grant', await proofBy(thief))
    await expectRefusal(tenant, request, 400, 'OAUTH-DPOP-REQUIRED', 'invalid_dpop_proof', page)
    expect(await meWith(first.access_token)).toBe(200)

    const { status, body: second } = await tenant.requestToken(request, await proofBy(key))
    expect([status, second.token_type, boundTo(second.access_token)]).toEqual([200, 'DPoP', { jkt: key.jkt }])
    const next = refreshRequest(second.refresh_token)
    await expectRefusal(tenant, next, 400, 'OAUTH-REFRESH-INVALID', 'invalid_grant', await proofBy(thief))
    expect((await tenant.requestToken(next, await proofBy(key))).status).toBe(200)
  })

  it('ends its family when it comes a second time, by whichever key', async () => {
    const { body: first } = await tenant.requestToken(await codeRequest(), await proofBy(key))
    const { body: second } = await tenant.requestToken(refreshRequest(first.refresh_token), await proofBy(key))
    const replayed = refreshRequest(first.refresh_token)
    await expectRefusal(tenant, replayed, 400, 'OAUTH-REFRESH-INVALID', 'invalid_grant', await proofBy(thief))
    const latest = refreshRequest(second.refresh_token)
    await expectRefusal(tenant, latest, 400, 'OAUTH-REFRESH-INVALID', 'invalid_grant', await proofBy(key))
    expect(await meWith(second.access_token)).toBe(401)
  })
})

describe('the address that gives visitors their tokens', () => {
  const path = '/oauth/token/anonymous-embed'
  const visit = async (body: object, headers: Record<string, string>, called = path) => {
    const response = await fetch(`${tenant.url}${called}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { body: await response.json(), headers: response.headers }
  }

  it('takes proofs for itself, and none for another address', async () => {
    const admin = await machineCaller(tenant)
    const { body: made } = await admin('POST', '/oauth-clients', {
      appType: 'anonymous-embed',
      clientName: 'Public pages',
      allowedScopes: ['apps:read'],
      allowedOrigins: [page.origin],
      dpopBoundAccessTokens: true,
    })
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const codes = `/oauth-clients/${made.clientId}/access-codes`
    const { body: code } = await admin('POST', codes, { appId: smallAppId, expiresAt })
    const request = { eac: code.accessCode, client_id: made.clientId, grant_type: 'urn:qlik:oauth:anonymous-embed' }

    const taken = await visit(request, await proofBy(key, path))
    expect([taken.body.token_type, taken.headers.get('dpop-nonce')]).toEqual(['DPoP', currentNonce(tenant.context)])
    expect(boundTo(taken.body.access_token)).toEqual({ jkt: key.jkt })
    expect((await visit(request, await proofBy(key), '/oauth/token')).body.token_type).toBe('DPoP')
    for (const [called, proven] of [
      [path, '/oauth/token'],
      ['/oauth/token', path],
    ] as const) {
      const refused = await visit(request, await proofBy(key, proven), called)
      expect(refused.body.errors[0].code).toBe('OAUTH-DPOP-PROOF')
    }
    expect((await visit(request, page)).body.error).toBe('invalid_dpop_proof')
  })
})
