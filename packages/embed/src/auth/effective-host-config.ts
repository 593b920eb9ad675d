import type { HostConfig } from '@qlik/api/auth'
import { signsIn, toTokenHost } from './host.js'
import { firstPerson, personOf } from './persons.js'
import { resolveHost } from './registered-hosts.js'
import { withVisitorToken } from './visitor-token.js'

/** Where an effective configuration came from, for events: pages compare what they wrote. */
const originals = new WeakMap<object, HostConfig>()

/** Whether access tokens of ours authenticate the calls of a host configuration. */
export const usesTokens = (config: HostConfig): boolean => {
  const { authType, getAccessToken } = config as { authType?: string; getAccessToken?: unknown }
  const supplied = getAccessToken !== undefined || signsIn(config)
  return supplied && (authType ?? 'oauth2').toLowerCase() === 'oauth2'
}

/**
 * The host configuration to hand to `@qlik/api`. It identifies sessions and cached answers by host and app but not by
 * the function that supplies the token, so that two persons of one page would share them, at once or one after the other.
 * All but the page's first therefore get a `subject`, which the package counts as identity and otherwise ignores in
 * browsers.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG for an unknown reference or a host that is no URL
 */
export const effectiveHostConfig = (hostConfig: HostConfig | undefined): HostConfig => {
  const given = resolveHost(hostConfig)
  const config = withVisitorToken(given)
  if (!usesTokens(config)) return config
  const host = toTokenHost(config)
  const person = personOf(host)
  const effective: HostConfig = {
    ...config,
    authType: 'oauth2',
    host: host.origin,
    clientId: host.clientId,
    // Spares a request that tells client-managed Windows tenants apart; those do not take OAuth tokens.
    ...{ forceIsWindows: false },
    ...(person !== firstPerson && { subject: person }),
  }
  originals.set(effective, hostConfig ?? given)
  return effective
}

/** The host configuration as the page wrote it. */
export const originalHostConfig = (hostConfig: HostConfig | undefined): HostConfig | undefined =>
  hostConfig && (originals.get(hostConfig) ?? hostConfig)
