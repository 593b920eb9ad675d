import { createHash } from 'node:crypto'
import { createBrowserSession } from '../../../sessions/create-browser-session.js'
import type { StartedTenant } from '../../../testing/started-tenant.js'

/** The verifier of a test's client, and its challenge (RFC 7636). */
export const verifier = 'v'.repeat(64)
export const challenge = createHash('sha256').update(verifier).digest('base64url')

/** Where the SPA of the tests is called back. */
export const callback = 'https://spa.example/callback'

/** Columns of a public client for {@link StartedTenant.addClient}. */
export const spa = {
  app_type: 'spa',
  allowed_grant_types: '[]',
  allowed_auth_methods: '[]',
  allowed_origins: '["https://spa.example"]',
  redirect_uris: JSON.stringify([callback]),
} as const

/** The parameters of a good request; those given replace or, as undefined, remove. */
export const authorizationQuery = (clientId: string, changes: Record<string, string | undefined> = {}): string => {
  const parameters: Record<string, string | undefined> = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'user_default',
    state: 'the state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams(present).toString()
}

/** Where a browser is sent. */
export interface Visit {
  readonly status: number
  readonly location: string | null
  /** The parameters of the location. */
  readonly answer: Readonly<Record<string, string>>
  readonly headers: Headers
  readonly text: string
}

/** A browser at the tenant, which follows no redirect. */
export interface Browser {
  readonly visit: (path: string) => Promise<Visit>
  readonly send: (path: string, form: Record<string, string>) => Promise<Visit>
}

/** Opens a browser; with a user, one that is signed in. */
export const openBrowser = async (tenant: StartedTenant, userId?: string, authTime = Date.now()): Promise<Browser> => {
  const cookie = userId === undefined ? undefined : await signIn(tenant, userId, authTime)
  const fetched = async (path: string, init: RequestInit = {}): Promise<Visit> => {
    const headers = { accept: 'text/html', ...(cookie !== undefined && { cookie }) }
    const response = await fetch(tenant.url + path, { ...init, headers, redirect: 'manual' })
    const location = response.headers.get('location')
    const answer = location === null ? {} : Object.fromEntries(new URL(location, tenant.url).searchParams)
    return { status: response.status, location, answer, headers: response.headers, text: await response.text() }
  }
  return {
    visit: (path) => fetched(path),
    send: (path, form) => fetched(path, { method: 'POST', body: new URLSearchParams(form) }),
  }
}

/** A session's cookies, as a browser sends them. */
export const signIn = async (tenant: StartedTenant, userId: string, authTime = Date.now()): Promise<string> => {
  const { setCookies } = await createBrowserSession(tenant.context, {
    userId,
    source: 'interactive',
    idpId: null,
    authTime,
  })
  return setCookies.map((each) => each.split(';')[0]).join('; ')
}

/** A code for a signed-in user of a trusted client. */
export const obtainCode = async (
  tenant: StartedTenant,
  userId: string,
  clientId: string,
  changes: Record<string, string | undefined> = {},
): Promise<string> => {
  const browser = await openBrowser(tenant, userId)
  const { answer } = await browser.visit(`/oauth/authorize?${authorizationQuery(clientId, changes)}`)
  if (answer.code === undefined) throw new Error(`No code: ${JSON.stringify(answer)}`)
  return answer.code
}

/** The body that redeems a code, as the published client sends it (contract 0.11). */
export const redemption = (clientId: string, code: string) => ({
  grant_type: 'authorization_code',
  client_id: clientId,
  code,
  redirect_uri: callback,
  code_verifier: verifier,
  scope: 'user_default',
})
