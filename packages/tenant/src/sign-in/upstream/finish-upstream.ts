import { UnderstudyError } from '@understudy/contract'
import { authorizationCodeGrant, type Configuration, fetchUserInfo, type IDToken } from 'openid-client'
import { findOidcProvider, type OidcProvider } from '../../identity-providers/oidc-provider.js'
import type { VouchedUser } from '../../identity-providers/vouched-user.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { callbackPath } from './begin-upstream.js'
import { providerFailed } from './provider-failed.js'
import { upstreamIdentity } from './upstream-identity.js'
import type { UpstreamTransaction } from './upstream-transaction.js'

/** What came of a sign-in at an identity provider. */
export interface FinishedUpstream {
  readonly provider: OidcProvider
  readonly identity: VouchedUser
  /** When the user proved who they are, milliseconds since 1970. */
  readonly authTime: number
}

/**
 * Redeems the answer of an identity provider: `state`, `iss` and PKCE are checked, and of the ID token signature,
 * issuer, audience, times and nonce (OpenID Connect Core section 3.1.3.7), all by the client library.
 *
 * @param query of the callback, without the question mark
 * @throws UnderstudyError LOGIN-PROVIDER-UNKNOWN, LOGIN-PROVIDER-REFUSED, LOGIN-PROVIDER-FAILED,
 *   LOGIN-PROVIDER-CLAIMS, LOGIN-PROVIDER-STALE
 */
export const finishUpstream = async (
  context: TenantContext,
  transaction: UpstreamTransaction,
  query: string,
): Promise<FinishedUpstream> => {
  const { tenant, upstreamProviders } = context
  const provider = await findOidcProvider(context, transaction.providerId)
  if (provider === undefined)
    throw new UnderstudyError('LOGIN-PROVIDER-UNKNOWN', 'The identity provider is not in use any more.')
  const configuration = await upstreamProviders.configurationOf(tenant.id, provider).catch(providerFailed)
  const tokens = await authorizationCodeGrant(configuration, new URL(`${tenant.origin}${callbackPath}?${query}`), {
    expectedState: transaction.state,
    expectedNonce: transaction.nonce,
    pkceCodeVerifier: transaction.codeVerifier,
    idTokenExpected: true,
  }).catch(providerFailed)
  const idToken = tokens.claims()
  if (idToken === undefined) return providerFailed(new Error('The answer holds no ID token.'))
  const authTime = authenticationTime(context, provider, transaction, idToken)
  const further = await furtherClaims(configuration, provider, tokens.access_token, idToken.sub).catch(providerFailed)
  return { provider, identity: upstreamIdentity({ ...further, ...idToken }, provider.options), authTime }
}

/** Providers commonly put name, address and groups there instead of into the ID token. */
const furtherClaims = async (
  configuration: Configuration,
  { options }: OidcProvider,
  accessToken: string,
  subject: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const asked = options.useClaimsFromIdToken !== true && configuration.serverMetadata().userinfo_endpoint !== undefined
  return asked ? fetchUserInfo(configuration, accessToken, subject) : {}
}

/** Clocks of two machines, milliseconds. */
const clockDifference = 5000

const authenticationTime = (
  { clock }: TenantContext,
  { clockToleranceSec }: OidcProvider,
  { fresh, chosen, startedAt }: UpstreamTransaction,
  { auth_time }: IDToken,
): number => {
  const now = clock()
  const said = auth_time === undefined ? now : auth_time * 1000
  if (fresh && said + clockToleranceSec * 1000 + clockDifference < startedAt)
    throw new UnderstudyError('LOGIN-PROVIDER-STALE', 'The identity provider did not ask the user again.')
  // Whoever chose the account anew was asked now: an application that wants just that would ask for ever otherwise.
  return fresh || chosen ? now : Math.min(said, now)
}
