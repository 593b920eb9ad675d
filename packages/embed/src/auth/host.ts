import type { HostConfig } from '@qlik/api/auth'
import { embedError } from '../failure/embed-failure.js'
import { interactiveSource, type PerformInteractiveLogin } from './interactive/interactive-source.js'

/** A host configuration that can be used without cookies. */
export interface TokenHost {
  /** Origin of the tenant, without a trailing slash. */
  readonly origin: string
  readonly clientId: string
  readonly getAccessToken:
    | string
    | ((() => Promise<string>) & { readonly forget?: () => void; readonly leave?: () => void })
}

/** What of a host configuration is read, whatever its authType claims. */
interface LooseHostConfig {
  readonly host?: string
  readonly clientId?: string
  readonly getAccessToken?: string | (() => Promise<string>)
  readonly performInteractiveLogin?: string | PerformInteractiveLogin
  readonly redirectUri?: string
  readonly scope?: string
  readonly accessTokenStorage?: unknown
}

/**
 * The origin of a host as published clients understand it: https unless it says http; the page's own if there is none.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG if it is no URL
 */
export const originOf = (host: string | undefined): string => {
  const trimmed = host?.trim() ?? ''
  if (trimmed === '') return globalThis.location.origin
  const url = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`
  if (!URL.canParse(url)) throw embedError('EMBED-HOST-CONFIG', `The host '${trimmed}' is not a URL.`)
  return new URL(url).origin
}

/** Whether the user of a host configuration signs in at the tenant, in place of the page supplying tokens. */
export const signsIn = (hostConfig: HostConfig): boolean => {
  const { getAccessToken, redirectUri, performInteractiveLogin }: LooseHostConfig = hostConfig
  return getAccessToken === undefined && (redirectUri !== undefined || performInteractiveLogin !== undefined)
}

/**
 * Reads what is needed to get tokens: the page's function, or a sign-in of the user where the page says how it returns.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG, naming what is missing
 */
export const toTokenHost = (hostConfig: HostConfig | undefined): TokenHost => {
  const config: LooseHostConfig = hostConfig ?? {}
  const { clientId, getAccessToken, redirectUri, scope, accessTokenStorage, performInteractiveLogin } = config
  if (clientId === undefined) throw embedError('EMBED-HOST-CONFIG', 'The client-id is missing.')
  const origin = originOf(config.host)
  if (getAccessToken !== undefined) return { origin, clientId, getAccessToken }
  if (hostConfig === undefined || !signsIn(hostConfig)) {
    throw embedError('EMBED-HOST-CONFIG', 'The get-access-token function is missing, and so is a redirect-uri.')
  }
  const storages = ['local', 'session'] as const
  const storage = storages.find((each) => each === accessTokenStorage)
  const host = { origin, clientId, redirectUri, scope, accessTokenStorage: storage, performInteractiveLogin }
  return { origin, clientId, getAccessToken: interactiveSource(host) }
}
