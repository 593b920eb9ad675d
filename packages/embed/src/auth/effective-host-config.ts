import type { HostConfig } from '@qlik/api/auth'
import { signsIn, type TokenHost, toTokenHost } from './host.js'
import { resolveHost } from './registered-hosts.js'
import { withVisitorToken } from './visitor-token.js'

/** Token suppliers that the page uses for an origin, in the order of their first use. */
const suppliers = new Map<string, Pick<TokenHost, 'clientId' | 'getAccessToken'>[]>()
/** Where an effective configuration came from, for events: pages compare what they wrote. */
const originals = new WeakMap<object, HostConfig>()

/** Which of the origin's suppliers this is: the first is 0. One supplier stands for one user. */
export const supplierIndex = ({ origin, clientId, getAccessToken }: TokenHost): number => {
  const known = suppliers.get(origin) ?? []
  suppliers.set(origin, known)
  const index = known.findIndex((each) => each.clientId === clientId && each.getAccessToken === getAccessToken)
  return index < 0 ? known.push({ clientId, getAccessToken }) - 1 : index
}

const usesTokens = (config: HostConfig): boolean => {
  const { authType, getAccessToken } = config as { authType?: string; getAccessToken?: unknown }
  const supplied = getAccessToken !== undefined || signsIn(config)
  return supplied && (authType ?? 'oauth2').toLowerCase() === 'oauth2'
}

/**
 * The host configuration to hand to `@qlik/api`. It identifies sessions and cached answers by host and app but not by
 * the function that supplies the token, so that two users of one page would share them. All but the page's first
 * supplier therefore get a `subject`, which the package counts as identity and otherwise ignores in browsers.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG for an unknown reference or a host that is no URL
 */
export const effectiveHostConfig = (hostConfig: HostConfig | undefined): HostConfig => {
  const given = resolveHost(hostConfig)
  const config = withVisitorToken(given)
  if (!usesTokens(config)) return config
  const host = toTokenHost(config)
  const index = supplierIndex(host)
  const effective: HostConfig = {
    ...config,
    authType: 'oauth2',
    host: host.origin,
    clientId: host.clientId,
    // Spares a request that tells client-managed Windows tenants apart; those do not take OAuth tokens.
    ...{ forceIsWindows: false },
    ...(index > 0 && { subject: `supplier-${index}` }),
  }
  originals.set(effective, hostConfig ?? given)
  return effective
}

/** The host configuration as the page wrote it. */
export const originalHostConfig = (hostConfig: HostConfig | undefined): HostConfig | undefined =>
  hostConfig && (originals.get(hostConfig) ?? hostConfig)
