import type { HostConfig } from '@qlik/api/auth'
import { onWebSocketEvent, openAppSession } from '#qlik-api/qix'
import '../modules/auth.js'
import { effectiveHostConfig, originalHostConfig, supplierIndex } from '../auth/effective-host-config.js'
import { toTokenHost } from '../auth/host.js'
import { keeperOf } from '../auth/token-keepers.js'
import { pageActivity, pauseUnlessActive } from './page-activity.js'
import { tellPage, toPageEvent } from './page-events.js'
import { leaseSession, type SessionLease } from './session-registry.js'

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
  const host = toTokenHost(effective)
  const keeper = keeperOf(host)
  const props = { appId, hostConfig: effective, ...(identity !== undefined && { identity }) }
  const key = JSON.stringify([host.origin, appId, identity ?? null, supplierIndex(host)])
  return leaseSession(key, {
    open: () => openAppSession(props),
    recovery: { renewToken: keeper.refuseCurrent, activity: pageActivity, pause: pauseUnlessActive },
    onBroken: ({ status, reason }) =>
      tellPage({
        eventType: 'error',
        appId,
        reason,
        ...(identity !== undefined && { identity }),
        ...(status !== undefined && { code: status }),
        hostConfig: originalHostConfig(effective) ?? {},
      }),
  })
}
