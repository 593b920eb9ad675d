import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachQix } from '../../qix/attach-qix.js'
import { loadSmallApp, smallAppId } from '../../qix/testing/small-app.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { runCommandLine } from '../main.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({ upgrades: [attachQix] })
  await loadSmallApp(tenant)
})
afterAll(() => tenant.close())

const run = async (...args: string[]) => {
  const written = { stdout: '', stderr: '' }
  const code = await runCommandLine(
    [...args, '--data-dir', tenant.dataDir],
    {},
    { write: (text) => (written.stdout += text) },
    { write: (text) => (written.stderr += text) },
  )
  return { code, ...written }
}

describe('understudy access-code', () => {
  it('makes, lists and deletes a code of an app', async () => {
    const client = ['Public', '--app-type', 'anonymous-embed', '--scope', 'apps:read', '--json']
    const { clientId } = JSON.parse((await run('client', 'create', ...client)).stdout)
    const made = await run('access-code', 'create', clientId, smallAppId, '--days', '7', '--json')
    const { id, accessCode } = JSON.parse(made.stdout)
    expect(await lastRecord(tenant)).toMatchObject({ event: 'access-code.created', actor: { type: 'operator' } })
    const ask = () =>
      tenant.requestToken({ grant_type: 'urn:qlik:oauth:anonymous-embed', client_id: clientId, eac: accessCode })
    expect((await ask()).status).toBe(200)

    const listed = (await run('access-code', 'list', clientId)).stdout
    expect(listed).toContain(`${id}  ${accessCode.slice(0, 8)}...  app ${smallAppId}  active`)
    expect(listed).not.toContain(accessCode)

    expect((await run('access-code', 'delete', clientId, id)).code).toBe(0)
    expect((await ask()).status).toBe(401)
    expect((await run('access-code', 'delete', clientId, id)).code).toBe(1)
  })

  it('tells what is missing or wrong', async () => {
    const { clientId } = await tenant.addClient()
    expect((await run('access-code', 'create', clientId)).code).toBe(2)
    expect((await run('access-code', 'create', clientId, smallAppId, '--days', '0')).code).toBe(2)
    expect((await run('access-code', 'create', clientId, smallAppId)).code).toBe(1)
    expect((await run('access-code', 'list')).code).toBe(2)
    expect((await run('access-code', 'delete', clientId)).code).toBe(2)
  })
})
