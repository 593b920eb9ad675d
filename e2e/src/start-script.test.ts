import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oauthClients } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Demo } from './harness/demo.js'
import { descendantsOf, isAlive, untilGone } from './harness/descendants.js'
import { freePorts } from './harness/free-ports.js'
import { runStartScript, type StartScript, stop } from './harness/start-script.js'

const running = inject('demo')
const understudy = fileURLToPath(new URL('../../node_modules/.bin/understudy', import.meta.url))

/**
 * How long ending may take, in milliseconds: two seconds, and more on a busy machine. What would hold it up, a request that
 * is not sent to its end, holds it for a minute and longer.
 */
const END_MS = 20_000

/** The environment that a process was started with, where the system tells it. */
const environmentOf = (pid: number): string =>
  process.platform === 'linux' ? readFileSync(`/proc/${pid}/environ`, 'utf8') : ''

describe('npm start, with something wrong', () => {
  it.each([
    ['--portal-port', running.portalUrl, '--tenant-port'],
    ['--tenant-port', running.tenantUrl, '--portal-port'],
  ])('names the port that is taken and the option %s', async (option, url, other) => {
    const { port } = new URL(url)
    const [free] = await freePorts(1)
    const script = runStartScript([option, port, other, String(free)])
    expect(await script.ended).toBe(1)
    expect(script.stderr()).toContain(`Port ${port} is in use by another program`)
    expect(script.stderr()).toContain(`${option} `)
    expect(script.stderr()).not.toMatch(/^\s+at /m)
  })

  it.each([
    [['--portal-port', 'many'], '--portal-port needs a port'],
    [['--colour', 'blue'], '--colour'],
    [['--app-origin', 'localhost:3000'], '--app-origin needs scheme, host and port'],
  ])('explains %j', async (args, explanation) => {
    const script = runStartScript(args)
    expect(await script.ended).toBe(1)
    expect(script.stderr()).toContain(explanation)
    expect(script.stderr()).not.toMatch(/^\s+at /m)
  })

  it.each(['--data-dir', '--reset --data-dir'])('touches no folder that it did not make (%s)', async (options) => {
    const foreign = mkdtempSync(join(tmpdir(), 'foreign-'))
    const file = join(foreign, 'thesis.txt')
    writeFileSync(file, 'years of work')
    const [portalPort, tenantPort] = await freePorts(2)
    const ports = ['--portal-port', String(portalPort), '--tenant-port', String(tenantPort)]
    const script = runStartScript([...options.split(' '), foreign, ...ports])
    expect(await script.ended).toBe(1)
    expect(script.stderr()).toContain('holds something that this demo did not make')
    expect(readFileSync(file, 'utf8')).toBe('years of work')
    rmSync(foreign, { recursive: true })
  })
})

it('npm --silent start adds nothing to what the script prints on stdout', async () => {
  const [direct, throughNpm] = [runStartScript(['--help']), runStartScript(['--help'], 'npm')]
  expect([await direct.ended, await throughNpm.ended]).toEqual([0, 0])
  expect(direct.stdout()).toContain('npm --silent start -- --json')
  expect(throughNpm.stdout()).toBe(direct.stdout())
})

describe('npm start, from one start to the next', () => {
  let dataDir: string
  let args: string[]
  let first: Demo

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'understudy-start-'))
    const [portalPort, tenantPort] = await freePorts(2)
    args = ['--data-dir', dataDir, '--portal-port', String(portalPort), '--tenant-port', String(tenantPort)]
  })

  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  const start = async (...more: string[]): Promise<{ script: StartScript; demo: Demo }> => {
    const script = runStartScript(['--json', ...args, ...more])
    return { script, demo: JSON.parse(await script.firstLine) }
  }

  it('prints one line of JSON when everything answers, and stops everything at Ctrl-C', async () => {
    const { script, demo } = await start()
    first = demo
    expect(Object.keys(demo)).toEqual(['portalUrl', 'tenantUrl', 'appId', 'clients', 'people'])
    expect((await fetch(`${demo.portalUrl}/sign-in`)).status).toBe(200)
    expect((await fetch(`${demo.tenantUrl}/.well-known/jwks.json`)).status).toBe(200)

    expect(Object.keys(demo.clients)).toEqual(['admin', 'people', 'impersonation'])

    const children = descendantsOf(script.process.pid)
    expect(children.length).toBeGreaterThanOrEqual(2)
    const stopping = Date.now()
    expect(await stop(script)).toBe(0)
    expect(Date.now() - stopping).toBeLessThan(END_MS)
    expect(children.filter(isAlive)).toEqual([])
    expect(script.stdout().trimEnd().split('\n')).toHaveLength(1)
  })

  it('keeps its secrets where the owner alone can read them', () => {
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600)
  })

  it('starts again with the same clients and without loading anything', async () => {
    const { script, demo } = await start()
    expect(demo).toEqual(first)
    expect(script.stderr()).not.toContain('Loading three million flights')
    expect(script.stderr()).not.toContain('Making a tenant')
    await stop(script)
  })

  it('tells a person what to put into the .env of an app, and puts the administrator into no web server', async () => {
    const script = runStartScript(args)
    await expect.poll(script.stderr).toContain('Ctrl-C stops everything')
    const { admin, people, impersonation } = first.clients
    const lines = {
      TENANT_URL: first.tenantUrl,
      CLIENT_ID: impersonation.clientId,
      CLIENT_SECRET: impersonation.clientSecret,
    }
    for (const [name, value] of Object.entries(lines)) expect(script.stderr()).toMatch(`\n  ${name}=${value}\n`)
    expect(script.stderr()).not.toContain(admin.clientSecret)

    const environments = descendantsOf(script.process.pid).map(environmentOf)
    for (const environment of environments) expect(environment).not.toContain(admin.clientSecret)
    if (process.platform === 'linux') expect(environments.join('')).toContain(people.clientSecret)

    const invite = ['user', 'invite', 'kim@example.com', '--json', '--data-dir', dataDir]
    const { link } = JSON.parse(execFileSync(understudy, invite, { encoding: 'utf8' }))
    expect(new URL(link).origin).toBe(first.tenantUrl)
    expect((await fetch(link)).status).toBe(200)
    await stop(script)
  })

  it('brings the clients of an earlier demo up to date', async () => {
    const file = join(dataDir, 'demo.json')
    const { people, ...memory } = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify(memory))
    const { script, demo } = await start('--app-origin', 'http://localhost:3999')
    expect(demo.clients.people.clientId).not.toBe(people.clientId)
    expect({ ...demo.clients, people }).toEqual(first.clients)
    const { clientId, clientSecret } = demo.clients.admin
    const hostConfig = {
      authType: 'oauth2',
      host: demo.tenantUrl,
      clientId,
      clientSecret,
      scope: 'admin_classic',
    } as const
    const { data: client } = await oauthClients.getOAuthClient(demo.clients.impersonation.clientId, { hostConfig })
    expect(client).toMatchObject({
      allowedOrigins: [demo.portalUrl, 'http://localhost:3999', 'http://localhost:3000'],
    })
    await stop(script)
    writeFileSync(file, JSON.stringify({ ...memory, people }))
  })

  it.each<['node' | 'npm', NodeJS.Signals]>([
    ['node', 'SIGTERM'],
    ['npm', 'SIGINT'],
    ['npm', 'SIGTERM'],
  ])('ends all that it started within two seconds of a signal (%s, %s), whoever is connected', async (by, signal) => {
    const script = runStartScript(['--json', ...args], by)
    const demo: Demo = JSON.parse(await script.firstLine)
    const visitor = connect(Number(new URL(demo.tenantUrl).port), '127.0.0.1').on('error', () => undefined)
    visitor.write('POST /oauth/token HTTP/1.1\r\ncontent-length: 10\r\nhost: localhost\r\n\r\n')
    await once(visitor, 'connect')
    const children = descendantsOf(script.process.pid)
    const signalled = Date.now()
    script.process.kill(signal)
    await untilGone(children)
    expect(Date.now() - signalled).toBeLessThan(END_MS)
    visitor.destroy()
    await script.ended
  })

  it('ends all that it started within two seconds when its terminal is closed', async () => {
    const script = runStartScript(['--json', ...args], 'npm', { detached: true })
    await script.firstLine
    const children = descendantsOf(script.process.pid)
    script.process.stdout?.destroy()
    script.process.stderr?.destroy()
    const closed = Date.now()
    // What a terminal sends to everything that runs in it.
    process.kill(-(script.process.pid as number), 'SIGHUP')
    await untilGone(children)
    expect(Date.now() - closed).toBeLessThan(END_MS)
  })

  it('ends with a message when one of its servers dies, and takes the other along', async () => {
    const { script } = await start()
    const children = descendantsOf(script.process.pid)
    process.kill(children[0] as number, 'SIGKILL')
    expect(await script.ended).toBe(1)
    expect(script.stderr()).toMatch(/The (tenant|portal) ended unexpectedly/)
    // An engine process ends by itself when its tenant is gone.
    await untilGone(children)
  })

  it('leaves no orphans even when it is killed itself', async () => {
    const { script } = await start()
    const children = descendantsOf(script.process.pid)
    script.process.kill('SIGKILL')
    const killed = Date.now()
    await untilGone(children)
    expect(Date.now() - killed).toBeLessThan(END_MS)
  })

  it('starts from nothing with --reset', async () => {
    const { script, demo } = await start('--reset')
    expect(script.stderr()).toContain('Loading three million flights')
    expect(demo.clients.admin.clientId).not.toBe(first.clients.admin.clientId)
    expect(demo.clients.impersonation.clientId).not.toBe(first.clients.impersonation.clientId)
    await stop(script)
  })
})
