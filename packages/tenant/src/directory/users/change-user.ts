import { type rest, UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { StoreTransaction, UserRow } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assertMayChange, privilegeOf } from '../privileges/assert-may-change.js'
import { changeMemberships } from './change-memberships.js'
import { changeUserRoles } from './change-user-roles.js'
import { inviteExpiry } from './invite-expiry.js'
import { userNotFound } from './read-user.js'
import { readUserPatch, type UserChange } from './user-patch.js'

/**
 * What a change does to the access of the user: nothing, or gives it back, or changes it so that tokens become worthless.
 */
type Effect = 'harmless' | 'restoring' | 'revoking'

/**
 * Applies a patch to a user, as a whole or not at all (contract 4.1). What changes the rights of the user (groups,
 * roles, the mail address that section access goes by, a status other than `active`) makes all tokens of the user
 * worthless; what leaves them as they were does not, so that a portal may set the same groups at every sign-in. Such a
 * change of somebody who administers needs `admin_classic`.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, USERS-7, USERS-BOT, ROLES-UNKNOWN, REST-PRIVILEGE-ESCALATION,
 *   USERS-UNKNOWN-GROUP, USERS-ALREADY-MEMBER, USERS-NOT-A-MEMBER, USERS-IDP-GROUP
 */
export const changeUser = async (
  context: TenantContext,
  caller: Caller,
  userId: string,
  patch: rest.UserPatch,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const changes = readUserPatch(patch)
  const now = context.clock()
  await auditedChange(
    context,
    async (transaction, note) => {
      const user = await lockUser(transaction, tenant.id, userId, now)
      // Read before the changes, which may take what protects the user.
      const privilege = await privilegeOf(transaction, tenant.id, userId)
      let revoking = false
      for (const change of changes) {
        const effect = await applyChange(transaction, user, change, caller, now)
        if (effect !== 'harmless') assertMayChange(privilege, caller.scopes)
        revoking ||= effect === 'revoking'
      }
      if (revoking) await advanceUserEpoch(transaction, tenant.id, userId)
      const changed = [...new Set(changes.map(changedProperty))]
      note({ event: 'user.updated', outcome: 'success', ...caller.trace, subject: userId, changed })
      return revoking
    },
    (revoking) => {
      if (revoking) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id: userId })
    },
  )
}

/** Updating first takes the row's lock on both databases: two patches of one user follow each other. */
const lockUser = async (
  transaction: StoreTransaction,
  tenantId: string,
  userId: string,
  now: number,
): Promise<Selectable<UserRow>> => {
  const user = await transaction
    .updateTable('users')
    .set({ updated_at: new Date(now).toISOString() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .returningAll()
    .executeTakeFirst()
  if (user === undefined) throw userNotFound(userId)
  if (user.client_id !== null)
    throw new UnderstudyError('USERS-BOT', `The user acts for the OAuth client ${user.client_id}.`)
  return user
}

const changedProperty = (change: UserChange): string => {
  switch (change.kind) {
    case 'field':
      return change.field
    case 'status':
      return 'status'
    case 'renew-invite':
      return 'inviteExpiry'
    case 'roles':
      return 'assignedRoles'
    case 'groups':
      return 'assignedGroups'
  }
}

const applyChange = async (
  transaction: StoreTransaction,
  user: Selectable<UserRow>,
  change: UserChange,
  caller: Caller,
  now: number,
): Promise<Effect> => {
  switch (change.kind) {
    case 'field':
      await updateUser(transaction, user, fieldColumns(user, change))
      return change.field === 'email' && change.value !== user.email ? 'revoking' : 'harmless'
    case 'status':
      await updateUser(transaction, user, { status: change.status })
      if (change.status === user.status) return 'harmless'
      return change.status === 'active' ? 'restoring' : 'revoking'
    case 'renew-invite':
      if (user.status !== 'invited')
        throw new UnderstudyError('REST-INVALID-PATCH', 'Only the invitation of an invited user can be renewed.', {
          source: { pointer: change.pointer.replace(/value$/, 'path') },
        })
      await updateUser(transaction, user, { invite_expiry: inviteExpiry(now) })
      return 'harmless'
    case 'roles':
      return (await changeUserRoles(transaction, user, change, caller.scopes)) ? 'revoking' : 'harmless'
    case 'groups':
      return (await changeMemberships(transaction, user, change, caller.scopes)) ? 'revoking' : 'harmless'
  }
}

const fieldColumns = (
  user: Selectable<UserRow>,
  { field, value }: Extract<UserChange, { kind: 'field' }>,
): Partial<UserColumns> => {
  switch (field) {
    case 'name':
      return { name: value ?? user.subject, name_folded: foldCase(value ?? user.subject) }
    case 'email':
      return { email: value, email_folded: foldCase(value ?? '') }
    case 'preferredLocale':
      return { preferred_locale: value }
    case 'preferredZoneinfo':
      return { preferred_zoneinfo: value }
  }
}

type UserColumns = Omit<Selectable<UserRow>, 'tenant_id' | 'id' | 'epoch'>

const updateUser = async (
  transaction: StoreTransaction,
  user: Selectable<UserRow>,
  columns: Partial<UserColumns>,
): Promise<void> => {
  await transaction
    .updateTable('users')
    .set(columns)
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.id)
    .execute()
}
