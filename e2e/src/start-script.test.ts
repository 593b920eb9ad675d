import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Demo } from './harness/demo.js'
import { descendantsOf, isAlive, untilGone } from './harness/descendants.js'
import { freePorts } from './harness/free-ports.js'
import { runStartScript, type StartScript, stop } from './harness/start-script.js'

const running = inject('demo')

describe('npm start, with something wrong', () => {
  it.each([
    ['--portal-port', running.portalUrl],
    ['--tenant-port', running.tenantUrl],
  ])('names the port that is taken and the option %s', async (option, url) => {
    const { port } = new URL(url)
    const script = runStartScript([option, port])
    expect(await script.ended).toBe(1)
    expect(script.stderr()).toContain(`Port ${port} is in use by another program`)
    expect(script.stderr()).toContain(`${option} `)
    expect(script.stderr()).not.toMatch(/^\s+at /m)
  })

  it.each([
    [['--portal-port', 'many'], '--portal-port needs a port'],
    [['--colour', 'blue'], '--colour'],
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

    const children = descendantsOf(script.process.pid)
    expect(children.length).toBeGreaterThanOrEqual(2)
    expect(await stop(script)).toBe(0)
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

  it('ends with a message when one of its servers dies, and takes the other along', async () => {
    const { script } = await start()
    const children = descendantsOf(script.process.pid)
    process.kill(children[0] as number, 'SIGKILL')
    expect(await script.ended).toBe(1)
    expect(script.stderr()).toMatch(/The (tenant|portal) ended unexpectedly/)
    expect(children.filter(isAlive)).toEqual([])
  })

  it('leaves no orphans even when it is killed itself', async () => {
    const { script } = await start()
    const children = descendantsOf(script.process.pid)
    script.process.kill('SIGKILL')
    await untilGone(children)
  })

  it('starts from nothing with --reset', async () => {
    const { script, demo } = await start('--reset')
    expect(script.stderr()).toContain('Loading three million flights')
    expect(demo.clients.admin.clientId).not.toBe(first.clients.admin.clientId)
    expect(demo.clients.impersonation.clientId).not.toBe(first.clients.impersonation.clientId)
    await stop(script)
  })
})
