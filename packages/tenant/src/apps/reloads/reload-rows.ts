import { UnderstudyError } from '@understudy/contract'
import { type Selectable, sql } from 'kysely'
import { fetchPage, type Page, type PageRequest } from '../../listing/page.js'
import type { ReloadRow } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { rightsOf } from '../app-rights.js'
import type { App } from '../app-rows.js'
import { readReadableApp } from '../readable-apps.js'

export type Reload = Selectable<ReloadRow>

/** States in which a reload waits or runs. */
export const activeStates = ['QUEUED', 'RELOADING', 'CANCELING'] as const

/** A reload with its app, for whoever may reload that. */
export interface KnownReload {
  readonly app: App
  readonly reload: Reload
}

/**
 * A reload of an app that the caller may reload.
 *
 * @throws UnderstudyError RELOADS-NOT-FOUND, in the same words for one that may not be seen
 */
export const readReload = async (context: TenantContext, caller: Caller, id: string): Promise<KnownReload> => {
  const { store, tenant } = context
  const notFound = new UnderstudyError('RELOADS-NOT-FOUND', 'There is no reload of that id that the token may read.')
  const reload = await store
    .selectFrom('reloads')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (reload === undefined) throw notFound
  const app = await readReadableApp(context, caller, reload.app_id).catch(() => {
    throw notFound
  })
  if (!(await rightsOf(context, caller, app)).has('reload')) throw notFound
  return { app, reload }
}

/** Which reloads are listed. */
export interface ReloadQuery extends PageRequest {
  readonly status?: readonly string[] | undefined
  readonly partial?: boolean | undefined
}

/** The reloads of an app, the latest first. */
export const listReloads = (
  { store, tenant, cursorKey }: Pick<TenantContext, 'store' | 'tenant' | 'cursorKey'>,
  appId: string,
  { status, partial, ...page }: ReloadQuery,
): Promise<Page<Reload>> =>
  fetchPage(
    {
      query: store
        .selectFrom('reloads')
        .selectAll()
        .where('tenant_id', '=', tenant.id)
        .where('app_id', '=', appId)
        .$if(status !== undefined, (query) => query.where('status', 'in', status as Reload['status'][]))
        .$if(partial !== undefined, (query) => query.where('partial', '=', partial ? 1 : 0)),
      sortedBy: sql.ref<string>('reloads.created_at'),
      sortValue: (row: Reload) => row.created_at,
      id: sql.ref<string>('reloads.id'),
      descending: true,
      binding: {
        tenantId: tenant.id,
        list: `reloads of ${appId}`,
        sort: '-creationTime',
        filter: JSON.stringify([status, partial]),
      },
      cursorKey,
    },
    page,
  )
