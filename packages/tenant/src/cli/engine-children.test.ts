import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enginePids } from '../qix/testing/engine-pids.js'

const program = fileURLToPath(new URL('../../bin/understudy.mjs', import.meta.url))

let dataDir: string
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-engines-'))
  await once(start('init', '--json'), 'exit')
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [program, ...args, '--data-dir', dataDir, '--log-level', 'silent'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, UNDERSTUDY_MASTER_KEY: undefined, SECRET_OF_THE_TENANT: 'known to the tenant' },
  })

/** A tenant, and its engine processes once they work. */
const served = async (): Promise<{ tenant: ChildProcess; engines: readonly number[] }> => {
  const ports = ['--port', '0', '--operations-port', '0']
  const tenant = start('serve', ...ports, '--engine-processes', '2', '--drain-time', '0', '--json')
  if (tenant.stdout === null) throw new Error('The output of the process is not read.')
  let operationsUrl = ''
  for await (const line of createInterface({ input: tenant.stdout })) {
    operationsUrl = JSON.parse(line).operationsUrl
    break
  }
  const memories = async () => {
    const text = await (await fetch(`${operationsUrl}/metrics`)).text()
    return [...text.matchAll(/^understudy_engine_process_memory_bytes\{process="\d"\} (\d+)/gm)].map(([, bytes]) =>
      Number(bytes),
    )
  }
  const working = async () => (await memories()).filter((bytes) => bytes > 1_000_000).length
  for (let tries = 0; (await working()) < 2 && tries < 1_200; tries++) await delay(50)
  return { tenant, engines: enginePids(tenant.pid) }
}

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const noneLives = (pids: readonly number[]) =>
  expect.poll(() => pids.filter(lives), { timeout: 20_000, interval: 100 }).toEqual([])

it.each(['SIGTERM', 'SIGINT'] as const)('engine processes end with their tenant, by %s', async (signal) => {
  const { tenant, engines } = await served()
  expect(engines).toHaveLength(2)
  tenant.kill(signal)
  await once(tenant, 'exit')
  await noneLives(engines)
})

describe('engine processes', () => {
  let tenant: ChildProcess
  let engines: readonly number[]
  beforeAll(async () => {
    ;({ tenant, engines } = await served())
  })
  afterAll(() => void tenant?.kill('SIGKILL'))

  it.runIf(existsSync('/proc/self/environ'))('see nothing of the environment of their tenant', () => {
    const environment = (pid: number | undefined) => readFileSync(`/proc/${pid}/environ`, 'utf8')
    expect(environment(tenant.pid)).toContain('known to the tenant')
    for (const pid of engines) expect(environment(pid)).not.toContain('known to the tenant')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('leave the ending to the tenant when all get a %s', async (signal) => {
    for (const pid of engines) process.kill(pid, signal)
    await delay(1_000)
    expect(enginePids(tenant.pid)).toEqual(engines)
  })

  it('end with their tenant, by SIGKILL', async () => {
    expect(engines).toHaveLength(2)
    tenant.kill('SIGKILL')
    await noneLives(engines)
  })
})
