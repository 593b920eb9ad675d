import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startMeasuredServer } from '../measured-server.js'
import type { Contestant } from './contestants.js'

const cli = fileURLToPath(new URL('../../../packages/tenant/bin/understudy.mjs', import.meta.url))
const grantType = 'urn:qlik:oauth:user-impersonation'

/**
 * Starts a tenant as `understudy serve` does for everybody: libSQL file, full fsync, audit journal on. Its client and its
 * user are made through the REST API.
 */
export async function startTenant(port: number): Promise<Contestant> {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-bench-'))
  const admin = JSON.parse(
    execFileSync(process.execPath, [cli, 'init', '--data-dir', dataDir, '--json'], { encoding: 'utf8' }),
  ) as Credentials
  const measured = await startMeasuredServer([cli, 'serve', '--data-dir', dataDir, '--port', String(port)], {
    readyPattern: /Understudy serves/,
  })
  const server = {
    ...measured,
    stop: async () => {
      await measured.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  try {
    const call = await administrator(`http://127.0.0.1:${port}`, admin)
    const client = (await call('/api/v1/oauth-clients', {
      appType: 'web',
      clientName: 'Benchmark',
      allowedScopes: ['user_default'],
      allowedGrantTypes: [grantType],
      connectionConfig: { consentMethod: 'trusted' },
    })) as Credentials
    const user = (await call('/api/v1/users', { subject: 'bench|user', name: 'Bench', status: 'active' })) as {
      id: string
    }
    const body = JSON.stringify({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      grant_type: grantType,
      scope: 'user_default',
      user_lookup: { field: 'userId', value: user.id },
    })
    return { server, request: { port, path: '/oauth/token', contentType: 'application/json', body } }
  } catch (error) {
    await server.stop()
    throw error
  }
}

interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** Resolves to a function that posts as the administrator client. */
async function administrator(url: string, { clientId, clientSecret }: Credentials) {
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const { access_token } = (await post('/oauth/token', {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'admin_classic',
  })) as { access_token: string }
  return (path: string, body: object) => post(path, body, { authorization: `Bearer ${access_token}` })
}
