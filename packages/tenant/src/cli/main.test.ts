import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../store/open-store.js'
import { runCommandLine } from './main.js'

let dataDir: string
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'understudy-cli-')), 'data')
})
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }))

const run = async (...args: string[]) => {
  let stdout = ''
  let stderr = ''
  const code = await runCommandLine(
    args,
    {},
    { write: (text) => (stdout += text) },
    { write: (text) => (stderr += text) },
  )
  return { code, stdout, stderr }
}

describe('understudy init', () => {
  it('makes a tenant and tells the secret of its first client once', async () => {
    const { code, stdout } = await run('init', '--data-dir', dataDir, '--json')
    expect(code).toBe(0)
    const made = JSON.parse(stdout)
    expect(made).toEqual({
      tenantId: expect.any(String),
      clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
      clientSecret: expect.stringMatching(/^[\w-]{43}$/),
    })
    const store = await openStore(join(dataDir, 'tenant.db'))
    const [client] = await store.selectFrom('oauth_clients').selectAll().execute()
    const secrets = await store.selectFrom('client_secrets').selectAll().execute()
    await store.destroy()
    expect(client).toMatchObject({
      id: made.clientId,
      app_type: 'web',
      consent_method: 'trusted',
      may_impersonate_admins: 0,
    })
    expect(JSON.parse(client?.allowed_grant_types ?? '')).toEqual(['client_credentials'])
    expect(JSON.stringify(secrets)).not.toContain(made.clientSecret)
  })

  it('makes a different secret and key for every tenant', async () => {
    const first = JSON.parse((await run('init', '--data-dir', dataDir, '--json')).stdout)
    const second = JSON.parse((await run('init', '--data-dir', `${dataDir}-2`, '--json')).stdout)
    expect(first.clientSecret).not.toBe(second.clientSecret)
    rmSync(`${dataDir}-2`, { recursive: true })
  })

  it('keeps its folder and key to the owner', async () => {
    await run('init', '--data-dir', dataDir)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600)
  })

  it('refuses a store that has a tenant, and changes nothing', async () => {
    await run('init', '--data-dir', dataDir)
    const again = await run('init', '--data-dir', dataDir)
    expect(again.code).toBe(1)
    expect(again.stdout).toBe('')
    expect(again.stderr).toContain('The store holds a tenant already')
    const store = await openStore(join(dataDir, 'tenant.db'))
    expect(await store.selectFrom('tenants').selectAll().execute()).toHaveLength(1)
    await store.destroy()
  })

  it('makes another tenant when asked to, with its host names', async () => {
    await run('init', '--data-dir', dataDir, '--hostname', 'one.example')
    const more = await run('init', '--data-dir', dataDir, '--additional', '--public-origin', 'https://two.example')
    expect(more.code).toBe(0)
    const store = await openStore(join(dataDir, 'tenant.db'))
    const names = await store.selectFrom('tenant_hostnames').select('hostname').orderBy('hostname').execute()
    await store.destroy()
    expect(names.map((row) => row.hostname)).toEqual(['one.example', 'two.example'])
  })
})

describe('understudy audit verify', () => {
  it('finds what init wrote intact, and names a changed record', async () => {
    await run('init', '--data-dir', dataDir)
    const intact = await run('audit', 'verify', '--data-dir', dataDir)
    expect([intact.code, intact.stdout]).toEqual([0, expect.stringContaining('2 records, intact')])

    const store = await openStore(join(dataDir, 'tenant.db'))
    await store.updateTable('audit_journal').set({ record: '{}' }).where('seq', '=', 2).execute()
    await store.destroy()
    const broken = await run('audit', 'verify', '--data-dir', dataDir)
    expect([broken.code, broken.stdout]).toEqual([1, expect.stringContaining('BROKEN at record 2')])
    const forScripts = await run('audit', 'verify', '--data-dir', dataDir, '--json')
    expect(JSON.parse(forScripts.stdout)).toMatchObject({ intact: false, chains: [{ brokenAt: 2 }] })
  })
})

describe('understudy client impersonate-admins', () => {
  it('switches one client on and off, with a record, and ends its tokens when it is switched off', async () => {
    const { clientId } = JSON.parse((await run('init', '--data-dir', dataDir, '--json')).stdout)
    const command = (...args: string[]) => run('client', 'impersonate-admins', ...args, '--data-dir', dataDir)
    const state = async () => {
      const store = await openStore(join(dataDir, 'tenant.db'))
      const client = await store
        .selectFrom('oauth_clients')
        .select(['may_impersonate_admins', 'epoch'])
        .executeTakeFirstOrThrow()
      const { records } = await store
        .selectFrom('audit_journal')
        .select((builder) => builder.fn.countAll<number>().as('records'))
        .executeTakeFirstOrThrow()
      await store.destroy()
      return [client.may_impersonate_admins, client.epoch, records]
    }
    expect((await command(clientId, 'on')).code).toBe(0)
    expect(await state()).toEqual([1, 0, 3])
    expect((await command(clientId, 'off')).code).toBe(0)
    expect(await state()).toEqual([0, 1, 4])
    expect((await command('unknown', 'on')).stderr).toContain('OAuth client not found')
    expect((await command(clientId, 'perhaps')).code).toBe(2)
    expect(await state()).toEqual([0, 1, 4])
  })
})

describe('understudy serve', () => {
  it('tells that there is no key, or no tenant', async () => {
    const noKey = await run('serve', '--data-dir', dataDir, '--port', '0')
    expect([noKey.code, noKey.stderr]).toEqual([1, expect.stringContaining('The master key is missing')])
    await run('init', '--data-dir', dataDir)
    const store = await openStore(join(dataDir, 'tenant.db'))
    await store.deleteFrom('tenants').execute()
    await store.destroy()
    const noTenant = await run('serve', '--data-dir', dataDir, '--port', '0')
    expect([noTenant.code, noTenant.stderr]).toEqual([1, expect.stringContaining('understudy init')])
  })
})

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, stdout } = await run('help')
    expect(code).toBe(0)
    for (const text of ['init', 'serve', 'audit verify', '--data-dir', 'UNDERSTUDY_PORT'])
      expect(stdout).toContain(text)
    expect((await run('serve', '--help')).stdout).toBe(stdout)
  })

  it.each([[['nonsense']], [['init', '--bogus']], [['init', 'surplus']], [['audit']], [[]]])(
    'refuses %j',
    async (args) => {
      const { code } = await run(...args)
      expect(code).toBe(2)
    },
  )

  it('tells a wrong option without a stack trace', async () => {
    const { code, stderr } = await run('serve', '--port', 'x')
    expect(code).toBe(1)
    expect(stderr).toContain('--port')
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
