import { type rest, scopesCover, UnderstudyError } from '@understudy/contract'
import { rolesInSpaces } from '../spaces/caller-roles.js'
import type { SpaceRow, Store, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { App } from './app-rows.js'
import { readReadableApp } from './readable-apps.js'

/**
 * What can be done with an app beside opening it. `source`: get at the files that its data is loaded from, by a copy, an
 * export or the script.
 */
export const appRights = ['update', 'reload', 'source', 'publish', 'change_space', 'delete', 'change_owner'] as const
export type AppRight = (typeof appRights)[number]

/** Who somebody is to a space: the owner has all roles (contract 4.4). */
type Standing = rest.SpaceRole | 'owner'

const all: readonly AppRight[] = appRights
const managing = all.filter((right) => right !== 'change_owner')

/** What standings in a space give over all apps in it. */
const rightsInSpace: Readonly<Record<rest.SpaceTypeName, Partial<Record<Standing, readonly AppRight[]>>>> = {
  shared: {
    owner: managing,
    facilitator: managing,
    producer: ['update', 'reload', 'source', 'publish'],
    codeveloper: ['update', 'reload', 'source'],
  },
  managed: {
    owner: managing,
    facilitator: ['update', 'reload', 'delete'],
    publisher: ['update', 'reload', 'publish'],
  },
  data: { owner: ['change_space', 'delete'] },
}

/** Standings whose holders put new apps into a space; into a managed one by publishing only. */
const makers: Readonly<Record<rest.SpaceTypeName, readonly Standing[]>> = {
  shared: ['owner', 'facilitator', 'producer'],
  managed: [],
  data: [],
}
const publishers: readonly Standing[] = ['owner', 'publisher']

/** What the caller may do with an app that they may read. */
export const rightsOf = async (
  { store }: Pick<TenantContext, 'store'>,
  caller: Pick<Caller, 'userId' | 'scopes'>,
  app: App,
): Promise<ReadonlySet<AppRight>> => {
  if (scopesCover(caller.scopes, 'admin.apps')) return new Set(all)
  if (scopesCover(caller.scopes, 'apps')) return rightsByPlace(store, caller, app)
  if (!scopesCover(caller.scopes, 'apps:export')) return new Set()
  const given = await rightsByPlace(store, caller, app)
  return new Set(given.has('source') ? ['source'] : [])
}

const rightsByPlace = async (
  store: Store,
  caller: Pick<Caller, 'userId'>,
  app: App,
): Promise<ReadonlySet<AppRight>> => {
  const owns = app.owner_id === caller.userId
  if (app.space_id === null) return new Set(owns ? all : [])
  const space = await store
    .selectFrom('spaces')
    .select(['id', 'type', 'owner_id'])
    .where('tenant_id', '=', app.tenant_id)
    .where('id', '=', app.space_id)
    .executeTakeFirst()
  if (space === undefined) return new Set()
  const standings = await standingsIn(store, app.tenant_id, caller, space)
  const given = standings.flatMap((standing) => rightsInSpace[space.type][standing] ?? [])
  // Whoever made an app and still makes apps there takes it away again.
  const mayWithdraw = owns && standings.some((standing) => makers[space.type].includes(standing))
  return new Set([...given, ...(mayWithdraw ? (['delete', 'change_space', 'change_owner'] as const) : [])])
}

/**
 * The app, for a caller who may do something with it.
 *
 * @throws UnderstudyError APP-UNKNOWN, APP-FORBIDDEN
 */
export const appFor = async (context: TenantContext, caller: Caller, appId: string, right: AppRight): Promise<App> => {
  const app = await readReadableApp(context, caller, appId)
  if ((await rightsOf(context, caller, app)).has(right)) return app
  throw new UnderstudyError('APP-FORBIDDEN', `The user of the token may not do that: it takes the right "${right}".`)
}

/** Who the caller is in a space. */
export const standingsIn = async (
  store: Store | StoreTransaction,
  tenantId: string,
  { userId }: Pick<Caller, 'userId'>,
  space: Pick<SpaceRow, 'id' | 'owner_id'>,
): Promise<Standing[]> => {
  const roles = (await rolesInSpaces(store, tenantId, userId, [space.id])).get(space.id) ?? []
  return [...(space.owner_id === userId ? (['owner'] as const) : []), ...roles]
}

/** Whether somebody of these standings puts new apps into a space of the type. */
export const mayMakeIn = (type: rest.SpaceTypeName, standings: readonly Standing[]): boolean =>
  standings.some((standing) => makers[type].includes(standing))

/** Whether somebody of these standings publishes into a managed space. */
export const mayPublishInto = (standings: readonly Standing[]): boolean =>
  standings.some((standing) => publishers.includes(standing))
