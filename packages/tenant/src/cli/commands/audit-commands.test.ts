import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { machineCaller } from '../../http/rest/testing/rest-caller.js'
import { openStore } from '../../store/open-store.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { runCommandLine } from '../main.js'

let tenant: StartedTenant
let client: Credentials
let other: Credentials
let userId: string
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  client = await tenant.addClient()
  other = await tenant.addClient()
  userId = await tenant.addUser()
  for (const through of [client, client, other]) await tenant.userToken(userId, through)
  await tenant.userToken(await tenant.addUser(), client)
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

it('tells all that was done in the name of a user through a client', async () => {
  const { code, stdout } = await run('audit', 'export', '--user', userId, '--client', client.clientId)
  const records = stdout
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text))
  expect(code).toBe(0)
  expect(records).toMatchObject(
    [1, 2].map(() => ({ userId, extensions: { actor: { sub: client.clientId } }, data: { appType: 'web' } })),
  )
  expect(records[0].eventTime <= records[1].eventTime).toBe(true)
  const auditor = await machineCaller(tenant, ['admin.audits:read'])
  const { body } = await auditor('GET', `/audits?userId=${userId}&clientId=${client.clientId}`)
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(records.map(({ id }) => id).reverse())
})

it('lists the newest first, as many as wanted', async () => {
  const { stdout } = await run('audit', 'list', '--event', 'com.qlik.core.oauth-token.issued', '--limit', '2', '--json')
  const listed = JSON.parse(stdout)
  const all = JSON.parse((await run('audit', 'list', '--event', 'com.qlik.core.oauth-token.issued', '--json')).stdout)
  expect(all.length).toBeGreaterThanOrEqual(4)
  expect(listed).toEqual(all.slice(0, 2))
  expect(all.map(({ eventTime }: { eventTime: string }) => eventTime)).toEqual(
    all
      .map(({ eventTime }: { eventTime: string }) => eventTime)
      .toSorted()
      .reverse(),
  )
  const text = (await run('audit', 'list', '--user', userId, '--client', other.clientId)).stdout
  expect(text).toMatch(
    new RegExp(
      `^\\S+Z  com\\.qlik\\.core\\.oauth-token\\.issued  user ${userId}  by client ${other.clientId}  on \\S+\n$`,
    ),
  )
  expect((await run('audit', 'export', '--from', '2000-01-01', '--to', '2000-01-02')).stdout).toBe('')
})

it.each([
  [['list', '--event', 'moon.landed']],
  [['list', '--limit', '0']],
  [['list', '--from', 'yesterday']],
  [['export', '--from', '2026-02-02', '--to', '2026-02-01']],
])('refuses %s', async (args) => {
  const { code, stderr } = await run('audit', ...args)
  expect([code, stderr]).toEqual([2, expect.stringContaining('Wrong usage of the command')])
})

it('tells by a checkpoint of the command, or of REST, what was cut off', async () => {
  const auditor = await machineCaller(tenant, ['admin.audits:read'])
  const others = await machineCaller(tenant, ['admin.users'])
  expect((await others('GET', '/audits/checkpoint')).status).toBe(403)
  const files = { command: join(tenant.dataDir, 'command.json'), rest: join(tenant.dataDir, 'rest.json') }
  const { body } = await auditor('GET', '/audits/checkpoint')
  writeFileSync(files.rest, JSON.stringify(body))
  writeFileSync(files.command, (await run('audit', 'checkpoint')).stdout)
  for (const file of Object.values(files)) {
    expect((await run('audit', 'verify', '--checkpoint', file)).code).toBe(0)
    const { chains } = JSON.parse(readFileSync(file, 'utf8')).checkpoint
    const { tenantId, nodeId, seq } = chains.find((chain: { seq: number }) => chain.seq > 4)
    const store = await openStore(join(tenant.dataDir, 'tenant.db'))
    const lost = await store
      .deleteFrom('audit_journal')
      .where('tenant_id', '=', tenantId)
      .where('node_id', '=', nodeId)
      .where('seq', '=', seq)
      .returningAll()
      .executeTakeFirstOrThrow()
    const { code, stdout } = await run('audit', 'verify', '--checkpoint', file)
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining(`node ${nodeId}: BROKEN, as the checkpoint knows record ${seq} (record missing).`),
    ])
    expect(JSON.parse((await run('audit', 'verify', '--checkpoint', file, '--json')).stdout)).toMatchObject({
      intact: false,
      lost: [{ tenantId, nodeId, seq, reason: 'record missing' }],
    })
    await store.insertInto('audit_journal').values(lost).execute()
    await store.destroy()
  }
  const nothing = await run('audit', 'verify', '--checkpoint', join(tenant.dataDir, 'nothing.json'))
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('Not a checkpoint of this audit journal')])
})
