import { rest, scopesCover } from '@understudy/contract'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { foldedComparison } from '../listing/filter-condition.js'
import { fetchPage } from '../listing/page.js'
import { parseSort } from '../listing/sort.js'
import type { SpaceRow, StoreSchema } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { concernsUser } from './assigned-to.js'
import { isSpaceRole, managingRole } from './space-roles.js'
import { type SpaceRecord, spaceRecords } from './space-rows.js'
import { visibleSpaces } from './visible-spaces.js'

/** A page of spaces, with the number of all that match. */
export interface SpaceList {
  readonly spaces: readonly SpaceRecord[]
  readonly next?: string
  readonly prev?: string
  readonly count: number
  /** What the caller may do with their own apps that are in no space; absent where the token reads no apps. */
  readonly personalSpace?: rest.PersonalSpace
}

/** Apps are changed in their folders, so they are read only. */
const personalSpace: rest.PersonalSpace = { resourceType: 'app', actions: ['read'] }

const sortColumns = { type: 'type', name: 'name_folded', createdAt: 'created_at' } as const

/**
 * Lists the spaces that the caller may see (contract 4.4).
 *
 * @throws UnderstudyError REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listSpaces = async (
  context: TenantContext,
  caller: Caller,
  query: rest.SpaceListQuery,
): Promise<SpaceList> => {
  const sort = parseSort(query.sort, ['name', 'type', 'createdAt'], { field: 'name', descending: false })
  const types = query.type === undefined ? undefined : spaceTypesOf(query.type)
  const { name, ownerId, action, roles } = query
  const environments = [query.environmentId, query['environment.name']]
  const byAction = action === undefined ? undefined : spacesForAction(action, caller)
  const assigned = roles === undefined ? undefined : namedRoles(roles)
  const nothing = byAction === 'none' || types?.length === 0 || assigned?.length === 0 || environments.some(Boolean)
  const matching = visibleSpaces(context.store, context.tenant.id, caller)
    .$if(types !== undefined && types.length > 0, (rows) => rows.where('spaces.type', 'in', types ?? []))
    // What is true of no space finds none: an unknown type, role or action, an environment.
    .$if(nothing, (rows) => rows.where(sql<boolean>`1 = 0`))
    .$if(ownerId !== undefined, (rows) => rows.where('spaces.owner_id', '=', ownerId ?? ''))
    .$if(action === 'publish', (rows) => rows.where('spaces.type', '=', 'managed'))
    .$if(typeof byAction === 'object', (rows) =>
      rows.where((eb) =>
        typeof byAction === 'object'
          ? eb.or([eb('spaces.owner_id', '=', caller.userId), holdsRole(eb, caller.userId, byAction.roles)])
          : sql<SqlBool>`1 = 1`,
      ),
    )
    .$if(assigned !== undefined, (rows) => rows.where((eb) => holdsRole(eb, caller.userId, assigned ?? [])))
    .$if(name !== undefined, (rows) =>
      rows.where((eb) => foldedComparison(eb.ref('spaces.name_folded'))('co', name ?? '')),
    )

  const column = sortColumns[sort.field]
  const { rows, ...cursors } = await fetchPage(
    {
      query: matching.selectAll('spaces'),
      sortedBy: sql.ref<string>(`spaces.${column}`),
      sortValue: (row: SpaceRow) => row[column],
      id: sql.ref<string>('spaces.id'),
      descending: sort.descending,
      binding: {
        tenantId: context.tenant.id,
        list: `spaces of ${caller.userId}`,
        sort: `${sort.descending ? '-' : '+'}${sort.field}`,
        filter: JSON.stringify([query.type, name, ownerId, action, roles, environments]),
      },
      cursorKey: context.cursorKey,
    },
    query,
  )
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return {
    spaces: await spaceRecords(context.store, caller, rows),
    ...cursors,
    count: Number(count),
    ...(scopesCover(caller.scopes, 'apps:read') && { personalSpace }),
  }
}

/** In which spaces a caller may do something: in all that they see, in none, or where they are owner or have a role. */
const spacesForAction = (
  action: string,
  { scopes }: Caller,
): 'all' | 'none' | { readonly roles: readonly rest.SpaceRole[] } => {
  if (action === 'read') return 'all'
  const administers = scopesCover(scopes, 'admin.spaces')
  if (action === 'update') return administers ? 'all' : { roles: [managingRole] }
  if (action === 'publish') return administers ? 'all' : { roles: ['publisher'] }
  return 'none'
}

const namedRoles = (text: string): rest.SpaceRole[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(isSpaceRole)

/** Whether one of the roles is assigned to the user in the space, directly or by a group. */
const holdsRole = (
  eb: ExpressionBuilder<StoreSchema, 'spaces'>,
  userId: string,
  roles: readonly rest.SpaceRole[],
): Expression<SqlBool> =>
  eb.exists(
    eb
      .selectFrom('space_assignments')
      .select('space_assignments.id')
      .whereRef('space_assignments.tenant_id', '=', 'spaces.tenant_id')
      .whereRef('space_assignments.space_id', '=', 'spaces.id')
      .where(concernsUser('space_assignments', userId))
      .where((each) => each.or(roles.map((role) => each('space_assignments.roles', 'like', `%"${role}"%`)))),
  )

/** The types of spaces that a list names; a name that is no type matches no space. */
const spaceTypesOf = (text: string): rest.SpaceTypeName[] => {
  const names = text.split(',').map((name) => name.trim())
  return rest.spaceTypes.filter((type) => names.includes(type))
}
