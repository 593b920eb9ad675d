import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePorts } from '../free-ports.js'
import { type MeasuredServer, startMeasuredServer } from '../measured-server.js'

const cli = fileURLToPath(new URL('../../../packages/tenant/bin/understudy.mjs', import.meta.url))

export const crowdAppId = 'fa1e5000-0000-4000-8000-000000000000'

/** Orders: 200,000 numbers in a million rows, and plans that nothing associates with them. */
const dataScript = `
CREATE TABLE sales AS SELECT
  'Order ' || (i % 200000) AS "Order", 'Customer ' || (hash(i) % 5000) AS "Customer",
  'Product ' || (hash(i + 1000000007) % 800) AS "Product", 'Country ' || (hash(i + 7) % 40) AS "Country",
  (2010 + hash(i + 2000000011) % 10)::INTEGER AS "Year", (hash(i + 5000000029) % 100000) / 100.0::DOUBLE AS "Amount"
FROM range(1000000) r(i);
CREATE TABLE plans AS SELECT 'Plan ' || i AS "Plan", i AS "Planned" FROM range(5000) r(i);`

/** A tenant's folder with an app that several people share. */
export interface CrowdFolder {
  readonly dataDir: string
  readonly client: Credentials
  readonly remove: () => Promise<void>
}

interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

const run = promisify(execFile)

const understudy = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [cli, ...args, '--json'])).stdout

/** Makes a tenant with the app, and a client that asks for tokens in the names of people. */
export const makeCrowdFolder = async (): Promise<CrowdFolder> => {
  const root = await mkdtemp(join(tmpdir(), 'understudy-bench-'))
  const dataDir = join(root, 'data')
  const folder = join(root, 'app')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'app.json'), JSON.stringify({ id: crowdAppId, name: 'Crowd' }))
  await writeFile(join(folder, 'data.sql'), dataScript)
  await understudy('init', '--data-dir', dataDir)
  await understudy('app', 'add', folder, '--data-dir', dataDir)
  const created = await understudy(
    ...['client', 'create', 'Bench', '--grant', 'impersonation', '--scope', 'user_default', '--may-provision'],
    ...['--data-dir', dataDir],
  )
  return { dataDir, client: JSON.parse(created), remove: () => rm(root, { recursive: true, force: true }) }
}

/** A tenant that serves the folder in a process of its own, with all cores. */
export interface CrowdTenant {
  readonly url: string
  readonly server: MeasuredServer
  /** An access token of somebody, who is made where they are new. */
  readonly tokenOf: (subject: string) => Promise<string>
}

/** Starts a tenant; resolves when it serves. */
export const startCrowdTenant = async ({ dataDir, client }: CrowdFolder): Promise<CrowdTenant> => {
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const server = await startMeasuredServer([cli, 'serve', '--data-dir', dataDir, '--port', String(port)], {
    readyPattern: /Understudy serves/,
    pinned: false,
  })
  return {
    url,
    server,
    tokenOf: async (subject) => {
      const response = await fetch(`${url}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          client_id: client.clientId,
          client_secret: client.clientSecret,
          grant_type: 'urn:qlik:oauth:user-impersonation',
          scope: 'user_default',
          user: { subject, name: subject },
        }),
      })
      if (!response.ok) throw new Error(`no token for ${subject}: ${response.status} ${await response.text()}`)
      return ((await response.json()) as { readonly access_token: string }).access_token
    },
  }
}
