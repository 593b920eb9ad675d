import type { rest } from '@understudy/contract'
import { addressProblem } from '../validation/web-address.js'
import { invalidProvider } from './invalid-provider.js'

/** Settings of an OIDC provider, without its client secret. */
export type OidcOptions = Omit<rest.OidcOptionsInput, 'clientSecret' | 'clientId' | 'claimsMapping'> & {
  readonly clientId: string
  readonly claimsMapping: ClaimsMapping
}

/** Where each claim stands in what the provider says. */
export type ClaimsMapping = Readonly<Record<rest.MappedClaim, readonly string[]>>

/** The places that OpenID Connect gives the claims. */
const standardMapping: ClaimsMapping = {
  sub: ['/sub'],
  name: ['/name'],
  email: ['/email'],
  email_verified: ['/email_verified'],
  groups: ['/groups'],
  picture: ['/picture'],
  locale: ['/locale'],
  zoneinfo: ['/zoneinfo'],
}

/** Products that send no `email_verified`, and whose addresses an administrator may vouch for (contract 4.5). */
const vouchable = ['adfs', 'azureAD']

/**
 * Checks the options of an OIDC provider; claims that the mapping does not name are where the standard puts them.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-INVALID
 */
export const readOidcOptions = (
  provider: string,
  given: rest.OidcOptionsInput & { readonly issuer?: unknown; readonly staticKeys?: unknown },
  pointer: string,
): OidcOptions => {
  const { clientSecret: _, issuer, staticKeys, clientId, claimsMapping, ...options } = given
  if (issuer !== undefined || staticKeys !== undefined)
    throw invalidProvider('Only a provider of JWTs has an issuer and keys of its own.', pointer)
  if (clientId === undefined) throw invalidProvider('The client id is missing.', `${pointer}/clientId`)
  const { discoveryUrl, openid_configuration: configuration } = options
  if ((discoveryUrl === undefined) === (configuration === undefined))
    throw invalidProvider('Give either "discoveryUrl" or "openid_configuration".', `${pointer}/discoveryUrl`)
  const discoveryProblem = discoveryUrl === undefined ? undefined : addressProblem(discoveryUrl)
  if (discoveryProblem !== undefined)
    throw invalidProvider(`"discoveryUrl" ${discoveryProblem}.`, `${pointer}/discoveryUrl`)
  for (const [name, url] of Object.entries(configuration ?? {})) {
    const problem = addressProblem(url)
    if (problem !== undefined) throw invalidProvider(`"${name}" ${problem}.`, `${pointer}/openid_configuration/${name}`)
  }
  if (options.emailVerifiedAlwaysTrue === true && !vouchable.includes(provider))
    throw invalidProvider(
      `Only the providers ${vouchable.join(' and ')} can have it; others say themselves which addresses are verified.`,
      `${pointer}/emailVerifiedAlwaysTrue`,
    )
  return { ...options, clientId, claimsMapping: { ...standardMapping, ...claimsMapping } }
}
