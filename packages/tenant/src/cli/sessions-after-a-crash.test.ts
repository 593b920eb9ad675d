import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openRawSocket } from '../qix/testing/raw-socket.js'
import { describeOnBothStores } from '../testing/stores.js'

/** The program as an operator runs it: only a process of its own can be killed. */
const program = fileURLToPath(new URL('../../bin/understudy.mjs', import.meta.url))
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const firstLine = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('The output of the process is not read.')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('The process ended without a word.')
}

describeOnBothStores('sessions after a crash', (newLocation) => {
  let dataDir: string
  let store: string
  let admin: { clientId: string; clientSecret: string }
  const running = new Set<ChildProcess>()

  const start = (...args: string[]): ChildProcess => {
    const places = ['--data-dir', dataDir, '--store', store, '--log-level', 'silent']
    const child = spawn(process.execPath, [program, ...args, ...places], { stdio: ['ignore', 'pipe', 'inherit'] })
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }
  const run = async (...args: string[]): Promise<void> => {
    const child = start(...args)
    child.stdout?.resume()
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  }

  beforeEach(async () => {
    if (!existsSync(built)) throw new Error('The tenant is not built: run `npm run build`, then the tests.')
    dataDir = mkdtempSync(join(tmpdir(), 'understudy-crash-'))
    store = await newLocation()
    admin = JSON.parse(await firstLine(start('init', '--json')))
    const folder = join(dataDir, 'sales')
    mkdirSync(folder)
    writeFileSync(join(folder, 'app.json'), JSON.stringify({ id: 'sales', name: 'Sales', sources: {} }))
    writeFileSync(
      join(folder, 'data.sql'),
      `CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 10), ('South', 5)) AS t("Region", "Amount");`,
    )
    await run('app', 'add', folder)
    await run('app', 'reload', 'sales')
  })
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  })

  const serve = async (engines: number) => {
    const child = start('serve', '--port', '0', '--engine-processes', String(engines), '--json')
    const { url } = JSON.parse(await firstLine(child))
    const enter = async () => {
      const response = await fetch(`${url}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'client_credentials',
          client_id: admin.clientId,
          client_secret: admin.clientSecret,
        }),
      })
      const { access_token } = (await response.json()) as { access_token: string }
      const socket = await openRawSocket(`${url}/app/sales/identity/wall`, { authorization: `Bearer ${access_token}` })
      const greeting = await socket.nextFrame()
      const call = async (handle: number, method: string, ...params: unknown[]) => {
        const { result, error } = await socket.request(handle, method, ...params)
        if (error) throw new Error(`${error.parameter}: ${error.message}`)
        return result
      }
      return { state: greeting.params.qSessionState, call }
    }
    const kill = async (): Promise<void> => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    return { enter, kill }
  }

  it('are there again after kill -9 of the tenant', async () => {
    // With an engine process and without one.
    const engines = store.startsWith('postgres') ? 0 : 1
    const before = await serve(engines)
    const page = await before.enter()
    expect(page.state).toBe('SESSION_CREATED')
    const doc = (await page.call(-1, 'OpenDoc', 'sales')).qReturn.qHandle
    const own = {
      qInfo: { qId: 'own', qType: 'own' },
      qHyperCubeDef: { qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }] },
    }
    await page.call(doc, 'CreateSessionObject', own)
    await page.call(doc, 'CreateSessionVariable', { qName: 'vGoal', qDefinition: '7', qInfo: { qType: 'variable' } })
    await page.call(doc, 'AddAlternateState', 'Compare')
    for (const [state, region] of [
      ['', 'North'],
      ['Compare', 'South'],
    ] as const) {
      const field = (await page.call(doc, 'GetField', 'Region', state)).qReturn.qHandle
      await page.call(field, 'SelectValues', [{ qText: region }], false)
    }
    // Written a second after it happened; what the machine does beside takes its time.
    await delay(3_000)
    await before.kill()

    const after = await serve(engines)
    const again = await after.enter()
    expect(again.state).toBe('SESSION_ATTACHED')
    const found = (await again.call(-1, 'GetActiveDoc')).qReturn.qHandle
    const object = (await again.call(found, 'GetObject', 'own')).qReturn.qHandle
    expect((await again.call(object, 'GetLayout')).qLayout.qHyperCube.qGrandTotalRow[0].qNum).toBe(10)
    expect((await again.call(found, 'EvaluateEx', 'Sum({Compare} Amount) + $(vGoal)')).qValue.qNumber).toBe(5 + 7)
  })
})
