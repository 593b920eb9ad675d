import { grantTypes } from '@understudy/contract'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireAuthentication } from '../../http/authentication.js'
import type { RouteRegistration } from '../../http/server.js'
import { expectRefusal } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { currentNonce, isCurrentNonce } from './nonce.js'
import { type ProofKey, proofKey } from './testing/proofs.js'

const probe: RouteRegistration = (app) => {
  app.get('/probe', { onRequest: requireAuthentication }, async (request) => request.principal)
}
const page = 'https://portal.example'

let tenant: StartedTenant
let client: Credentials
let key: ProofKey

beforeAll(async () => {
  tenant = await startTenant({ routes: [probe] })
  key = await proofKey()
})
afterAll(() => tenant.close())
beforeEach(async () => {
  client = await tenant.addClient({ allowed_origins: JSON.stringify([page]) })
})

const nonce = () => currentNonce(tenant.context)
const tokenProof = (changes?: Parameters<ProofKey['prove']>[1], by = key) =>
  by.prove({ htm: 'POST', htu: `${tenant.url}/oauth/token`, nonce: nonce() }, changes)
const request = () => ({ grant_type: grantTypes.clientCredentials, ...wire(client) })
const boundToken = async (by = key): Promise<string> => {
  const { body } = await tenant.requestToken(request(), { dpop: await tokenProof({}, by) })
  return body.access_token
}
const apiProof = (accessToken: string, changes?: Parameters<ProofKey['prove']>[1], by = key) =>
  by.prove({ htm: 'GET', htu: `${tenant.url}/probe`, nonce: nonce(), accessToken }, changes)
const call = async (headers: Record<string, string>) => {
  const response = await fetch(`${tenant.url}/probe?with=query`, { headers })
  const body = await response.json()
  return { status: response.status, code: body.errors?.[0].code, body, headers: response.headers }
}

describe('a token request with a proof', () => {
  it('gets a token that is bound to the key, from every grant', async () => {
    const userId = await tenant.addUser()
    const impersonation = {
      ...request(),
      grant_type: grantTypes.impersonation,
      user_lookup: { field: 'userId', value: userId },
    }
    for (const body of [request(), impersonation]) {
      const answer = await tenant.requestToken(body, { dpop: await tokenProof() })
      expect(answer.body).toMatchObject({ token_type: 'DPoP' })
      const claims = JSON.parse(Buffer.from(answer.body.access_token.split('.')[1], 'base64url').toString())
      expect(claims.cnf).toEqual({ jkt: key.jkt })
    }
    expect((await tenant.requestToken({ ...impersonation, dpop_jkt: key.jkt })).body.token_type).toBe('DPoP')
    const other = { ...impersonation, dpop_jkt: (await proofKey()).jkt }
    await expectRefusal(tenant, other, 400, 'OAUTH-INVALID-REQUEST', 'invalid_request', { dpop: await tokenProof() })
  })

  it('is sent back once for the nonce, which every answer has', async () => {
    const dpop = await key.prove({ htm: 'POST', htu: `${tenant.url}/oauth/token` })
    const refused = await expectRefusal(tenant, request(), 400, 'OAUTH-DPOP-NONCE', 'use_dpop_nonce', { dpop })
    expect(refused.headers.get('dpop-nonce')).toBe(nonce())
    const taken = await tenant.requestToken(request(), { dpop: await tokenProof(), origin: page })
    expect(taken.headers.get('dpop-nonce')).toBe(nonce())
    expect(taken.headers.get('access-control-expose-headers')).toContain('dpop-nonce')
  })

  it.each(['ES384', 'EdDSA', 'PS256', 'RS256'])('takes keys of %s', async (alg) => {
    expect(await boundToken(await proofKey(alg))).toMatch(/^ey/)
  })

  it('is refused for a proof that is wrong in any way', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const secretKey = await exportJWK(privateKey)
    const now = Math.floor(Date.now() / 1000)
    for (const changes of [
      { header: { typ: 'JWT' } },
      { header: { jwk: undefined } },
      { header: { jwk: secretKey } },
      { header: { jwk: await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey) } },
      { claims: { jti: undefined } },
      { claims: { jti: 'x'.repeat(600) } },
      { claims: { htm: 'GET' } },
      { claims: { htm: undefined } },
      { claims: { htu: `${tenant.url}/oauth/revoke` } },
      { claims: { htu: 'https://elsewhere.example/oauth/token' } },
      { claims: { htu: undefined } },
      { claims: { iat: now - 400 } },
      { claims: { iat: now + 400 } },
      { claims: { iat: undefined } },
    ]) {
      const dpop = await tokenProof(changes)
      await expectRefusal(tenant, request(), 400, 'OAUTH-DPOP-PROOF', 'invalid_dpop_proof', { dpop })
    }
    for (const dpop of ['', 'nonsense', `${await tokenProof()}, ${await tokenProof()}`]) {
      await expectRefusal(tenant, request(), 400, 'OAUTH-DPOP-PROOF', 'invalid_dpop_proof', { dpop })
    }
    const made = await key.prove({ htm: 'POST', htu: `${tenant.url}/oauth/token`, nonce: 'made-up' })
    await expectRefusal(tenant, request(), 400, 'OAUTH-DPOP-NONCE', 'use_dpop_nonce', { dpop: made })
  })

  it('is refused for a proof that was used before', async () => {
    const dpop = await tokenProof()
    expect((await tenant.requestToken(request(), { dpop })).status).toBe(200)
    await expectRefusal(tenant, request(), 400, 'OAUTH-DPOP-PROOF', 'invalid_dpop_proof', { dpop })
  })
})

describe('the jti of a proof', () => {
  it('is spent for its key alone: nobody uses up the proofs of others', async () => {
    const other = await proofKey()
    const same = { claims: { jti: 'one-id-of-two-keys' } }
    const answers = [key, other, key, other].map((by) => () => tokenProof(same, by))
    const statuses: number[] = []
    for (const proof of answers) statuses.push((await tenant.requestToken(request(), { dpop: await proof() })).status)
    expect(statuses).toEqual([200, 200, 400, 400])
  })
})

describe('a client that demands DPoP', () => {
  it('gets no token without a proof', async () => {
    client = await tenant.addClient({ dpop_bound_access_tokens: 1 })
    await expectRefusal(tenant, request(), 400, 'OAUTH-DPOP-REQUIRED', 'invalid_dpop_proof')
    expect(await boundToken()).toMatch(/^ey/)
  })
})

describe('a bound token', () => {
  it('works with a proof of its key', async () => {
    const token = await boundToken()
    const { status, headers } = await call({ authorization: `DPoP ${token}`, dpop: await apiProof(token) })
    expect([status, headers.get('dpop-nonce')]).toEqual([200, nonce()])
  })

  it('is worth nothing without', async () => {
    const token = await boundToken()
    const bearer = await call({ authorization: `Bearer ${token}` })
    expect([bearer.status, bearer.code]).toEqual([401, 'AUTH-DPOP-BOUND'])
    expect(bearer.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_token".*algs="ES256 /)
    const replayed = await apiProof(token)
    await call({ authorization: `DPoP ${token}`, dpop: replayed })
    const other = await boundToken()
    for (const dpop of [
      undefined,
      replayed,
      await apiProof(token, {}, await proofKey()),
      await apiProof(other),
      await apiProof(token, { claims: { ath: undefined } }),
      await apiProof(token, { claims: { htm: 'POST' } }),
      await apiProof(token, { claims: { htu: `${tenant.url}/probe/other` } }),
    ]) {
      const { status, code, headers } = await call({
        authorization: `DPoP ${token}`,
        ...(dpop !== undefined && { dpop }),
      })
      expect([status, code]).toEqual([401, 'AUTH-DPOP-PROOF'])
      expect(headers.get('www-authenticate')).toContain('error="invalid_dpop_proof"')
    }
    const stale = await key.prove({ htm: 'GET', htu: `${tenant.url}/probe`, accessToken: token })
    const { code, headers } = await call({ authorization: `DPoP ${token}`, dpop: stale })
    expect([code, headers.get('dpop-nonce')]).toEqual(['AUTH-DPOP-NONCE', nonce()])
    expect(headers.get('www-authenticate')).toContain('error="use_dpop_nonce"')
  })

  it('is no bearer token, and a bearer token is none of these', async () => {
    const { body } = await tenant.requestToken(request())
    const dpop = await apiProof(body.access_token)
    expect((await call({ authorization: `DPoP ${body.access_token}`, dpop })).code).toBe('AUTH-DPOP-UNBOUND')
  })

  it('is exchanged for a WebSocket by whoever holds its key only', async () => {
    const token = await boundToken()
    const exchange = {
      grant_type: grantTypes.tokenExchange,
      purpose: 'websocket',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      client_id: client.clientId,
    }
    for (const headers of [{}, { dpop: await tokenProof({}, await proofKey()) }]) {
      const refused = { origin: page, ...headers }
      await expectRefusal(tenant, exchange, 400, 'OAUTH-DPOP-PROOF', 'invalid_dpop_proof', refused)
    }
    const taken = await tenant.requestToken(exchange, { origin: page, dpop: await tokenProof() })
    expect(taken.status).toBe(200)
  })
})

describe('nonces', () => {
  it('are accepted for two to four minutes, on every node, in their own tenant', async () => {
    const at = (ms: number) => ({ ...tenant.context, clock: () => 240_000_000 + ms })
    const given = currentNonce(at(0))
    expect([at(0), at(119_999), at(239_999), at(240_000)].map((then) => isCurrentNonce(then, given))).toEqual([
      true,
      true,
      true,
      false,
    ])
    const other = { ...at(0), tenant: { ...tenant.context.tenant, id: 'other' } }
    expect(isCurrentNonce(other, given)).toBe(false)
  })
})
