import { UnderstudyError } from '@understudy/contract'
import { type DataOrigin, isSessionAppId, readScript } from '@understudy/engine'
import { rightsOf } from '../apps/app-rights.js'
import { type App, readApp } from '../apps/app-rows.js'
import { resolveSources } from '../apps/app-sources.js'
import { assertMayOpenApp, readableApps } from '../apps/readable-apps.js'
import type { SessionScripts } from '../apps/session-scripts.js'
import { sourcePlaces } from '../apps/source-places.js'
import { unnamedApps } from '../apps/unnamed-apps.js'
import { auditedChange } from '../audit/audited-change.js'
import type { AppFacts, DataPlace, EngineHost, StoredApp, TenantDoor } from '../engine-host/engine-host.js'
import { type ExportService, exportDoor } from '../exports/export-door.js'
import { clientOf } from '../oauth/credential.js'
import { type AccessPrincipal, admitPrincipal } from '../oauth/principal.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { enginePrincipal } from './engine-principal.js'
import type { OpenedApps } from './opened-apps.js'

/** Where the data of sessions is. */
export interface SessionStores {
  readonly host: EngineHost
  readonly apps: OpenedApps
  readonly scripts: SessionScripts
  readonly exports: ExportService
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
  { apps, host }: SessionStores,
  context: TenantContext,
  access: AccessPrincipal,
  appId: string,
): Promise<ScriptedApp> => {
  await assertMayOpen(context, access, appId)
  const { store, tenant } = context
  const app = await readApp(store, tenant.id, appId)
  const stored = await apps.locate(tenant.id, appId)
  const facts = await host.factsOf(stored)
  if (facts.restricted || app.has_section_access === 1)
    throw new UnderstudyError('QIX-READ-ONLY', 'section access restricts the app, and a script would read all rows')
  const rights = await rightsOf(context, await readmitted(context, access), app)
  if (!rights.has('update') || !rights.has('source'))
    throw new UnderstudyError('QIX-READ-ONLY', 'the user may not edit the app that the data comes from')
  return { app, stored, facts }
}

/** An app whose sources somebody's scripts may read. */
interface ScriptedApp {
  readonly app: App
  readonly stored: StoredApp
  readonly facts: AppFacts
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

/**
 * The data that a session begins with: that of the app which its address names, or none for a session app.
 *
 * @throws UnderstudyError `APP-UNKNOWN`
 */
export const firstPlace = async (
  { apps }: Pick<SessionStores, 'apps'>,
  context: TenantContext,
  appId: string,
): Promise<DataPlace> =>
  isSessionAppId(appId) ? { kind: 'empty' } : { kind: 'stored', app: await apps.locate(context.tenant.id, appId) }

/** What one socket may ask of the tenant, by its own credential and the rights that it has at that time. */
export const tenantDoor = (
  stores: SessionStores,
  context: TenantContext,
  access: AccessPrincipal,
  addressedApp: string,
): TenantDoor => ({
  ...exportDoor(stores.exports, context, access),
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
    return { principal, appId: addressedApp, place: await firstPlace(stores, context, appId) }
  },
  readScript: async (appId) => readScript((await assertMayScript(stores, context, access, appId)).stored.folder),
  runScript: async (appId, sql, reload) => {
    const { app, stored, facts } = await assertMayScript(stores, context, access, appId)
    const sources = resolveSources(stored.folder, facts, await sourcePlaces(context, app, facts))
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
    const snapshotDir = await stores.scripts.load({ sql, appFolder: stored.folder, sources }, reload)
    const principal = await enginePrincipal(context, access)
    return { principal, appId: addressedApp, place: { kind: 'scripted', app: stored, snapshotDir } }
  },
})
