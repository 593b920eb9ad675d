import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { options } from '../config/options.js'
import { openStore } from '../store/open-store.js'
import { commandSections } from './commands.js'
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
  it('makes a tenant with a client for each job, and tells their secrets once', async () => {
    const origins = ['--origin', 'http://localhost:3000', '--origin', 'https://portal.example']
    const { code, stdout } = await run('init', '--data-dir', dataDir, '--json', ...origins)
    expect(code).toBe(0)
    const made = JSON.parse(stdout)
    const credentials = {
      clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
      clientSecret: expect.stringMatching(/^[\w-]{43}$/),
    }
    expect(made).toEqual({
      tenantId: expect.any(String),
      ...credentials,
      clients: { admin: credentials, people: credentials, impersonation: credentials },
    })
    const { admin, people, impersonation } = made.clients
    expect([made.clientId, made.clientSecret]).toEqual([admin.clientId, admin.clientSecret])

    const store = await openStore(join(dataDir, 'tenant.db'))
    const clients = await store.selectFrom('oauth_clients').selectAll().execute()
    const secrets = JSON.stringify(await store.selectFrom('client_secrets').selectAll().execute())
    await store.destroy()
    const rightsOf = ({ clientId }: { clientId: string }) => {
      const client = clients.find(({ id }) => id === clientId)
      return {
        app: [client?.app_type, client?.consent_method],
        grants: JSON.parse(client?.allowed_grant_types ?? ''),
        scopes: JSON.parse(client?.allowed_scopes ?? ''),
        origins: JSON.parse(client?.allowed_origins ?? ''),
        provisions: client?.may_provision_users,
        administrators: client?.may_impersonate_admins,
      }
    }
    const nobodyElse = { app: ['web', 'trusted'], origins: [], provisions: 0, administrators: 0 }
    const machine = { ...nobodyElse, grants: ['client_credentials'] }
    expect(rightsOf(admin)).toEqual({ ...machine, scopes: ['admin_classic', 'user_default'] })
    expect(rightsOf(people)).toEqual({ ...machine, scopes: ['admin.users'] })
    expect(rightsOf(impersonation)).toEqual({
      ...nobodyElse,
      grants: ['urn:qlik:oauth:user-impersonation'],
      scopes: ['user_default'],
      origins: ['http://localhost:3000', 'https://portal.example'],
      provisions: 1,
    })
    for (const { clientSecret } of [admin, people, impersonation]) expect(secrets).not.toContain(clientSecret)
  })

  it('makes nothing when an origin is none', async () => {
    const refused = await run('init', '--data-dir', dataDir, '--origin', 'http://localhost:3000/')
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain('"http://localhost:3000/"')
    expect((await run('init', '--data-dir', dataDir)).code).toBe(0)
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
    expect([intact.code, intact.stdout]).toEqual([0, expect.stringContaining('4 records, intact')])

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
        .where('id', '=', clientId)
        .executeTakeFirstOrThrow()
      const { records } = await store
        .selectFrom('audit_journal')
        .select((builder) => builder.fn.countAll<number>().as('records'))
        .executeTakeFirstOrThrow()
      await store.destroy()
      return [client.may_impersonate_admins, client.epoch, records]
    }
    expect((await command(clientId, 'on')).code).toBe(0)
    expect(await state()).toEqual([1, 0, 5])
    expect((await command(clientId, 'off')).code).toBe(0)
    expect(await state()).toEqual([0, 1, 6])
    expect((await command('unknown', 'on')).stderr).toContain('OAuth client not found')
    expect((await command(clientId, 'perhaps')).code).toBe(2)
    expect(await state()).toEqual([0, 1, 6])
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
    expect(await run('--help')).toEqual({ code: 0, stdout, stderr: '' })
  })

  it('explains each command by itself', async () => {
    for (const { name, summary, flags = {} } of commandSections.flatMap(({ commands }) => commands)) {
      const { code, stdout } = await run(...name.split(' '), '--help')
      expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([0, expect.stringContaining(summary.replaceAll('`', ''))])
      expect(stdout).toContain(`Usage: understudy ${name} `)
      for (const flag of Object.keys(flags)) expect(stdout).toContain(`--${flag}`)
      expect((await run('help', ...name.split(' '))).stdout).toBe(stdout)
    }
  })

  it('explains a group of commands, and names them where none is called', async () => {
    const { code, stdout } = await run('help', 'keys')
    expect([code, stdout]).toEqual([0, expect.stringContaining('keys rotate')])
    expect(stdout).not.toContain('app add')
    expect(await run('keys')).toEqual({ code: 2, stdout: '', stderr: stdout })
  })

  it('tells its version, which is that of the package', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await run('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
  })

  it.each([
    [['nonsense'], "Unknown command 'nonsense'."],
    [['clinet', 'create'], "Unknown command 'clinet'. Did you mean client?"],
    [['client', 'crate', 'x'], "Unknown command 'crate'. Did you mean create?"],
    [['help', 'keys', 'rotat'], 'There is no command "keys rotat". Did you mean "rotate"?'],
    [['init', '--bogus'], "Unknown option '--bogus'."],
    [['init', '--tenant-nam', 'x'], "Unknown option '--tenant-nam'. Did you mean --tenant-name?"],
    [['init', '--data-dri', 'x'], "Unknown option '--data-dri'. Did you mean --data-dir?"],
    [['init', '--additional=yes'], "Unknown option '--additional=yes'."],
    [['init', 'surplus'], "Too many arguments for 'init'. Expected 0 arguments but got 1."],
    [['client', 'disable'], "Missing required argument 'client id'."],
    [['client', 'may-provision', 'id', 'onn'], 'Allowed are on, off. Did you mean "on"?'],
    [['client', 'create', 'x', '--app-type', 'wep'], 'Did you mean "web"?'],
    [['client', 'create', 'x', '--scope', 'user_defualt'], 'There is no such value. Did you mean "user_default"?'],
    [['client', 'create', 'x', '--origin', '--json'], 'the value before it is missing'],
    [['init', '--tenant-name'], "Option '--tenant-name <text>' argument missing."],
  ])('refuses %j in one line, and does nothing', async (args, problem) => {
    const { code, stdout, stderr } = await run(
      ...args,
      ...(args[0] === 'help' || args.at(-1) === '--tenant-name' ? [] : ['--data-dir', dataDir]),
    )
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(problem)])
    expect(stderr).toMatch(/^Wrong usage of the command: [^\n]* Run `understudy help`[^\n]*\n$/)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('asks for a command', async () => {
    expect(await run()).toEqual({ code: 2, stdout: '', stderr: (await run('help')).stdout })
  })

  it('takes the options of the tenant before the command too', async () => {
    expect((await run('--data-dir', dataDir, 'init')).code).toBe(0)
    expect((await run('audit', '--data-dir', dataDir, 'verify')).code).toBe(0)
  })

  it('has no flag of a command that hides an option of the tenant', () => {
    const taken = new Set(['config', ...Object.values(options).map(({ flag }) => flag)])
    const flags = commandSections
      .flatMap(({ commands }) => commands)
      .flatMap((command) => Object.keys(command.flags ?? {}))
    expect(flags.filter((flag) => taken.has(flag))).toEqual([])
  })

  it('tells a wrong option without a stack trace', async () => {
    const { code, stderr } = await run('serve', '--port', 'x')
    expect(code).toBe(1)
    expect(stderr).toContain('--port')
    expect(stderr).not.toMatch(/\n\s+at /)
    expect((await run('serve', '--log-level', 'wran')).stderr).toContain('Did you mean "warn"?')
  })
})
