import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'

const page = new URL('../../../../docs/several-tenants.md', import.meta.url)
/** All of them are this machine. */
const [operatorHost, ...tenantHosts] = ['127.0.0.2', '127.0.0.3', '127.0.0.4']

let folder: string
let started: StartedNodes
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-documented-'))
  started = await startNodes(join(folder, 'tenant.db'), 1, [{}], served, { host: '0.0.0.0' })
})
afterAll(async () => {
  await started?.close()
  rmSync(folder, { recursive: true, force: true })
})

it('makes two tenants that refuse the tokens of each other, as the page says', async () => {
  const [, code = ''] = /^```js file=two-tenants\.mjs\n([\s\S]*?)^```$/m.exec(readFileSync(page, 'utf8')) ?? []
  const script = join(folder, 'two-tenants.mjs')
  writeFileSync(script, code)
  const client = JSON.parse(
    await started.command('operator-client', 'create', '--hostname', operatorHost ?? '', '--json'),
  )
  const at = (host: string): string => (started.nodes[0]?.url ?? '').replace('localhost', host)
  const run = async (): Promise<string> => {
    const environment = {
      OPERATOR_URL: at(operatorHost ?? ''),
      OPERATOR_CLIENT_ID: client.clientId,
      OPERATOR_CLIENT_SECRET: client.clientSecret,
      TENANT_HOSTS: tenantHosts.join(' '),
    }
    return (await promisify(execFile)(process.execPath, [script], { env: environment })).stdout
  }
  // The running node learns of the operator within a second.
  await expect
    .poll(async () => (await fetch(`${at(operatorHost ?? '')}/.well-known/openid-configuration`)).json())
    .toMatchObject({
      issuer: at(operatorHost ?? ''),
    })
  const [one = '', other = ''] = tenantHosts.map(at)
  expect((await run()).trim().split('\n')).toEqual([
    `the token of ${one} at ${one}: 200`,
    `the token of ${one} at ${other}: 401`,
    `the token of ${other} at ${one}: 401`,
    `the token of ${other} at ${other}: 200`,
  ])
})
