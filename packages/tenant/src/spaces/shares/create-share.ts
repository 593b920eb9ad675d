import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertAssignee } from '../assignee.js'
import { findManagedSpace } from '../read-space.js'
import { shareRolesColumn } from './share-roles.js'
import { givenByShare, type ShareRecord, shareRecord } from './share-rows.js'

/**
 * Gives a user or a group a role on one app of a space (contract 4.4): one share for each of them and app. It opens that app,
 * and nothing else of the space; what of its data is seen then is up to its section access.
 *
 * @throws UnderstudyError SPACES-NOT-FOUND, SPACES-FORBIDDEN, SPACES-NO-LINK-SHARES, SPACES-NO-SHARES,
 *   SPACES-UNKNOWN-SHARE-ROLE, SPACES-UNKNOWN-ASSIGNEE, SPACES-UNKNOWN-RESOURCE, SPACES-DUPLICATE-SHARE
 */
export const createShare = (
  context: TenantContext,
  caller: Caller,
  spaceId: string,
  { type, assigneeId, resourceId, roles }: rest.SpaceShareCreate,
): Promise<ShareRecord> => {
  const { tenant, clock, randomness } = context
  return auditedChange(context, async (transaction, note) => {
    const space = await findManagedSpace(transaction, tenant.id, caller, spaceId)
    if (type === 'link')
      throw new UnderstudyError('SPACES-NO-LINK-SHARES', 'An app is shared with a user or a group, not with a link.', {
        source: { pointer: '/type' },
      })
    const rolesColumn = shareRolesColumn(space.type, roles, '/roles')
    await assertAssignee(transaction, tenant.id, { type, assigneeId })
    const resourceName = await lockApp(transaction, tenant.id, spaceId, resourceId)
    const createdAt = new Date(clock()).toISOString()
    const row = await transaction
      .insertInto('space_shares')
      .values({
        tenant_id: tenant.id,
        id: randomness.bytes(12).toString('hex'),
        space_id: spaceId,
        resource_id: resourceId,
        assignee_type: type,
        assignee_id: assigneeId,
        roles: rolesColumn,
        created_at: createdAt,
        created_by: caller.userId,
        updated_at: createdAt,
        updated_by: null,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'resource_id', 'assignee_id']).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row === undefined)
      throw new UnderstudyError('SPACES-DUPLICATE-SHARE', `The app is shared with the ${type} already.`)
    note({
      event: 'space.share.created',
      outcome: 'success',
      ...caller.trace,
      subject: spaceId,
      given: givenByShare(row),
    })
    return shareRecord({ ...row, resource_name: resourceName })
  })
}

/**
 * Locks an app of the space, so that it is not moved elsewhere before its share can be taken away with it.
 *
 * @returns its name
 * @throws UnderstudyError SPACES-UNKNOWN-RESOURCE
 */
const lockApp = async (
  transaction: StoreTransaction,
  tenantId: string,
  spaceId: string,
  appId: string,
): Promise<string> => {
  const app = await transaction
    .updateTable('apps')
    .set((builder) => ({ name: builder.ref('name') }))
    .where('tenant_id', '=', tenantId)
    .where('space_id', '=', spaceId)
    .where('id', '=', appId)
    .returning('name')
    .executeTakeFirst()
  if (app === undefined)
    throw new UnderstudyError('SPACES-UNKNOWN-RESOURCE', `The space has no app ${JSON.stringify(appId)}.`, {
      source: { pointer: '/resourceId' },
    })
  return app.name
}
