import { rest } from '@understudy/contract'
import { foldCase } from '../listing/filter-condition.js'
import type { Page } from '../listing/page.js'
import { pageInMemory } from '../listing/page-in-memory.js'
import { parseSort } from '../listing/sort.js'
import type { CspOriginRow, Store } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { cspOriginRecord } from './csp-origin-rows.js'

const sortFields = ['name', 'origin', 'createdDate', 'modifiedDate'] as const

/** All entries of a tenant; they are few (`CSP-ORIGIN-LIMIT`). */
export const readCspOrigins = async (store: Store, tenantId: string): Promise<CspOriginRow[]> =>
  store.selectFrom('csp_origins').selectAll().where('tenant_id', '=', tenantId).orderBy('origin').execute()

/**
 * Lists the entries of the Content-Security-Policy (contract 4.10).
 *
 * @throws UnderstudyError REST-INVALID-SORT, REST-INVALID-CURSOR, REST-INVALID-PARAMETER
 */
export const listCspOrigins = async (
  { store, tenant, cursorKey }: TenantContext,
  query: rest.CspOriginListQuery,
): Promise<Page<rest.CspOrigin>> => {
  const { limit, next, prev, sort, ...filters } = query
  const { field, descending } = parseSort(sort, sortFields, { field: 'name', descending: false })
  const entries = (await readCspOrigins(store, tenant.id)).map(cspOriginRecord)
  return pageInMemory(
    {
      rows: entries.filter((entry) => matches(entry, query)),
      place: (entry) => ({ value: entry[field] ?? '', id: entry.id }),
      descending,
      binding: {
        tenantId: tenant.id,
        list: 'csp-origins',
        sort: `${descending ? '-' : '+'}${field}`,
        filter: JSON.stringify(Object.entries(filters).sort()),
      },
      cursorKey,
    },
    { limit, next, prev },
  )
}

const matches = (entry: rest.CspOrigin, query: rest.CspOriginListQuery): boolean =>
  fits(entry.name ?? '', query.name) &&
  fits(entry.origin, query.origin) &&
  rest.cspDirectives.every((directive) => query[directive] === undefined || entry[directive] === query[directive])

/** Whether a text fits a pattern in which `*` stands for any text; compared without regard to case. */
const fits = (text: string, pattern: string | undefined): boolean => {
  if (pattern === undefined) return true
  const [first = '', ...parts] = foldCase(pattern).split('*')
  const folded = foldCase(text)
  const last = parts.pop()
  if (last === undefined) return folded === first
  if (!folded.startsWith(first)) return false
  let from = first.length
  for (const part of parts) {
    const at = folded.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return folded.length - last.length >= from && folded.endsWith(last)
}
