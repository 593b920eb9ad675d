import { UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import { insertUser } from '../directory/users/insert-user.js'
import { type MembershipChange, synchroniseMemberships } from '../directory/users/synchronise-memberships.js'
import { foldCase } from '../listing/filter-condition.js'
import { advanceUserEpoch } from '../store/epochs.js'
import type { StoreTransaction, UserRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** Who an identity provider says that somebody is. */
export interface VouchedUser {
  readonly subject: string
  readonly name: string
  readonly email: string | undefined
  /** Names of the groups; undefined when the provider says nothing of groups, which leaves the memberships alone. */
  readonly groups: readonly string[] | undefined
}

/** What became of the user. */
export interface AdmittedUser {
  readonly userId: string
  /** The rights changed: publish the user once the transaction is committed. */
  readonly changed: boolean
}

/**
 * Makes or updates the user that an identity provider vouches for, and the memberships that it names (contract 3). Users
 * are matched by their subject; a user who was only invited becomes active.
 *
 * @throws UnderstudyError LOGIN-USER-INACTIVE, LOGIN-USER-UNKNOWN, USERS-DUPLICATE-SUBJECT, GROUPS-LIMIT
 */
export const admitVouchedUser = async (
  context: TenantContext,
  change: MembershipChange,
  vouched: VouchedUser,
  createNewUsers: boolean,
): Promise<AdmittedUser> => {
  const { transaction, note, trace } = change
  const { tenant, clock } = context
  const updatedAt = new Date(clock()).toISOString()
  const find = () => lockUser(transaction, tenant.id, vouched.subject, updatedAt)
  let known = await find()
  const created =
    known === undefined ? await createUser(context, change, vouched, createNewUsers, updatedAt) : undefined
  // Another first login of the same user was faster: it has committed, or the insertion would still wait.
  if (created === undefined) known ??= await find()
  const userId = created ?? known?.id
  if (userId === undefined)
    throw new UnderstudyError('USERS-DUPLICATE-SUBJECT', 'Another user has this subject, written differently.')
  const emailChanged = known !== undefined && (await updateUser(change, known, vouched))
  const groupsChanged =
    vouched.groups !== undefined &&
    (await synchroniseMemberships(
      context,
      { transaction, note, trace },
      {
        userId,
        source: 'idp',
        groupNames: vouched.groups,
      },
    ))
  return { userId, changed: emailChanged || groupsChanged }
}

/** Updating first takes the row's lock on both databases: two logins of one user follow each other. */
const lockUser = (
  transaction: StoreTransaction,
  tenantId: string,
  subject: string,
  updatedAt: string,
): Promise<Selectable<UserRow> | undefined> =>
  transaction
    .updateTable('users')
    .set({ updated_at: updatedAt })
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', subject)
    .returningAll()
    .executeTakeFirst()

/** @returns the new user's id; undefined when a user has the subject already, in whatever case */
const createUser = async (
  { tenant, randomness }: TenantContext,
  { transaction, note, trace }: MembershipChange,
  { subject, name, email }: VouchedUser,
  createNewUsers: boolean,
  createdAt: string,
): Promise<string | undefined> => {
  if (!createNewUsers) throw new UnderstudyError('LOGIN-USER-UNKNOWN', 'The tenant has no user with this subject.')
  const id = randomness.bytes(12).toString('hex')
  const user = { id, subject, name, email, status: 'active' as const, roleIds: [], createdAt }
  if (!(await insertUser(transaction, tenant.id, user))) return undefined
  note({ event: 'user.created', outcome: 'success', ...trace, subject: id })
  return id
}

/** @returns whether the mail address changed, which section access goes by */
const updateUser = async (
  { transaction, note, trace }: MembershipChange,
  user: Selectable<UserRow>,
  { name, email }: VouchedUser,
): Promise<boolean> => {
  const mayBecomeActive = user.status === 'invited' || user.status === 'provisioned'
  // The user of a client is no person: nobody signs in as it.
  if (user.client_id !== null || !(user.status === 'active' || mayBecomeActive))
    throw new UnderstudyError('LOGIN-USER-INACTIVE', 'The user is not active in this tenant.')
  const newEmail = email ?? user.email
  const changed = [
    ...(user.name !== name ? ['name'] : []),
    ...(user.email !== newEmail ? ['email'] : []),
    ...(mayBecomeActive ? ['status'] : []),
  ]
  if (changed.length === 0) return false
  await transaction
    .updateTable('users')
    .set({
      name,
      name_folded: foldCase(name),
      email: newEmail,
      email_folded: foldCase(newEmail ?? ''),
      status: 'active',
      invite_expiry: null,
    })
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.id)
    .execute()
  note({ event: 'user.updated', outcome: 'success', ...trace, subject: user.id, changed })
  const emailChanged = changed.includes('email')
  if (emailChanged) await advanceUserEpoch(transaction, user.tenant_id, user.id)
  return emailChanged
}
