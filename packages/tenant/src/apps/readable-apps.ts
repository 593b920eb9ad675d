import { scopesCover, UnderstudyError } from '@understudy/contract'
import type { SelectQueryBuilder } from 'kysely'
import { concernsUser } from '../spaces/assigned-to.js'
import type { StoreSchema } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type AppAsker, isUnnamed, type NamingContext } from './app-naming.js'
import { type App, appUnknown, readApp } from './app-rows.js'

/** Who wants to see apps, with the scopes that they have now. */
export interface AppReader {
  readonly userId: string
  readonly scopes: readonly string[]
}

/**
 * The apps that a user may open: their own, those of spaces that they own or have a fitting role in, those that are shared
 * with them, and with `admin.apps:read` all of the tenant. What of an app's data they see then is up to its section access.
 */
export const readableApps = (
  { store, tenant }: Pick<TenantContext, 'store' | 'tenant'>,
  { userId, scopes }: AppReader,
): SelectQueryBuilder<StoreSchema, 'apps', object> => {
  const ofTenant = store.selectFrom('apps').where('apps.tenant_id', '=', tenant.id)
  if (scopesCover(scopes, 'admin.apps:read')) return ofTenant
  return ofTenant.where((builder) =>
    builder.or([
      builder('apps.owner_id', '=', userId),
      builder.exists(
        builder
          .selectFrom('spaces')
          .select('spaces.id')
          .whereRef('spaces.tenant_id', '=', 'apps.tenant_id')
          .whereRef('spaces.id', '=', 'apps.space_id')
          .where('spaces.owner_id', '=', userId),
      ),
      builder.exists(
        builder
          .selectFrom('space_assignments')
          .select('space_assignments.id')
          .whereRef('space_assignments.tenant_id', '=', 'apps.tenant_id')
          .whereRef('space_assignments.space_id', '=', 'apps.space_id')
          .where('space_assignments.opens_apps', '=', 1)
          .where(concernsUser('space_assignments', userId)),
      ),
      builder.exists(
        builder
          .selectFrom('space_shares')
          .select('space_shares.id')
          .whereRef('space_shares.tenant_id', '=', 'apps.tenant_id')
          .whereRef('space_shares.resource_id', '=', 'apps.id')
          // Whoever manages the space that an app has moved to never shared it.
          .whereRef('space_shares.space_id', '=', 'apps.space_id')
          .where(concernsUser('space_shares', userId)),
      ),
    ]),
  )
}

/**
 * An app that somebody may open, and may know of.
 *
 * @throws UnderstudyError `APP-UNKNOWN`, in the same words for an app that does not exist and one that may not be seen
 */
export const readReadableApp = async (context: NamingContext, asker: AppAsker, appId: string): Promise<App> => {
  const app = await readableApps(context, asker).selectAll('apps').where('apps.id', '=', appId).executeTakeFirst()
  if (app === undefined || (await isUnnamed(context, asker, app))) throw appUnknown(appId)
  return app
}

/**
 * Lets only those pass who may open the app.
 *
 * @throws UnderstudyError `APP-UNKNOWN`, or `APP-NO-ACCESS`, which tells nothing of the app but that it exists
 */
export const assertMayOpenApp = async (
  context: Pick<TenantContext, 'store' | 'tenant'>,
  reader: AppReader,
  appId: string,
): Promise<void> => {
  const app = await readableApps(context, reader).select('apps.id').where('apps.id', '=', appId).executeTakeFirst()
  if (app !== undefined) return
  await readApp(context.store, context.tenant.id, appId)
  throw new UnderstudyError('APP-NO-ACCESS', 'The user has no role in the space of the app, and no share of it.')
}
