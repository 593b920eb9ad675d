import type { HostConfig } from '@qlik/api/auth'
import { embedError } from '../failure/embed-failure.js'

/** A host configuration that can be used without cookies and without leaving the page. */
export interface TokenHost {
  /** Origin of the tenant, without a trailing slash. */
  readonly origin: string
  readonly clientId: string
  readonly getAccessToken: string | (() => Promise<string>)
}

/** What of a host configuration is read, whatever its authType claims. */
interface LooseHostConfig {
  readonly host?: string
  readonly clientId?: string
  readonly getAccessToken?: string | (() => Promise<string>)
  readonly performInteractiveLogin?: unknown
  readonly redirectUri?: string
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

/**
 * Reads what is needed to get tokens.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG or EMBED-SIGN-IN, naming what is missing
 */
export const toTokenHost = (hostConfig: HostConfig | undefined): TokenHost => {
  const config: LooseHostConfig = hostConfig ?? {}
  if (config.clientId === undefined) throw embedError('EMBED-HOST-CONFIG', 'The client-id is missing.')
  if (config.getAccessToken === undefined) {
    const interactive = config.redirectUri !== undefined || config.performInteractiveLogin !== undefined
    throw interactive
      ? embedError('EMBED-SIGN-IN', 'The host configuration asks for an interactive sign-in.')
      : embedError('EMBED-HOST-CONFIG', 'The get-access-token function is missing.')
  }
  return { origin: originOf(config.host), clientId: config.clientId, getAccessToken: config.getAccessToken }
}
