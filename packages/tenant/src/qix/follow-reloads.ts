import type { Logger } from 'pino'
import type { SessionInfo, SessionRegistry } from '../engine-host/sessions/session-registry.js'
import type { Store } from '../store/schema.js'
import { enginePrincipal } from './engine-principal.js'
import type { OpenedApps } from './opened-apps.js'

/** How often apps with open sessions are looked at, in ms. A reload may be another process's work. */
const interval = 1000

/**
 * Gives open sessions the new data of their app soon after it was reloaded, without their clients having to come back.
 * What a person may see of it is decided by their groups and mail address of now. Data that was deleted is let go of.
 *
 * @returns ends it
 */
export const followReloads = (store: Store, apps: OpenedApps, sessions: SessionRegistry, log: Logger): (() => void) => {
  const follow = async (tenantId: string, appId: string): Promise<void> => {
    const version = await apps.versionOf(tenantId, appId)
    const isOutdated = ({ origin, principal }: SessionInfo): boolean =>
      origin?.appId === appId &&
      principal.tenantId === tenantId &&
      origin.version !== undefined &&
      origin.version !== version
    if (version === undefined || !sessions.sessions().some(isOutdated)) return
    const app = await apps.locate(tenantId, appId)
    await sessions.replaceData(isOutdated, async (session) => ({
      principal: await enginePrincipal({ store, tenant: { id: tenantId } }, session.principal),
      appId: session.appId,
      place: { kind: 'stored', app },
    }))
  }
  let busy = false
  const timer = setInterval(async () => {
    if (busy) return
    busy = true
    const open = new Map(
      sessions
        .sessions()
        .flatMap(({ origin, principal: { tenantId } }) =>
          origin === null ? [] : [[`${tenantId} ${origin.appId}`, { tenantId, appId: origin.appId }] as const],
        ),
    )
    for (const { tenantId, appId } of open.values())
      await follow(tenantId, appId).catch((error: unknown) =>
        log.error({ err: error, appId }, 'A reloaded app cannot be served'),
      )
    await apps
      .releaseDeleted()
      .catch((error: unknown) => log.error({ err: error }, 'The snapshots of open apps cannot be looked at'))
    busy = false
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}
