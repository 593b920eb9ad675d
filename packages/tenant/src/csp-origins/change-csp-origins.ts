import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import type { CspOriginRow, StoreTransaction } from '../store/schema.js'
import { isUniqueViolation } from '../store/unique-violation.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { cspOriginColumns, cspOriginRecord } from './csp-origin-rows.js'

/** Entries of a tenant: a header with more of them is cut off by servers on the way. */
const mostEntries = 100

/**
 * Adds an origin to the Content-Security-Policy of the tenant's pages.
 *
 * @throws UnderstudyError CSP-ORIGIN-INVALID, CSP-ORIGIN-DUPLICATE, CSP-ORIGIN-LIMIT
 */
export const createCspOrigin = async (
  context: TenantContext,
  caller: Caller,
  body: rest.CspOriginContent,
): Promise<rest.CspOrigin> => {
  const { tenant, clock, randomness } = context
  const now = new Date(clock()).toISOString()
  const row: CspOriginRow = {
    tenant_id: tenant.id,
    id: randomness.bytes(12).toString('hex'),
    ...cspOriginColumns(body),
    created_at: now,
    updated_at: now,
  }
  await auditedChange(context, async (transaction, note) => {
    const { count } = await transaction
      .selectFrom('csp_origins')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('tenant_id', '=', tenant.id)
      .executeTakeFirstOrThrow()
    if (Number(count) >= mostEntries)
      throw new UnderstudyError('CSP-ORIGIN-LIMIT', `The tenant has ${mostEntries} entries already.`)
    await unlessDuplicate(transaction.insertInto('csp_origins').values(row).execute())
    note({ event: 'csp-origin.created', outcome: 'success', ...caller.trace, subject: row.id })
  })
  return cspOriginRecord(row)
}

/**
 * The entry with that id.
 *
 * @throws UnderstudyError CSP-ORIGIN-NOT-FOUND
 */
export const readCspOrigin = async ({ store, tenant }: TenantContext, id: string): Promise<rest.CspOrigin> => {
  const row = await store
    .selectFrom('csp_origins')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirst()
  return cspOriginRecord(row ?? refuseUnknown())
}

/**
 * Replaces an entry.
 *
 * @throws UnderstudyError CSP-ORIGIN-NOT-FOUND, CSP-ORIGIN-INVALID, CSP-ORIGIN-DUPLICATE
 */
export const replaceCspOrigin = async (
  context: TenantContext,
  caller: Caller,
  id: string,
  body: rest.CspOriginContent,
): Promise<rest.CspOrigin> =>
  auditedChange(context, async (transaction, note) => {
    const changed = transaction
      .updateTable('csp_origins')
      .set({ ...cspOriginColumns(body), updated_at: new Date(context.clock()).toISOString() })
      .where('tenant_id', '=', context.tenant.id)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    const row = (await unlessDuplicate(changed)) ?? refuseUnknown()
    note({ event: 'csp-origin.updated', outcome: 'success', ...caller.trace, subject: id })
    return cspOriginRecord(row)
  })

/**
 * Takes an origin off the policy.
 *
 * @throws UnderstudyError CSP-ORIGIN-NOT-FOUND
 */
export const deleteCspOrigin = async (context: TenantContext, caller: Caller, id: string): Promise<void> =>
  auditedChange(context, async (transaction, note) => {
    if (!(await removed(transaction, context.tenant.id, id))) refuseUnknown()
    note({ event: 'csp-origin.deleted', outcome: 'success', ...caller.trace, subject: id })
  })

const removed = async (transaction: StoreTransaction, tenantId: string, id: string): Promise<boolean> => {
  const row = await transaction
    .deleteFrom('csp_origins')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

const unlessDuplicate = async <T>(written: Promise<T>): Promise<T> => {
  try {
    return await written
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new UnderstudyError('CSP-ORIGIN-DUPLICATE', 'Another entry of the tenant has this origin.', {
      source: { pointer: '/origin' },
    })
  }
}

const refuseUnknown = (): never => {
  throw new UnderstudyError('CSP-ORIGIN-NOT-FOUND', 'There is no entry with this id.')
}
