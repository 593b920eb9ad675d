import type { rest } from '@understudy/contract'
import { sql } from 'kysely'
import { foldedComparison } from '../../listing/filter-condition.js'
import { fetchPage } from '../../listing/page.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { findManagedSpace } from '../read-space.js'
import { findShare, sharesOfSpace } from './named-shares.js'
import { type NamedShareRow, type ShareRecord, shareRecord } from './share-rows.js'

/** A page of shares, with the number of all that match. */
export interface ShareList {
  readonly shares: readonly ShareRecord[]
  readonly next?: string
  readonly prev?: string
  readonly count: number
}

/**
 * Lists the shares of a space, in the order of their making, for whoever manages it (contract 4.4).
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listShares = async (
  { store, tenant, cursorKey }: TenantContext,
  caller: Caller,
  spaceId: string,
  query: rest.SpaceShareListQuery,
): Promise<ShareList> => {
  const { type, userId, groupId, resourceId, resourceType, name } = query
  await findManagedSpace(store, tenant.id, caller, spaceId, 'oversees')
  const matching = sharesOfSpace(store, tenant.id, spaceId).where((eb) =>
    eb.and([
      // Neither links nor anything but apps are shared.
      ...(type === 'link' || (resourceType !== undefined && resourceType !== 'app') ? [sql<boolean>`1 = 0`] : []),
      ...(type === 'user' || type === 'group' ? [eb('space_shares.assignee_type', '=', type)] : []),
      ...(userId === undefined
        ? []
        : [eb('space_shares.assignee_type', '=', 'user'), eb('space_shares.assignee_id', '=', userId)]),
      ...(groupId === undefined
        ? []
        : [eb('space_shares.assignee_type', '=', 'group'), eb('space_shares.assignee_id', '=', groupId)]),
      ...(resourceId === undefined ? [] : [eb('space_shares.resource_id', '=', resourceId)]),
      ...(name === undefined ? [] : [foldedComparison(eb.ref('apps.name_folded'))('co', name)]),
    ]),
  )
  const { rows, ...cursors } = await fetchPage(
    {
      query: matching.selectAll('space_shares').select('apps.name as resource_name'),
      sortedBy: sql.ref<string>('space_shares.created_at'),
      sortValue: (row: NamedShareRow) => row.created_at,
      id: sql.ref<string>('space_shares.id'),
      descending: false,
      binding: {
        tenantId: tenant.id,
        list: `shares of ${spaceId}`,
        sort: '+createdAt',
        filter: JSON.stringify([type, userId, groupId, resourceId, resourceType, name]),
      },
      cursorKey,
    },
    query,
  )
  const { count } = await matching.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  return { shares: rows.map(shareRecord), ...cursors, count: Number(count) }
}

/**
 * The share with that id.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-SHARE-NOT-FOUND
 */
export const readShare = async (
  { store, tenant }: TenantContext,
  caller: Caller,
  spaceId: string,
  shareId: string,
): Promise<ShareRecord> => {
  await findManagedSpace(store, tenant.id, caller, spaceId, 'oversees')
  return shareRecord(await findShare(store, tenant.id, spaceId, shareId))
}
