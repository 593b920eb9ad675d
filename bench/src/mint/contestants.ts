import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { LoadRequest } from '../http-load.js'
import { type MeasuredServer, startMeasuredServer } from '../measured-server.js'

/** A running server and the token request to load it with. */
export interface Contestant {
  readonly server: MeasuredServer
  readonly request: LoadRequest
}

const grantType = 'urn:qlik:oauth:user-impersonation'
const userId = 'c0ffee00c0ffee00c0ffee00'
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Starts the bare `node:http` server. */
export async function startLimit(port: number): Promise<Contestant> {
  const secret = randomBytes(32).toString('hex')
  const server = await startMeasuredServer([script('./limit-server.js'), secret, userId, String(port)], {
    readyPattern: /ready/,
  })
  const body = JSON.stringify({
    client_id: 'limit',
    client_secret: secret,
    grant_type: grantType,
    scope: 'user_default',
    user_lookup: { field: 'userId', value: userId },
  })
  return { server, request: { port, path: '/oauth/token', contentType: 'application/json', body } }
}

/** Starts oidc-provider with its custom grant. */
export async function startOidcProvider(port: number): Promise<Contestant> {
  const secret = randomBytes(32).toString('hex')
  const server = await startMeasuredServer([script('./oidc-provider-server.js'), secret, userId, String(port)], {
    readyPattern: /ready/,
  })
  const body = new URLSearchParams({
    client_id: 'peer',
    client_secret: secret,
    grant_type: grantType,
    scope: 'user_default',
    user: userId,
  }).toString()
  return { server, request: { port, path: '/token', contentType: 'application/x-www-form-urlencoded', body } }
}
