import { isScope, isUnservedScope, type rest, UnderstudyError } from '@understudy/contract'
import type { AppType } from '../store/schema.js'
import { addressProblem, linkProblem, pageOriginProblem } from '../validation/web-address.js'
import { clientKeyProblem } from './client-key-problem.js'

/** What a client may do and how it proves who it is. */
export interface ClientSettings {
  readonly clientName: string
  readonly description: string | null
  readonly clientUri: string | null
  readonly logoUri: string | null
  readonly jwksUri: string | null
  readonly allowedScopes: readonly string[]
  readonly allowedGrantTypes: readonly rest.MachineGrantType[]
  readonly redirectUris: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly allowedAuthMethods: readonly rest.ClientAuthMethod[]
  readonly publicKeys: readonly rest.PublicJwk[]
  /** Whether the client may create and change users in its impersonation requests. Off unless asked for. */
  readonly mayProvisionUsers: boolean
  readonly dpopBoundAccessTokens: boolean
}

/** Where a setting stands in the request body, as a JSON Pointer. */
export type SettingPointer = (setting: keyof ClientSettings) => string

/** Redirect URLs, and as many allowed origins, per client (contract 1.9). */
const maximumUrls = 5

/**
 * Checks the settings of a client as a whole (contract 1.9, 4.6).
 *
 * @throws UnderstudyError OAUTH-CLIENTS-INVALID, naming the member
 */
export const assertClientSettings = (appType: AppType, settings: ClientSettings, pointer: SettingPointer): void => {
  const refuse = (setting: keyof ClientSettings, detail: string, index?: number): never => {
    const at = index === undefined ? pointer(setting) : `${pointer(setting)}/${index}`
    throw new UnderstudyError('OAUTH-CLIENTS-INVALID', detail, { source: { pointer: at } })
  }
  const each = (
    setting: 'allowedScopes' | 'redirectUris' | 'allowedOrigins',
    problemOf: (text: string) => string | undefined,
  ): void => {
    settings[setting].forEach((text, index) => {
      const problem = problemOf(text)
      if (problem !== undefined) refuse(setting, `${JSON.stringify(text)} ${problem}.`, index)
    })
  }

  each('allowedScopes', scopeProblem)
  each('redirectUris', redirectUriProblem)
  each('allowedOrigins', pageOriginProblem)
  for (const setting of ['clientUri', 'logoUri'] as const) {
    const problem = linkProblem(settings[setting] ?? 'https://none.example')
    if (problem !== undefined) refuse(setting, `${JSON.stringify(settings[setting])} ${problem}.`)
  }
  for (const setting of ['redirectUris', 'allowedOrigins'] as const) {
    if (settings[setting].length > maximumUrls) refuse(setting, `At most ${maximumUrls} are allowed.`)
  }
  if (appType !== 'web' && settings.allowedGrantTypes.length > 0)
    refuse('allowedGrantTypes', `Only clients with appType "web" have grant types, this one is "${appType}".`)
  if (appType !== 'web' && settings.allowedAuthMethods.length > 0)
    refuse('allowedAuthMethods', `Only clients with appType "web" authenticate, this one is "${appType}".`)
  if (appType === 'web' && settings.allowedAuthMethods.length === 0)
    refuse('allowedAuthMethods', 'A client with appType "web" needs "client_secret" or "private_key_jwt".')
  if (appType !== 'web' && settings.mayProvisionUsers)
    refuse('mayProvisionUsers', `Only clients with appType "web" provision users, this one is "${appType}".`)
  const hasKeys = settings.publicKeys.length > 0 || settings.jwksUri !== null
  if (settings.allowedAuthMethods.includes('private_key_jwt') && !hasKeys)
    refuse('publicKeys', '"private_key_jwt" needs "publicKeys" or "jwksUri".')
  settings.publicKeys.forEach((jwk, index) => {
    const problem = clientKeyProblem(jwk)
    if (problem !== undefined) refuse('publicKeys', `The key ${JSON.stringify(jwk.kid)} ${problem}.`, index)
    const first = settings.publicKeys.findIndex(({ kid }) => kid === jwk.kid)
    if (first < index) refuse('publicKeys', `Two keys have the kid ${JSON.stringify(jwk.kid)}.`, index)
  })
  if (settings.jwksUri !== null && !isKeySetUrl(settings.jwksUri))
    refuse('jwksUri', '"jwksUri" must begin with https:// and have neither credentials nor a fragment.')
}

const scopeProblem = (scope: string): string | undefined => {
  if (isScope(scope)) return undefined
  return isUnservedScope(scope)
    ? 'opens nothing in this tenant, so that no client is allowed it'
    : 'is no scope of a tenant'
}

/** Where the tenant reads keys: nobody in between may give others. */
const isKeySetUrl = (text: string): boolean =>
  URL.canParse(text) && text.startsWith('https://') && linkProblem(text) === undefined && !text.includes('#')

/** RFC 6749 section 3.1.2: absolute, without fragment; compared as a whole, so a wildcard would never match. */
const redirectUriProblem = (text: string): string | undefined => {
  const problem = addressProblem(text)
  if (problem !== undefined) return problem
  if (text.includes('#')) return 'must not have a fragment'
  if (text.includes('*')) return 'must not have a wildcard'
  return undefined
}
