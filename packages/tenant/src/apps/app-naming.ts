import { scopesCover } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { App } from './app-rows.js'

/** Who wants to be told of apps, with the scopes that they have now. */
export interface AppAsker {
  readonly userId: string
  readonly scopes: readonly string[]
  /** Whether a client acts as its own bot user. */
  readonly machine: boolean
}

/** What is needed to know which apps are not named. */
export type NamingContext = Pick<TenantContext, 'store' | 'tenant' | 'config' | 'dataAccess'>

/** Machines, and those who administer apps, have to know of apps whose data is not for them. */
export const isToldOfAll = ({ config }: Pick<NamingContext, 'config'>, { scopes, machine }: AppAsker): boolean =>
  !config.hideAppsWithoutData || machine || scopesCover(scopes, 'admin.apps:read')

/**
 * Whether an app that a person may open is not named to them: its section access gives them nothing, and the operator does
 * not want such apps told of. Owners are told anyway: somebody has to let them in again.
 */
export const isUnnamed = async (context: NamingContext, asker: AppAsker, app: App): Promise<boolean> => {
  if (isToldOfAll(context, asker) || app.has_section_access !== 1 || app.owner_id === asker.userId) return false
  const gives = await context.dataAccess.of(context.tenant.id, asker.userId)
  return !(await gives(app.id))
}
