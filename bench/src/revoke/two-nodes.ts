import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../free-ports.js'
import { type MeasuredServer, startMeasuredServer } from '../measured-server.js'
import { startPostgres } from './postgres.js'

const cli = fileURLToPath(new URL('../../../packages/tenant/bin/understudy.mjs', import.meta.url))
const run = promisify(execFile)

export const revokedAppId = '4e70ce00-0000-4000-8000-000000000000'

/** A call to a node. @throws where it is refused */
export type Caller = (method: string, path: string, body?: unknown) => Promise<never>

/** Two nodes over one PostgreSQL. What is revoked on the first has to be felt on the second. */
export interface TwoNodes {
  readonly near: string
  readonly far: string
  /** Calls the first node as its administrator. */
  readonly admin: Caller
  /** Runs a command of the operator beside the first node. */
  readonly command: (...args: readonly string[]) => Promise<string>
  readonly stop: () => Promise<void>
}

/** Starts them, with an app that everybody may open. */
export const startTwoNodes = async (): Promise<TwoNodes> => {
  const postgres = await startPostgres()
  const root = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const [nearFolder, farFolder, app] = ['near', 'far', 'app'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ]
  const ports = await freePorts(2)
  const servers: MeasuredServer[] = []
  const shared = ['--store', postgres.url, '--master-key-file', join(nearFolder, 'master.key')]
  const command: TwoNodes['command'] = async (...args) =>
    (await run(process.execPath, [cli, ...args, '--data-dir', nearFolder, ...shared, '--json'])).stdout
  const stop = async (): Promise<void> => {
    for (const server of servers) await server.stop()
    await postgres.stop()
    await rm(root, { recursive: true, force: true })
  }
  try {
    const credentials = JSON.parse(await command('init', '--public-origin', `http://127.0.0.1:${ports[0]}`))
    await mkdir(app)
    await writeFile(join(app, 'app.json'), JSON.stringify({ id: revokedAppId, name: 'Small' }))
    await writeFile(join(app, 'data.sql'), 'CREATE TABLE facts AS SELECT i AS "Number" FROM range(100) r(i)')
    await command('app', 'add', app)
    for (const [at, dataDir] of [nearFolder, farFolder].entries()) {
      const args = ['serve', '--data-dir', dataDir, ...shared, '--port', String(ports[at]), '--trust-proxy', 'true']
      const options = { readyPattern: /Understudy serves/, pinned: false }
      servers.push(await startMeasuredServer([cli, ...args], options))
    }
    const [near = '', far = ''] = ports.map((port) => `http://127.0.0.1:${port}`)
    return { near, far, command, stop, admin: await administrator(near, credentials) }
  } catch (error) {
    await stop()
    throw error
  }
}

const administrator = async (
  origin: string,
  credentials: { clientId: string; clientSecret: string },
): Promise<Caller> => {
  const call = async (path: string, init: RequestInit): Promise<never> => {
    const response = await fetch(`${origin}${path}`, init)
    const text = await response.text()
    if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as never
  }
  const headers = { 'content-type': 'application/json' }
  const asked = {
    grant_type: 'client_credentials',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
  }
  const token: { access_token: string } = await call('/oauth/token', {
    method: 'POST',
    headers,
    body: JSON.stringify(asked),
  })
  const authorization = `Bearer ${token.access_token}`
  return (method, path, body) =>
    call(path, {
      method,
      ...(body === undefined
        ? { headers: { authorization } }
        : { headers: { ...headers, authorization }, body: JSON.stringify(body) }),
    })
}
