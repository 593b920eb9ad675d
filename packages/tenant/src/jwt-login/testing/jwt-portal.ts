import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { expect } from 'vitest'
import { createIdentityProvider } from '../../identity-providers/create-identity-provider.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { StartedTenant } from '../../testing/started-tenant.js'
import { createWebIntegration } from '../../web-integrations/create-web-integration.js'

/** Whoever sets a tenant up in tests. */
export const setUp: Caller = { userId: 'setup', machine: true, scopes: ['admin_classic'], trace: {} }

/** A portal whose JWTs a tenant trusts. */
export interface JwtPortal {
  readonly idpId: string
  readonly privateKey: KeyObject
  /** Signs a JWT that is good but for the changes; `undefined` leaves a claim out. */
  readonly sign: (
    claims?: Record<string, unknown>,
    header?: { readonly alg?: string; readonly kid?: string | undefined },
  ) => Promise<string>
  /** `POST /login/jwt-session`. */
  readonly login: (jwt: string, headers?: Record<string, string>, query?: string) => Promise<LoginAnswer>
}

/** An answer of a login. */
export interface LoginAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of every shape
  readonly body: any
  readonly setCookies: readonly string[]
  /** The cookies as a `Cookie` header holds them. */
  readonly cookies: string
}

let portals = 0

/** Makes an identity provider of a tenant and what signs for it. */
export const jwtPortal = async (tenant: StartedTenant, context: TenantContext = tenant.context): Promise<JwtPortal> => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const issuer = `portal-${++portals}.example`
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const { id } = await createIdentityProvider(context, setUp, {
    protocol: 'jwtAuth',
    provider: 'external',
    options: { issuer, staticKeys: [{ kid: 'key-1', pem }] },
  })
  const sign: JwtPortal['sign'] = (claims = {}, header = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const payload = {
      sub: 'ann',
      subType: 'user',
      name: 'Ann',
      email: 'ann@example.com',
      email_verified: true,
      iss: issuer,
      aud: 'qlik.api/login/jwt-session',
      iat: now,
      nbf: now,
      exp: now + 300,
      jti: randomUUID(),
      ...claims,
    }
    return new SignJWT(payload as JWTPayload)
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header } as JWTHeaderParameters)
      .sign(privateKey)
  }
  return {
    idpId: id,
    privateKey,
    sign,
    login: async (jwt, headers = {}, query = '') => {
      const response = await fetch(`${tenant.url}/login/jwt-session${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json', ...headers },
      })
      const setCookies = response.headers.getSetCookie()
      if (setCookies.length > 0) expect(response.headers.get('cache-control')).toBe('no-store')
      const cookies = setCookies.map((each) => each.split(';')[0]).join('; ')
      return { status: response.status, body: await response.json(), setCookies, cookies }
    },
  }
}

/** Makes a web integration. */
export const webIntegration = async (
  context: TenantContext,
  validOrigins: readonly string[],
  partitionedCookies = false,
): Promise<string> =>
  (await createWebIntegration(context, setUp, { name: 'Portal', validOrigins: [...validOrigins], partitionedCookies }))
    .id
