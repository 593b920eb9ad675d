import { UnderstudyError } from '@understudy/contract'
import { type AuditedChangeContext, auditedChange } from '../../audit/audited-change.js'
import type { IdentityChanges } from '../../tenants/identity-changes.js'
import type { ClientCreator } from '../create-client.js'

/** The parts of a tenant context that deleting a code uses; the command line tells no sockets, which find out by themselves. */
export interface AccessCodeDeletionContext extends AuditedChangeContext {
  readonly identityChanges?: IdentityChanges
}

/**
 * Deletes an access code. The tokens it led to are refused, and the sockets of its visitors closed.
 *
 * @throws UnderstudyError ACCESS-CODES-NOT-FOUND
 */
export const deleteAccessCode = async (
  context: AccessCodeDeletionContext,
  deleter: ClientCreator,
  clientId: string,
  id: string,
): Promise<void> => {
  const { tenant, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      const deleted = await transaction
        .deleteFrom('access_codes')
        .where('tenant_id', '=', tenant.id)
        .where('client_id', '=', clientId)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      if (deleted === undefined) {
        throw new UnderstudyError('ACCESS-CODES-NOT-FOUND', 'The client has no access code with this id.')
      }
      note({ event: 'access-code.deleted', outcome: 'success', ...deleter.trace, subject: id })
    },
    // All tokens of a code are of one grant, whose id is that of the code.
    () => identityChanges?.publish({ tenantId: tenant.id, kind: 'grant', id }),
  )
}
