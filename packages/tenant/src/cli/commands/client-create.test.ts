import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataPaths } from '../../config/data-paths.js'
import { rememberServedAddress } from '../../config/served-address.js'
import { assertionBody, clientKeyPair, signAssertion } from '../../oauth/client-assertion/testing/signing-client.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { runCommandLine } from '../main.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant()
  rememberServedAddress(dataPaths(tenant.context.config).servedAddressFile, { url: tenant.url })
})
afterAll(() => tenant.close())

const run = async (...args: string[]) => {
  const written = { stdout: '', stderr: '' }
  const code = await runCommandLine(
    ['client', ...args, '--data-dir', tenant.dataDir],
    {},
    { write: (text) => (written.stdout += text) },
    { write: (text) => (written.stderr += text) },
  )
  return { code, ...written }
}

const portal = ['Portal', '--grant', 'impersonation', '--scope', 'user_default', '--origin', 'https://portal.example']

describe('understudy client create', () => {
  it('makes a client that impersonates at once, and shows its secret once', async () => {
    const { code, stdout } = await run('create', ...portal, '--json')
    expect(code).toBe(0)
    const { clientId, clientSecret } = JSON.parse(stdout)
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'oauth-client.created',
      actor: { type: 'operator' },
      subject: clientId,
    })
    const answer = await tenant.requestToken(
      {
        grant_type: grantTypes.impersonation,
        client_id: clientId,
        client_secret: clientSecret,
        user_lookup: { field: 'userId', value: await tenant.addUser() },
      },
      { origin: 'https://portal.example' },
    )
    expect([answer.status, answer.body.scope]).toEqual([200, 'user_default'])

    const listed = await run('list')
    expect(listed.stdout).toContain(`${clientId}  Portal  (web)\n  grants   ${grantTypes.impersonation}\n`)
    expect(listed.stdout).not.toContain(clientSecret)
    expect(JSON.parse((await run('list', '--json')).stdout)).toContainEqual(
      expect.objectContaining({ clientId, allowedOrigins: ['https://portal.example'], createdByType: 'operator' }),
    )
  })

  it('writes what a backend needs as lines of a .env file, for a client that provisions too', async () => {
    const { code, stdout } = await run('create', ...portal, '--may-provision', '--env')
    expect(code).toBe(0)
    const [url, clientId, clientSecret] =
      /^TENANT_URL=(.+)\nCLIENT_ID=(.+)\nCLIENT_SECRET=(.+)\n$/.exec(stdout)?.slice(1) ?? []
    expect(url).toBe(tenant.url)
    const answer = await tenant.requestToken({
      grant_type: grantTypes.impersonation,
      client_id: clientId,
      client_secret: clientSecret,
      user: { subject: 'portal|kim', groups: ['West'] },
    })
    expect([answer.status, answer.body.scope]).toEqual([200, 'user_default'])
    expect(await run('create', ...portal, '--env', '--json')).toMatchObject({ code: 2, stdout: '' })
  })

  it('makes a client with a public key and without a secret', async () => {
    const key = await clientKeyPair('ES256', 'k')
    const file = join(tenant.dataDir, 'key.json')
    writeFileSync(file, JSON.stringify(key.jwk))
    const grants = ['--grant', 'client_credentials', '--scope', 'user_default']
    const { stdout } = await run('create', 'Vault', ...grants, '--public-key', file, '--json')
    const { clientId, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({})
    const assertion = await signAssertion(tenant, clientId, key)
    expect((await tenant.requestToken(assertionBody(assertion))).status).toBe(200)
  })

  it('refuses what REST refuses', async () => {
    expect(await run('create')).toMatchObject({ code: 2 })
    expect(await run('create', 'X', '--grant', 'password')).toMatchObject({ code: 2 })
    expect(await run('create', 'X', '--app-type', 'robot')).toMatchObject({ code: 2 })
    expect(await run('create', 'X', '--origin', 'https://*.example')).toMatchObject({ code: 1 })
    expect(await run('create', 'X', '--scope', 'root')).toMatchObject({ code: 2 })
    expect(await run('create', 'X', '--public-key', '/nowhere')).toMatchObject({ code: 2 })
  })
})
