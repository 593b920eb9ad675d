import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTenantRoutes } from '../../http/rest/tenants-routes.js'
import { type StartedNodes, startNodes } from '../../testing/started-nodes.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { proofKey } from './testing/proofs.js'

const origin = 'https://t.example'

let postgres: Awaited<ReturnType<typeof startInstalledPostgres>>
let started: StartedNodes
beforeAll(async () => {
  postgres = await startInstalledPostgres()
  const store = await postgres.createDatabase()
  started = await startNodes(store, 2, [{ origin }], { routes: [addTenantRoutes] })
})
afterAll(async () => {
  await started?.close()
  await postgres?.stop()
})

describe('proofs at two nodes over PostgreSQL', () => {
  const url = (node: number): string => started.nodes[node]?.url ?? ''
  const requestToken = async (node: number, dpop: string) => {
    const [tenant] = started.tenants
    const response = await fetch(`${url(node)}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', dpop },
      body: JSON.stringify({
        grant_type: grantTypes.clientCredentials,
        client_id: tenant?.clientId,
        client_secret: tenant?.clientSecret,
      }),
    })
    const body = await response.json()
    return { status: response.status, body, nonce: response.headers.get('dpop-nonce') ?? undefined }
  }
  const use = async (node: number, token: string, dpop: string) => {
    const headers = { authorization: `DPoP ${token}`, dpop }
    const response = await fetch(`${url(node)}/tenants/me`, { headers })
    return { status: response.status, nonce: response.headers.get('dpop-nonce') ?? undefined }
  }

  it('count once, with the nonce of either', async () => {
    const key = await proofKey()
    const token = { htm: 'POST', htu: `${origin}/oauth/token` }
    const { body: refused, nonce } = await requestToken(0, await key.prove(token))
    expect(refused.error).toBe('use_dpop_nonce')

    const proof = await key.prove({ ...token, nonce })
    const { body } = await requestToken(1, proof)
    expect(body.token_type).toBe('DPoP')
    for (const node of [0, 1]) {
      expect((await requestToken(node, proof)).body.errors[0].code).toBe('OAUTH-DPOP-PROOF')
    }
    const raced = await key.prove({ ...token, nonce })
    const answers = await Promise.all([0, 1, 0, 1].map((node) => requestToken(node, raced)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)

    const call = { htm: 'GET', htu: `${origin}/tenants/me`, nonce, accessToken: body.access_token }
    const used = await key.prove(call)
    expect((await use(1, body.access_token, used)).status).toBe(200)
    expect((await use(0, body.access_token, used)).status).toBe(401)
    expect((await use(0, body.access_token, await key.prove(call))).status).toBe(200)
  })
})
