import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { documentedScripts } from './documented-scripts.js'

const demo = inject('demo')
const scripts = documentedScripts('create-client.md', 'retrieve-tokens.md')
const understudy = fileURLToPath(new URL('../../../node_modules/.bin/understudy', import.meta.url))
const folders: string[] = []

afterAll(() => {
  scripts.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const env = {
  TENANT_URL: demo.tenantUrl,
  ADMIN_CLIENT_ID: demo.clients.admin.clientId,
  ADMIN_CLIENT_SECRET: demo.clients.admin.clientSecret,
  APP_ORIGIN: 'https://app.example',
}

const request = async (path: string, token: string, method = 'GET', body?: unknown) => {
  const response = await fetch(`${demo.tenantUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

const adminToken = async (): Promise<string> => {
  const { clientId: client_id, clientSecret: client_secret } = demo.clients.admin
  const response = await fetch(`${demo.tenantUrl}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret, scope: 'admin_classic' }),
  })
  const { access_token: token } = await response.json()
  return token
}

const subjectOf = async (token: string): Promise<string> => (await request('/users/me', token)).body.subject

describe('the pages about clients and tokens', () => {
  it('make a client with the API, retrieve tokens with it, and replace its secret', async () => {
    const admin = await adminToken()
    const subject = `documented|${Date.now()}`
    expect((await request('/users', admin, 'POST', { subject })).status).toBe(201)
    const { clientId, clientSecret } = JSON.parse(scripts.run('create-client.mjs', env))
    const asClient = { ...env, SUBJECT: subject, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
    const tokens = ['token-by-library.mjs', 'token-by-fetch.mjs'].map((file) => scripts.run(file, asClient))
    for (const token of tokens) expect(await subjectOf(token)).toBe(subject)

    const replaced = JSON.parse(scripts.run('replace-secret.mjs', { ...asClient, OLD_CLIENT_SECRET: clientSecret }))
    expect((await request('/users/me', tokens[0] ?? '')).status).toBe(401)
    expect(() => scripts.run('token-by-fetch.mjs', asClient)).toThrow('OAUTH-14')
    const renewed = scripts.run('token-by-fetch.mjs', { ...asClient, CLIENT_SECRET: replaced.clientSecret })
    expect(await subjectOf(renewed)).toBe(subject)
  })

  it('retrieve a token with a key', async () => {
    const admin = await adminToken()
    const subject = `documented-key|${Date.now()}`
    await request('/users', admin, 'POST', { subject })
    const { clientId } = JSON.parse(scripts.run('create-client.mjs', env))
    const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true })
    const named = { kid: 'k1', alg: 'ES384', use: 'sig' }
    const patch = [
      { op: 'replace', path: '/publicKeys', value: [{ ...(await exportJWK(publicKey)), ...named }] },
      { op: 'replace', path: '/allowedAuthMethods', value: ['private_key_jwt'] },
    ]
    expect((await request(`/oauth-clients/${clientId}`, admin, 'PATCH', patch)).status).toBe(204)
    const token = scripts.run('token-by-key.mjs', {
      ...env,
      SUBJECT: subject,
      CLIENT_ID: clientId,
      PRIVATE_JWK: JSON.stringify({ ...(await exportJWK(privateKey)), ...named }),
    })
    expect(await subjectOf(token)).toBe(subject)
  })

  it('make a client at the command line', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'understudy-documented-'))
    folders.push(dataDir)
    const ofTenant = { ...env, UNDERSTUDY_DATA_DIR: dataDir }
    execFileSync(understudy, ['init'], { env: { ...process.env, ...ofTenant } })
    const made = JSON.parse(scripts.run('create-client.sh', ofTenant))
    expect(Object.keys(made)).toEqual(['clientId', 'clientSecret'])
    const listed = execFileSync(understudy, ['client', 'list'], {
      env: { ...process.env, ...ofTenant },
      encoding: 'utf8',
    })
    expect(listed).toContain(made.clientId)
    expect(listed).toContain('Portal, in the name of its users')
  })
})
