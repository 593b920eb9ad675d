import { sql } from 'kysely'
import type { Store } from '../../store/schema.js'

/** Written by being asked: refusals are recorded, and counted, for the tenant that refuses. */
const written = /^(audit_|spent_identifiers$|sign_in_attempts$)/

/** The tables of a store that hold rows of tenants. */
export const tenantTables = async (store: Store): Promise<string[]> => {
  const tables = await store.introspection.getTables()
  return tables
    .filter(({ columns }) => columns.some(({ name }) => name === 'tenant_id'))
    .map(({ name }) => name)
    .sort()
}

/** Every row of a tenant that nobody else may change, as text by table. */
export const dumpTenant = async (store: Store, tenantId: string): Promise<Record<string, string[]>> => {
  const dump: Record<string, string[]> = {}
  for (const table of await tenantTables(store)) {
    if (written.test(table)) continue
    const { rows } = await sql`select * from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(store)
    dump[table] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return dump
}
