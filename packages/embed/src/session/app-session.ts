import type { HostConfig } from '@qlik/api/auth'
import { onWebSocketEvent, openAppSession } from '#qlik-api/qix'
import '../modules/auth.js'
import { toCookieHost } from '../auth/cookie-host.js'
import { effectiveHostConfig, originalHostConfig, supplierIndex } from '../auth/effective-host-config.js'
import { toTokenHost } from '../auth/host.js'
import { keeperOf } from '../auth/token-keepers.js'
import { pageActivity, pauseUnlessActive } from './page-activity.js'
import { tellPage, toPageEvent } from './page-events.js'
import { leaseSession, type SessionLease } from './session-registry.js'
import { tellUnlessLeaving } from './this-page.js'

/** Which app session an embed belongs to. */
export interface AppSessionProps {
  readonly appId: string
  readonly identity?: string
  readonly hostConfig?: HostConfig
}

onWebSocketEvent((event) => tellPage(toPageEvent(event)))

/**
 * Leases the app session that all embeds of one host, app, identity and user share.
 *
 * @throws {EmbedError} when the host configuration is incomplete
 */
export const leaseAppSession = ({ appId, identity, hostConfig }: AppSessionProps): SessionLease => {
  const effective = effectiveHostConfig(hostConfig)
  const { user, renewToken } = userOf(effective)
  const props = { appId, hostConfig: effective, ...(identity !== undefined && { identity }) }
  const key = JSON.stringify([...user, appId, identity ?? null])
  return leaseSession(key, {
    open: () => openAppSession(props),
    recovery: { renewToken, activity: pageActivity, pause: pauseUnlessActive },
    onBroken: ({ status, reason }) => {
      const tell = (): void =>
        tellPage({
          eventType: 'error',
          appId,
          reason,
          ...(identity !== undefined && { identity }),
          ...(status !== undefined && { code: status }),
          hostConfig: originalHostConfig(effective) ?? {},
        })
      // What shows the session opens another one when the page comes back.
      tellUnlessLeaving({ tell, comeBack: () => undefined })
    },
  })
}

/** Who a host configuration stands for, as far as that tells sessions apart, and how their access is renewed. */
const userOf = (hostConfig: HostConfig): { readonly user: readonly unknown[]; readonly renewToken: () => void } => {
  const cookieHost = toCookieHost(hostConfig)
  // A cookie is not the page's to renew: the published client leads to the sign-in.
  if (cookieHost)
    return { user: [cookieHost.origin, 'cookie', cookieHost.webIntegrationId], renewToken: () => undefined }
  const host = toTokenHost(hostConfig)
  return { user: [host.origin, supplierIndex(host)], renewToken: keeperOf(host).refuseCurrent }
}
