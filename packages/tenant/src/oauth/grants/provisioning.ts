import { type ImpersonationRequest, type ProvisionedUser, UnderstudyError } from '@understudy/contract'
import type { AuditEvent } from '../../audit/audit-event.js'
import { auditedChange } from '../../audit/audited-change.js'
import { provisionUser } from '../../directory/users/provision-user.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { TokenClient } from '../token-client.js'
import type { GrantOutcome, TokenCall } from './grant.js'
import { issuedEvent } from './issued-event.js'
import { isAsSaid, readProvisionedState } from './provisioned-state.js'
import { findSubjectUserIn, type SubjectUser } from './subject-user.js'

/** An impersonation request that tells of its user. */
export type ProvisioningRequest = ImpersonationRequest & { readonly user: ProvisionedUser }

/** Mints the token once the user is as it should be. */
export type MintFor = (user: SubjectUser) => GrantOutcome

/**
 * Brings the user to what the request says, where it is not so already, and mints in the same transaction: user,
 * memberships, token and their audit records exist together or not at all.
 *
 * @returns undefined when the user is as the request says: nothing has to be written, the token is minted as any other
 * @throws UnderstudyError OAUTH-PROVISIONING-NOT-ALLOWED, USERS-PROVISION-SUBJECT, USERS-RESERVED-SUBJECT and the errors of `provisionUser`
 */
export const provisionAndMint = async (
  context: TenantContext,
  client: TokenClient,
  { user: said, user_lookup: lookup, grant_type: grantType }: ProvisioningRequest,
  call: TokenCall,
  mint: MintFor,
): Promise<GrantOutcome | undefined> => {
  const { mayProvision, user } = await readProvisionedState(context, client.id, said.subject)
  if (!mayProvision) throw new UnderstudyError('OAUTH-PROVISIONING-NOT-ALLOWED', 'The request carries `user`.')
  if (lookup.value !== (lookup.field === 'subject' ? said.subject : user?.id))
    throw new UnderstudyError('USERS-PROVISION-SUBJECT', 'The user_lookup and user.subject name different users.')
  if (user !== undefined && isAsSaid(user, said)) return undefined

  const { tenant, identityChanges } = context
  const trace = {
    actor: { type: 'client', id: client.id },
    client: client.id,
    origin: call.origin,
    address: call.address,
  } as const satisfies Partial<AuditEvent>
  const { outcome } = await auditedChange(
    context,
    async (transaction, note) => {
      const { userId, revoked } = await provisionUser(context, { transaction, note, trace }, said)
      const minted = mint(await findSubjectUserIn(transaction, tenant.id, userId))
      note(issuedEvent(minted.issued, grantType, call))
      return { userId, revoked, outcome: { ...minted, recorded: true } }
    },
    ({ userId, revoked }) => {
      if (revoked) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId })
    },
  )
  return outcome
}
