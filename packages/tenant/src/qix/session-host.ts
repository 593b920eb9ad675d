import { UnderstudyError } from '@understudy/contract'
import {
  type DataOrigin,
  isSessionAppId,
  openDataView,
  readScript,
  type SessionData,
  type SessionHost,
} from '@understudy/engine'
import { rightsOf } from '../apps/app-rights.js'
import { type App, readApp } from '../apps/app-rows.js'
import { resolveSources } from '../apps/app-sources.js'
import { appFolder } from '../apps/folders/app-folder.js'
import { assertMayOpenApp, readableApps } from '../apps/readable-apps.js'
import type { ServedApps } from '../apps/served-apps.js'
import type { SessionAppData } from '../apps/session-app-data.js'
import { sourcePlaces } from '../apps/source-places.js'
import { unnamedApps } from '../apps/unnamed-apps.js'
import { auditedChange } from '../audit/audited-change.js'
import { clientOf } from '../oauth/credential.js'
import { type AccessPrincipal, admitPrincipal } from '../oauth/principal.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { enginePrincipal } from './engine-principal.js'

/** Where the data of sessions is. */
export interface SessionStores {
  readonly apps: ServedApps
  readonly sessionApps: SessionAppData
}

/** Apps that a client is told of. */
const maxListed = 1_000

/** What stands behind an access now. @throws UnderstudyError when it ended */
const readmitted = (context: TenantContext, access: AccessPrincipal): Promise<AccessPrincipal> =>
  admitPrincipal(context, { ...access, scope: access.scopes.join(' ') })

/** @throws UnderstudyError `APP-UNKNOWN`, `APP-NO-ACCESS`, and when the access ended */
const assertMayOpen = async (context: TenantContext, access: AccessPrincipal, appId: string): Promise<void> => {
  const admitted = await readmitted(context, access)
  // A visitor has no roles; the access code is what lets them into its one app.
  if (admitted.onlyApp !== appId) await assertMayOpenApp(context, admitted, appId)
}

/**
 * Lets those pass whose scripts may read the sources of an app: who may edit it, where no section access restricts rows,
 * which a script would read all of.
 *
 * @throws UnderstudyError `QIX-READ-ONLY` beside what {@link assertMayOpen} throws
 */
const assertMayScript = async (
  { apps }: SessionStores,
  context: TenantContext,
  access: AccessPrincipal,
  appId: string,
): Promise<App> => {
  await assertMayOpen(context, access, appId)
  const { store, tenant } = context
  const app = await readApp(store, tenant.id, appId)
  const { definition, snapshot } = await apps.serve(tenant.id, appId)
  if (
    definition.sectionAccess === 'required' ||
    app.has_section_access === 1 ||
    snapshot.document.sectionAccess !== null
  )
    throw new UnderstudyError('QIX-READ-ONLY', 'section access restricts the app, and a script would read all rows')
  const rights = await rightsOf(context, await readmitted(context, access), app)
  if (!rights.has('update') || !rights.has('source'))
    throw new UnderstudyError('QIX-READ-ONLY', 'the user may not edit the app that the data comes from')
  return app
}

/**
 * Whether somebody may still have a session with data of that origin.
 *
 * @throws UnderstudyError where not
 */
export const assertStillAdmitted = async (
  stores: SessionStores,
  context: TenantContext,
  access: AccessPrincipal,
  origin: DataOrigin | null,
): Promise<void> => {
  if (origin === null) await readmitted(context, access)
  else if (origin.ownScript) await assertMayScript(stores, context, access, origin.appId)
  else await assertMayOpen(context, access, origin.appId)
}

/** An app without objects and data. */
const emptyApp = (id: string): SessionData['app'] => ({
  id,
  name: 'Session app',
  description: '',
  sources: {},
  sectionAccess: 'optional',
  properties: {},
  dimensions: [],
  measures: [],
  variables: [],
  bookmarks: [],
  objects: [],
})

/**
 * The data that a session begins with: that of the app which its address names, or none for a session app.
 *
 * @throws UnderstudyError `APP-UNKNOWN`, `ENGINE-NO-ACCESS`, `ENGINE-NOT-RELOADED`
 */
export const firstData = async (
  { apps, sessionApps }: SessionStores,
  context: TenantContext,
  principal: Parameters<typeof openDataView>[1],
  appId: string,
): Promise<SessionData> => {
  if (isSessionAppId(appId)) {
    const view = await openDataView(await sessionApps.empty(), principal)
    return { app: emptyApp(appId), view, origin: null }
  }
  const { definition, snapshot } = await apps.serve(context.tenant.id, appId)
  return { app: definition, view: await openDataView(snapshot, principal), origin: { appId, ownScript: false } }
}

/** What one socket may ask of the tenant, by its own credential and the rights that it has at that time. */
export const sessionHost = (
  stores: SessionStores,
  context: TenantContext,
  access: AccessPrincipal,
  addressedApp: string,
): SessionHost => {
  const { tenant } = context
  return {
    listApps: async () => {
      const admitted = await readmitted(context, access)
      const query = readableApps(context, admitted).select([
        'apps.id',
        'apps.name',
        'apps.description',
        'apps.last_reload_at',
      ])
      const unnamed = await unnamedApps(context, admitted)
      const named = unnamed.length === 0 ? query : query.where('apps.id', 'not in', unnamed)
      const own = admitted.onlyApp === undefined ? named : named.where('apps.id', '=', admitted.onlyApp)
      const rows = await own.orderBy('apps.name_folded').orderBy('apps.id').limit(maxListed).execute()
      return rows.map(({ id, name, description, last_reload_at }) => ({
        id,
        name,
        description: description ?? '',
        lastReloadTime: last_reload_at,
      }))
    },
    copyApp: async (appId) => {
      await assertMayOpen(context, access, appId)
      const principal = await enginePrincipal(context, access)
      const data = await firstData(stores, context, principal, appId)
      return { ...data, app: { ...data.app, id: addressedApp } }
    },
    readScript: async (appId) =>
      readScript(appFolder(context.config, await assertMayScript(stores, context, access, appId))),
    runScript: async (appId, sql, reload) => {
      const source = await assertMayScript(stores, context, access, appId)
      const folder = appFolder(context.config, source)
      const { definition } = await stores.apps.serve(tenant.id, appId)
      const sources = resolveSources(folder, definition, await sourcePlaces(context, source, definition))
      // Before it runs: a script that fails has read the sources too.
      await auditedChange(context, async (_transaction, note) => {
        const actor = { type: 'user', id: access.userId } as const
        note({
          event: 'session-app.reloaded',
          outcome: 'success',
          actor,
          client: clientOf(access.credential),
          subject: appId,
        })
      })
      const snapshot = await stores.sessionApps.load({ sql, appFolder: folder, sources }, reload)
      try {
        const view = await openDataView(snapshot, await enginePrincipal(context, access))
        const app = { ...definition, id: addressedApp }
        return { app, view, origin: { appId, ownScript: true }, release: snapshot.close }
      } catch (error) {
        snapshot.close()
        throw error
      }
    },
  }
}
