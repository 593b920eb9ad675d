import { type rest, UnderstudyError } from '@understudy/contract'
import { type Selectable, sql } from 'kysely'
import { fetchPage, type PageRequest } from '../../listing/page.js'
import type { OAuthGrantRow } from '../../store/schema.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** Whose grants are listed, and which page of them. */
export interface GrantListRequest {
  /** All users' when undefined. */
  readonly userId: string | undefined
  readonly limit: number | undefined
  /** The `page` of a link that a list before this one gave. */
  readonly page: string | undefined
  readonly descending: boolean
}

/** A page of grants and the `page` values of its neighbours. */
export interface GrantPage {
  readonly tokens: readonly rest.OAuthToken[]
  readonly next?: string
  readonly prev?: string
}

/**
 * Lists what lives longer than one access token (contract 4.7). Short-lived tokens, those of impersonation among them,
 * leave no row when they are minted and are found in the audit journal.
 *
 * @throws UnderstudyError `REST-INVALID-CURSOR`
 */
export const listGrants = async (context: TenantContext, request: GrantListRequest): Promise<GrantPage> => {
  const { store, tenant, cursorKey, clock } = context
  let query = store
    .selectFrom('oauth_grants')
    .selectAll('oauth_grants')
    .where('oauth_grants.tenant_id', '=', tenant.id)
    .where('oauth_grants.expires_at', '>', clock())
  if (request.userId !== undefined) query = query.where('oauth_grants.user_id', '=', request.userId)

  const { rows, next, prev } = await fetchPage(
    {
      query,
      sortedBy: sql.ref<string>('oauth_grants.user_id'),
      sortValue: (row: Selectable<OAuthGrantRow>) => row.user_id,
      id: sql.ref<string>('oauth_grants.id'),
      descending: request.descending,
      binding: {
        tenantId: tenant.id,
        list: 'oauth-tokens',
        sort: request.descending ? '-userId' : '+userId',
        filter: request.userId ?? '',
      },
      cursorKey,
    },
    { limit: request.limit, ...cursorOf(request.page) },
  )
  return {
    tokens: rows.map(tokenBody),
    ...(next !== undefined && { next: `next.${next}` }),
    ...(prev !== undefined && { prev: `prev.${prev}` }),
  }
}

/** This list has one parameter for both directions, which therefore stands in its value. */
const cursorOf = (page: string | undefined): Pick<PageRequest, 'next' | 'prev'> => {
  if (page === undefined) return {}
  const [direction, ...cursor] = page.split('.')
  if (direction === 'next') return { next: cursor.join('.') }
  if (direction === 'prev') return { prev: cursor.join('.') }
  throw new UnderstudyError('REST-INVALID-CURSOR', 'The value of "page" was not made for this list.', {
    source: { parameter: 'page' },
  })
}

const tokenBody = (row: Selectable<OAuthGrantRow>): rest.OAuthToken => ({
  id: row.id,
  tenantId: row.tenant_id,
  userId: row.user_id,
  clientId: row.client_id,
  ...(row.description !== null && { description: row.description }),
  ...(row.device_type !== null && { deviceType: row.device_type }),
  lastUsed: new Date(row.last_used_at).toISOString(),
})
