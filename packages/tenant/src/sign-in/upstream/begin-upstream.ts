import { UnderstudyError } from '@understudy/contract'
import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { findOidcProvider, type OidcProvider } from '../../identity-providers/oidc-provider.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { WantedSignIn } from '../wanted-sign-in.js'
import { providerFailed } from './provider-failed.js'
import { transactionCookie } from './upstream-transaction.js'

/** Path to which identity providers send browsers back; its whole address is registered there. */
export const callbackPath = '/login/callback'

/** What an authorization request asks for and the identity provider is to know. */
export interface UpstreamHints {
  readonly prompt?: string | undefined
  readonly maxAge?: number | undefined
  readonly loginHint?: string | undefined
}

/** Where the browser goes, with the cookie that lets it come back. */
export interface BegunUpstream {
  readonly location: string
  readonly setCookie: string
}

/**
 * Begins a sign-in at an identity provider: authorization code with PKCE, state and nonce (OpenID Connect Core section
 * 3.1).
 *
 * @throws UnderstudyError LOGIN-PROVIDER-UNKNOWN, LOGIN-PROVIDER-FAILED
 */
export const beginUpstream = async (
  context: TenantContext,
  providerId: string,
  wanted: WantedSignIn,
  { prompt, maxAge, loginHint }: UpstreamHints,
): Promise<BegunUpstream> => {
  const { tenant, clock, upstreamProviders } = context
  const provider = await findOidcProvider(context, providerId)
  if (provider === undefined)
    throw new UnderstudyError('LOGIN-PROVIDER-UNKNOWN', 'The tenant has no such identity provider in use.')
  const configuration = await upstreamProviders.configurationOf(tenant.id, provider).catch(providerFailed)
  const asked = (prompt ?? '').split(' ').filter((value) => value === 'login' || value === 'select_account')
  const codeVerifier = randomPKCECodeVerifier()
  const transaction = {
    ...wanted,
    providerId,
    state: randomState(),
    nonce: randomNonce(),
    codeVerifier,
    startedAt: clock(),
    fresh: asked.includes('login') || maxAge === 0,
    chosen: asked.includes('select_account'),
  }
  const location = buildAuthorizationUrl(configuration, {
    redirect_uri: `${tenant.origin}${callbackPath}`,
    scope: scopeOf(provider),
    state: transaction.state,
    nonce: transaction.nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(asked.length > 0 && { prompt: asked.join(' ') }),
    ...(maxAge !== undefined && { max_age: String(maxAge) }),
    ...(loginHint !== undefined && { login_hint: loginHint }),
  })
  return { location: location.href, setCookie: transactionCookie(context, transaction) }
}

const scopeOf = ({ options }: OidcProvider): string =>
  [...new Set(['openid', ...(options.scope ?? 'profile email').split(' ').filter(Boolean)])].join(' ')
