import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUserRoutes } from '../../http/rest/users-routes.js'
import { verifyAccessToken } from '../../oauth/verify-access-token.js'
import { lastRecord } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { runCommandLine } from '../main.js'

let tenant: StartedTenant
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({ routes: [addUserRoutes] })
  client = await tenant.addClient()
})
afterAll(() => tenant.close())

const run = async (...args: string[]) => {
  let stderr = ''
  const code = await runCommandLine(
    ['client', ...args, '--data-dir', tenant.dataDir],
    {},
    { write: () => undefined },
    { write: (text) => (stderr += text) },
  )
  return { code, stderr }
}

const ask = () => tenant.requestToken({ grant_type: grantTypes.clientCredentials, ...wire(client) })

const disableTag = async () => {
  const row = await tenant.dependencies.store
    .selectFrom('oauth_clients')
    .select('disable_tag')
    .where('id', '=', client.clientId)
    .executeTakeFirstOrThrow()
  return row.disable_tag
}

describe('understudy client disable', () => {
  it('refuses tokens that the client got, and those it asks for, until it is enabled again', async () => {
    const { access_token: token } = (await ask()).body
    const me = () => fetch(`${tenant.url}/users/me`, { headers: { authorization: `Bearer ${token}` } })
    expect((await me()).status).toBe(200)

    expect((await run('disable', client.clientId, '--reason', 'leaked secret')).code).toBe(0)
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'oauth-client.updated',
      actor: { type: 'operator' },
      subject: client.clientId,
      changed: ['disableTag'],
    })
    expect(await disableTag()).toBe('leaked secret')
    const refused = await me()
    expect([refused.status, (await refused.json()).errors[0].code]).toEqual([401, 'AUTH-TOKEN-REVOKED'])
    const answer = await ask()
    expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'OAUTH-CLIENT-DISABLED'])

    expect((await run('enable', client.clientId)).code).toBe(0)
    expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-client.updated', changed: ['disableTag'] })
    expect(await disableTag()).toBeNull()
    const { access_token: fresh } = (await ask()).body
    await expect(verifyAccessToken(tenant.context, fresh)).resolves.toMatchObject({
      credential: { clientId: client.clientId },
    })
    expect((await me()).status).toBe(401)
  })

  it('needs a client that exists', async () => {
    for (const command of ['disable', 'enable']) {
      expect(await run(command, 'unknown')).toMatchObject({ code: 1, stderr: expect.stringContaining('not found') })
      expect((await run(command)).code).toBe(2)
    }
  })
})

describe('understudy client may-provision', () => {
  it('lets the client tell of users in its token calls, and forbids it', async () => {
    const provision = () =>
      tenant.requestToken({ grant_type: grantTypes.impersonation, ...wire(client), user: { subject: 'told' } })
    expect((await provision()).status).toBe(403)
    expect((await run('may-provision', client.clientId, 'on')).code).toBe(0)
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'oauth-client.updated',
      actor: { type: 'operator' },
      changed: ['mayProvisionUsers'],
    })
    const { status, body } = await provision()
    expect(status).toBe(200)
    expect((await run('may-provision', client.clientId, 'off')).code).toBe(0)
    expect((await provision()).body.errors[0].code).toBe('OAUTH-PROVISIONING-NOT-ALLOWED')
    await expect(verifyAccessToken(tenant.context, body.access_token)).resolves.toMatchObject({ subject: 'told' })
    expect((await run('may-provision', client.clientId, 'perhaps')).code).toBe(2)
    expect((await run('may-provision', 'unknown', 'on')).code).toBe(1)
  })
})
