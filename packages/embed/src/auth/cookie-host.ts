import type { HostConfig } from '@qlik/api/auth'
import { originOf } from './host.js'

/** A host configuration whose requests carry the session cookies of the tenant (contract 0.10). */
export interface CookieHost {
  /** Origin of the tenant, without a trailing slash. */
  readonly origin: string
  /** The web integration that lists the page; undefined for pages of the tenant itself. */
  readonly webIntegrationId: string | undefined
}

interface LooseHostConfig {
  readonly authType?: string
  readonly host?: string
  readonly clientId?: string
  readonly webIntegrationId?: string
}

/**
 * Reads a host configuration for cookies: one that says so, or names a web integration and no client.
 *
 * @returns undefined for every other
 * @throws {EmbedError} EMBED-HOST-CONFIG if the host is no URL
 */
export const toCookieHost = (hostConfig: HostConfig): CookieHost | undefined => {
  const { authType, host, clientId, webIntegrationId }: LooseHostConfig = hostConfig
  const cookies =
    authType === undefined
      ? clientId === undefined && webIntegrationId !== undefined
      : authType.toLowerCase() === 'cookie'
  return cookies ? { origin: originOf(host), webIntegrationId } : undefined
}
