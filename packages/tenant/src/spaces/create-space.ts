import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { assertMayCreateSpace } from './assert-may-create.js'
import { insertSpace } from './insert-space.js'
import { type SpaceRecord, spaceRecords } from './space-rows.js'

/**
 * Creates a space that the caller owns (contract 4.4). Names are unique in the tenant.
 *
 * @throws UnderstudyError AUTH-INSUFFICIENT-SCOPE, SPACES-CREATE-FORBIDDEN, SPACES-DUPLICATE-NAME
 */
export const createSpace = async (
  context: TenantContext,
  caller: Caller,
  body: rest.SpaceCreate,
): Promise<SpaceRecord> => {
  const { tenant, clock, randomness } = context
  const space = {
    id: randomness.bytes(12).toString('hex'),
    name: body.name,
    description: body.description ?? null,
    type: body.type,
    ownerId: caller.userId,
    createdAt: new Date(clock()).toISOString(),
  }
  return auditedChange(context, async (transaction, note) => {
    await assertMayCreateSpace(transaction, tenant.id, caller, body.type)
    const row = await insertSpace(transaction, tenant.id, space)
    const [record] = row === undefined ? [] : await spaceRecords(transaction, caller, [row])
    if (record === undefined) throw duplicateSpaceName('/name')
    note({ event: 'space.created', outcome: 'success', ...caller.trace, subject: space.id })
    return record
  })
}

/** The refusal for a name that another space has. */
export const duplicateSpaceName = (pointer: string): UnderstudyError =>
  new UnderstudyError('SPACES-DUPLICATE-NAME', 'Another space of the tenant has this name.', { source: { pointer } })
