import type { JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemOutboundEffects } from '../../network/outbound-requests.js'
import { type HttpsServer, startHttpsServer, testCertificate } from '../../testing/https-server.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { addSigningClient, type ClientKey, clientKeyPair, type SigningClient } from './testing/signing-client.js'

let tenant: StartedTenant
let keyServer: HttpsServer
let published: JWK[]
let key: ClientKey
let client: SigningClient

const outbound = {
  ...systemOutboundEffects,
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  ca: testCertificate,
}

beforeAll(async () => {
  keyServer = await startHttpsServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: published }))
  })
  tenant = await startTenant({ outbound, config: { outboundPrivateHosts: ['keys.example'] } })
  key = await clientKeyPair('RS256', 'first')
  published = [key.jwk]
  client = await clientAt('keys.example')
})
afterAll(async () => {
  await tenant.close()
  await keyServer.close()
})

const clientAt = (host: string, signing = key) =>
  addSigningClient(tenant, signing, { public_keys: '[]', jwks_uri: `https://${host}:${keyServer.port}/jwks` })

const answerOf = async (asked: Promise<{ status: number; body: { errors?: { code: string }[] } }>) => {
  const { status, body } = await asked
  return [status, body.errors?.[0]?.code]
}

describe('keys of a jwksUri', () => {
  it('authenticate a client, read once for many requests', async () => {
    const before = keyServer.requests()
    const answers = await Promise.all([client.requestToken(), client.requestToken(), client.requestToken()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(keyServer.requests()).toBe(before + 1)
  })

  it('are not believed when they are too short, or private', async () => {
    const { privateKey } = key
    const short = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
      true,
      ['sign', 'verify'],
    )
    const weak = {
      privateKey,
      jwk: { ...(await crypto.subtle.exportKey('jwk', short.publicKey)), kid: 'weak', alg: 'RS256' },
    }
    const secret = {
      privateKey,
      jwk: { ...(await crypto.subtle.exportKey('jwk', privateKey)), kid: 'secret', alg: 'RS256' },
    }
    published = [weak.jwk as JWK, secret.jwk as JWK]
    for (const { jwk } of [weak, secret]) {
      const other = await addSigningClient(
        tenant,
        { privateKey, jwk: jwk as JWK },
        { public_keys: '[]', jwks_uri: `https://keys.example:${keyServer.port}/${jwk.kid}` },
      )
      expect(await answerOf(other.requestToken())).toEqual([401, 'OAUTH-ASSERTION-SIGNATURE'])
    }
    published = [key.jwk]
  })

  it('are not fetched from a host that is not public', async () => {
    const before = keyServer.requests()
    for (const host of ['internal.example', '127.0.0.1', 'localhost']) {
      const inside = await clientAt(host)
      expect(await answerOf(inside.requestToken())).toEqual([401, 'OAUTH-ASSERTION-SIGNATURE'])
    }
    expect(keyServer.requests()).toBe(before)
  })
})
