import { generateKeyPair } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { addSigningClient, clientKeyPair } from './client-assertion/testing/signing-client.js'

let tenant: StartedTenant
let client: Credentials

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient()
})
afterAll(() => tenant.close())

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA']

/** Both libraries want non-extractable keys of the platform. */
const signingClient = async (alg: string) => {
  const key = await clientKeyPair(alg, 'k')
  const { clientId } = await addSigningClient(tenant, key)
  return { clientId, key: { key: key.privateKey, kid: 'k' } }
}

describe('openid-client', () => {
  const tokenOf = async (clientId: string, method: openid.ClientAuth): Promise<string> => {
    const configuration = await openid.discovery(new URL(tenant.url), clientId, undefined, method, {
      execute: [openid.allowInsecureRequests],
    })
    const { access_token } = await openid.clientCredentialsGrant(configuration, { scope: 'user_default' })
    return access_token
  }

  it('authenticates by client_secret_basic and client_secret_post', async () => {
    expect(await tokenOf(client.clientId, openid.ClientSecretBasic(client.clientSecret))).toMatch(/^ey/)
    expect(await tokenOf(client.clientId, openid.ClientSecretPost(client.clientSecret))).toMatch(/^ey/)
  })

  it.each(algorithms)('authenticates by private_key_jwt with %s', async (alg) => {
    const { clientId, key } = await signingClient(alg)
    expect(await tokenOf(clientId, openid.PrivateKeyJwt(key))).toMatch(/^ey/)
  })

  it('is refused with a key that is not registered', async () => {
    const { clientId } = await signingClient('ES256')
    const { privateKey } = await generateKeyPair('ES256')
    const refused = tokenOf(clientId, openid.PrivateKeyJwt({ key: privateKey, kid: 'k' }))
    await expect(refused).rejects.toMatchObject({ status: 401 })
  })
})

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true }

  const tokenOf = async (clientId: string, method: oauth.ClientAuth): Promise<string> => {
    const issuer = new URL(tenant.url)
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    )
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      { client_id: clientId },
      method,
      new URLSearchParams({ scope: 'user_default' }),
      insecure,
    )
    const { access_token } = await oauth.processClientCredentialsResponse(server, { client_id: clientId }, response)
    return access_token
  }

  it('authenticates by client_secret_basic and client_secret_post', async () => {
    expect(await tokenOf(client.clientId, oauth.ClientSecretBasic(client.clientSecret))).toMatch(/^ey/)
    expect(await tokenOf(client.clientId, oauth.ClientSecretPost(client.clientSecret))).toMatch(/^ey/)
  })

  it.each(algorithms)('authenticates by private_key_jwt with %s', async (alg) => {
    const { clientId, key } = await signingClient(alg)
    expect(await tokenOf(clientId, oauth.PrivateKeyJwt(key))).toMatch(/^ey/)
  })
})
