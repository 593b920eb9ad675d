import { openDataView, type SessionRegistry } from '@understudy/engine'
import type { Logger } from 'pino'
import type { ServedApps } from '../apps/served-apps.js'
import type { Store } from '../store/schema.js'
import { enginePrincipal } from './engine-principal.js'

/** How often apps with open sessions are looked at, in ms. A reload may be another process's work. */
const interval = 1000

/**
 * Gives open sessions the new data of their app soon after it was reloaded, without their clients having to come back.
 * What a person may see of it is decided by their groups and mail address of now. Data that was deleted is let go of.
 *
 * @returns ends it
 */
export const followReloads = (store: Store, apps: ServedApps, sessions: SessionRegistry, log: Logger): (() => void) => {
  const follow = async (tenantId: string, appId: string): Promise<void> => {
    if (!(await apps.isOutdated(tenantId, appId))) return
    const { definition, snapshot } = await apps.serve(tenantId, appId)
    await sessions.replaceData(
      ({ origin, principal }) => origin?.appId === appId && !origin.ownScript && principal.tenantId === tenantId,
      async (session) => {
        const principal = await enginePrincipal({ store, tenant: { id: tenantId } }, session.principal)
        const app = { ...definition, id: session.appId }
        return { principal, app, view: await openDataView(snapshot, principal), origin: { appId, ownScript: false } }
      },
    )
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
