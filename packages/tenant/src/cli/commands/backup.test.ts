import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openSnapshot } from '@understudy/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHandle } from '../../store/libsql-handle.js'
import { openStore } from '../../store/open-store.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { runCommandLine } from '../main.js'

/** The program in a process of its own, as an operator runs it beside the server. */
const program = fileURLToPath(new URL('../../../bin/understudy.mjs', import.meta.url))

let root: string
let tenant: StartedTenant
let client: Credentials
let userId: string
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'understudy-backup-'))
  tenant = await startTenant()
  client = await tenant.addClient()
  userId = await tenant.addUser()
})
afterAll(async () => {
  await tenant.close()
  rmSync(root, { recursive: true, force: true })
})

const run = async (dataDir: string, ...args: string[]) => {
  const written = { stdout: '', stderr: '' }
  const code = await runCommandLine(
    [...args, '--data-dir', dataDir],
    {},
    { write: (text) => (written.stdout += text) },
    { write: (text) => (written.stderr += text) },
  )
  return { code, ...written }
}

const inProcess = (...args: string[]) =>
  new Promise<{ code: number | null; stdout: string }>((resolve) => {
    const child = spawn(process.execPath, [program, ...args, '--data-dir', tenant.dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    child.stdout.on('data', (text) => (stdout += text))
    child.once('close', (code) => resolve({ code, stdout }))
  })

const masterKey = () => ['--master-key-file', join(tenant.dataDir, 'master.key')]

const jtiOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti

/** The tokens of which a copy has no record; its chains are intact. */
const lostIn = async (copy: string, tokenIds: readonly string[]): Promise<readonly string[]> => {
  const verified = await run(copy, 'audit', 'verify', '--json', ...masterKey())
  expect([verified.code, JSON.parse(verified.stdout)]).toMatchObject([0, { intact: true }])
  const store = await openStore(join(copy, 'tenant.db'))
  const records = (await store.selectFrom('audit_journal').select('record').execute()).map(({ record }) => record)
  await store.destroy()
  return tokenIds.filter((id) => !records.some((record) => record.includes(id)))
}

describe('understudy backup', () => {
  it('copies a tenant under load with its newest records, in a chain that is intact', async () => {
    const issued: string[] = []
    let isOver = false
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) issued.push(jtiOf(await tenant.userToken(userId, client)))
      }),
    )
    while (issued.length < 20) await delay(5)
    const before = issued.slice()
    const copy = join(root, 'under-load')
    const { code } = await inProcess('backup', copy)
    const during = issued.length - before.length
    isOver = true
    await load
    expect(code).toBe(0)
    expect(during).toBeGreaterThan(0)

    expect(await lostIn(copy, before)).toEqual([])
  })

  it('copies what is in the write-ahead log alone', async () => {
    const handle = openHandle(join(tenant.dataDir, 'tenant.db'))
    handle.run('pragma wal_checkpoint(truncate)')
    handle.close()
    const newest = jtiOf(await tenant.userToken(userId, client))
    const copy = join(root, 'newest')
    expect((await inProcess('backup', copy)).code).toBe(0)
    expect(await lostIn(copy, [newest])).toEqual([])
  })

  it('holds what an app needs, and is served as it is', async () => {
    const app = join(root, 'app')
    mkdirSync(join(app, 'node_modules', 'big'), { recursive: true })
    writeFileSync(join(app, 'app.json'), '{"id":"kept","name":"Kept"}')
    writeFileSync(join(app, 'data.sql'), 'CREATE TABLE t AS SELECT 1 AS "A"')
    await run(tenant.dataDir, 'app', 'add', app)
    await run(tenant.dataDir, 'app', 'reload', 'kept')
    const copy = join(root, 'new', 'whole')
    const { code, stdout } = await inProcess('backup', copy)
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 snapshots and 1 app folders')])

    const tenantId = tenant.context.tenant.id
    const snapshots = join(copy, 'apps', tenantId, 'kept')
    expect(readdirSync(snapshots)).toHaveLength(2)
    ;(await openSnapshot(snapshots)).close()
    expect(readdirSync(join(copy, 'app-folders', tenantId, 'kept')).sort()).toEqual(['app.json', 'data.sql'])
    expect(readFileSync(join(copy, 'node-id'), 'utf8')).toBe(readFileSync(join(tenant.dataDir, 'node-id'), 'utf8'))
    expect(JSON.parse((await run(copy, 'app', 'list', '--json')).stdout)).toMatchObject([{ id: 'kept', folder: app }])
    expect(readdirSync(join(root, 'new'))).toEqual(['whole'])
    expect(statSync(copy).mode & 0o777).toBe(0o700)
    expect(statSync(join(copy, 'tenant.db')).mode & 0o777).toBe(0o600)
  })

  it('leaves the master key out unless asked, and says so', async () => {
    const without = await inProcess('backup', join(root, 'without'))
    expect(without.stdout).toContain('The master key is not in it')
    expect(existsSync(join(root, 'without', 'master.key'))).toBe(false)
    const withKey = await inProcess('backup', join(root, 'with'), '--with-master-key')
    expect(withKey.stdout).toContain('The master key is in it')
    expect(statSync(join(root, 'with', 'master.key')).mode & 0o777).toBe(0o600)
    expect((await run(join(root, 'with'), 'keys', 'list')).code).toBe(0)
  })

  it('overwrites nothing, and leaves nothing behind when it fails', async () => {
    const taken = join(root, 'taken')
    mkdirSync(taken)
    writeFileSync(join(taken, 'precious'), '')
    const names = readdirSync(root)
    const refused = await run(tenant.dataDir, 'backup', taken)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('nothing is overwritten')])
    expect(readdirSync(taken)).toEqual(['precious'])

    const damaged = mkdtempSync(join(tmpdir(), 'understudy-damaged-'))
    writeFileSync(join(damaged, 'tenant.db'), 'no database at all, whatever its name says'.repeat(100))
    const failed = await run(damaged, 'backup', join(root, 'failed'))
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringMatching(/^The command failed: [^\n]+\n$/)])
    const none = await run(join(damaged, 'nowhere'), 'backup', join(root, 'failed'))
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('The store holds no tenant')])
    expect(existsSync(join(damaged, 'nowhere'))).toBe(false)
    rmSync(damaged, { recursive: true })
    expect(readdirSync(root)).toEqual(names)
  })

  it('refuses a store that is no file, and names what copies it', async () => {
    const target = join(root, 'postgres')
    const refused = await run(
      tenant.dataDir,
      'backup',
      target,
      '--store',
      'postgres://user:secret@localhost/understudy',
    )
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('pg_dump')])
    expect(refused.stderr).not.toContain('secret')
    expect(existsSync(target)).toBe(false)
  })
})
