import { type rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { resolveRoles } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import { insertUser } from './insert-user.js'
import { inviteExpiry } from './invite-expiry.js'
import { readUser } from './read-user.js'
import { hasOtherSpelling } from './subject-spelling.js'
import type { UserRecord } from './user-rows.js'

/**
 * Creates a user (contract 4.1). Without a status the user is `active`: an impersonating portal is the identity provider,
 * there is nobody else to invite the user. The subject is unique in the tenant, decided by the store, so that of many
 * simultaneous creations one succeeds.
 *
 * @throws UnderstudyError USERS-DUPLICATE-SUBJECT, USERS-RESERVED-SUBJECT, USERS-OTHER-TENANT, USERS-EMAIL-REQUIRED, ROLES-UNKNOWN,
 *   REST-PRIVILEGE-ESCALATION
 */
export const createUser = async (
  context: TenantContext,
  caller: Caller,
  body: rest.UserCreate,
): Promise<UserRecord> => {
  const { tenant, clock, randomness } = context
  if (body.tenantId !== undefined && body.tenantId !== tenant.id)
    throw new UnderstudyError('USERS-OTHER-TENANT', `The request is addressed to the tenant ${tenant.id}.`, {
      source: { pointer: '/tenantId' },
    })
  if (body.status === 'invited' && body.email === undefined)
    throw new UnderstudyError('USERS-EMAIL-REQUIRED', 'A user with status "invited" has no "email".', {
      source: { pointer: '/email' },
    })
  const roles = await resolveRoles(context.store, tenant.id, body.assignedRoles ?? [], '/assignedRoles')
  assertRolesGrantable(roles, caller.scopes)

  const now = clock()
  const user = {
    id: randomness.bytes(12).toString('hex'),
    subject: body.subject,
    name: body.name ?? body.email ?? body.subject,
    email: body.email,
    picture: body.picture,
    status: body.status ?? 'active',
    roleIds: roles.map((role) => role.id),
    createdAt: new Date(now).toISOString(),
    inviteExpiry: body.status === 'invited' ? inviteExpiry(now) : undefined,
  }
  return auditedChange(context, async (transaction, note) => {
    if (!(await insertUser(transaction, tenant.id, user)))
      throw await duplicateSubject(transaction, tenant.id, user.subject)
    note({ event: 'user.created', outcome: 'success', ...caller.trace, subject: user.id })
    return readUser(transaction, tenant.id, user.id)
  })
}

const duplicateSubject = async (
  transaction: StoreTransaction,
  tenantId: string,
  subject: string,
): Promise<UnderstudyError> =>
  new UnderstudyError(
    'USERS-DUPLICATE-SUBJECT',
    (await hasOtherSpelling(transaction, tenantId, subject))
      ? 'Another user of the tenant has this subject in other upper and lower case.'
      : 'Another user of the tenant has this subject.',
    { source: { pointer: '/subject' } },
  )
