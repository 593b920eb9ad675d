import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { forgetAssignee } from '../../spaces/assignee.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertMayChange, privilegeOf } from '../privileges/assert-may-change.js'
import { userNotFound } from './read-user.js'

/**
 * Deletes a user with its roles, memberships, and assignments and shares in spaces. Its tokens are refused and its
 * sockets closed from then on.
 *
 * @throws UnderstudyError USERS-7, USERS-BOT, REST-PRIVILEGE-ESCALATION
 */
export const deleteUser = async (context: TenantContext, caller: Caller, userId: string): Promise<void> => {
  const { tenant, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      assertMayChange(await privilegeOf(transaction, tenant.id, userId), caller.scopes)
      const deleted = await transaction
        .deleteFrom('users')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', userId)
        .returning('client_id')
        .executeTakeFirst()
      if (deleted === undefined) throw userNotFound(userId)
      if (deleted.client_id !== null)
        throw new UnderstudyError('USERS-BOT', `The user acts for the OAuth client ${deleted.client_id}.`)
      await forgetAssignee(transaction, tenant.id, 'user', userId)
      note({ event: 'user.deleted', outcome: 'success', ...caller.trace, subject: userId })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId }),
  )
}
