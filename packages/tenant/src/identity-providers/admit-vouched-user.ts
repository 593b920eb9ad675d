import { UnderstudyError } from '@understudy/contract'
import { assertOpenSubject } from '../directory/reserved-names.js'
import { insertUser } from '../directory/users/insert-user.js'
import { synchroniseMemberships } from '../directory/users/synchronise-memberships.js'
import { advanceUserEpoch } from '../store/epochs.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { adoptInvitedUser } from './adopt-invited-user.js'
import { updateVouchedProfile } from './vouched-profile.js'
import type { Admission, KnownUser, VouchedUser } from './vouched-user.js'

/** What a provider may do beside updating users. */
export interface AdmissionRules {
  /** Whether somebody unknown becomes a user. */
  readonly createNewUsers: boolean
  /** Whether somebody unknown becomes the one user who is invited under the verified address. */
  readonly adoptInvited: boolean
}

/** What became of the user. */
export interface AdmittedUser {
  readonly userId: string
  /** The rights changed: publish the user once the transaction is committed. */
  readonly changed: boolean
}

/**
 * Finds the user whom an identity provider vouches for, or makes it, and brings profile and memberships up to what the
 * provider says (contract 3). The subject decides; users are never merged. A user who was only invited becomes active.
 *
 * @returns undefined when the subject differs from another user's in case only
 * @throws UnderstudyError USERS-RESERVED-SUBJECT, LOGIN-USER-INACTIVE, LOGIN-USER-UNKNOWN where sign-ins make no users, GROUPS-LIMIT
 */
export const admitVouchedUser = async (
  context: TenantContext,
  admission: Admission,
  vouched: VouchedUser,
  rules: AdmissionRules,
): Promise<AdmittedUser | undefined> => {
  const { tenant } = context
  const { transaction, note } = admission
  const user = await findOrCreate(context, admission, vouched, rules)
  if (user === undefined) return undefined
  // The user of a client is no person: nobody signs in as it.
  if (user.client_id !== null || !mayBeActive.has(user.status))
    throw new UnderstudyError('LOGIN-USER-INACTIVE', 'The user is not active in this tenant.')

  const trace = traceFor(admission, user.id)
  const changed = await updateVouchedProfile(transaction, user, vouched)
  if (changed.length > 0) note({ event: 'user.updated', outcome: 'success', ...trace, subject: user.id, changed })
  // Section access goes by the address.
  const readdressed = changed.includes('email')
  if (readdressed) await advanceUserEpoch(transaction, tenant.id, user.id)
  const { groups } = vouched
  const regrouped =
    groups !== undefined &&
    (await synchroniseMemberships(
      context,
      { transaction, note, trace },
      { userId: user.id, source: 'idp', groupNames: groups },
    ))
  return { userId: user.id, changed: readdressed || regrouped }
}

/** A first sign-in makes invited and provisioned users active. */
const mayBeActive: ReadonlySet<KnownUser['status']> = new Set(['active', 'invited', 'provisioned'])

const traceFor = ({ trace, actor }: Admission, userId: string) => ({
  ...trace,
  actor: actor ?? ({ type: 'user', id: userId } as const),
})

const findOrCreate = async (
  context: TenantContext,
  admission: Admission,
  vouched: VouchedUser,
  { createNewUsers, adoptInvited }: AdmissionRules,
): Promise<KnownUser | undefined> => {
  const known = await lockBySubject(context, admission, vouched)
  if (known !== undefined) return known
  assertOpenSubject(vouched.subject)
  const adopted = adoptInvited ? await adoptInvitedUser(context, admission, vouched) : undefined
  if (adopted !== undefined) return adopted
  if (!createNewUsers)
    throw new UnderstudyError('LOGIN-USER-UNKNOWN', 'The tenant has no user for this account of the identity provider.')
  await createUser(context, admission, vouched)
  // Finds the new user, or that of another first sign-in which was faster: it has committed, or the insertion would wait.
  return lockBySubject(context, admission, vouched)
}

/** Writing first takes the row's lock on both databases: two sign-ins of one user follow each other. */
const lockBySubject = (
  { tenant, clock }: TenantContext,
  { transaction }: Admission,
  { subject }: VouchedUser,
): Promise<KnownUser | undefined> =>
  transaction
    .updateTable('users')
    .set({ updated_at: new Date(clock()).toISOString() })
    .where('tenant_id', '=', tenant.id)
    .where('subject', '=', subject)
    .returningAll()
    .executeTakeFirst()

/** Writes nothing when a user has the subject already, in whatever case. */
const createUser = async (
  { tenant, clock, randomness }: TenantContext,
  admission: Admission,
  { subject, name, email }: VouchedUser,
): Promise<void> => {
  const id = randomness.bytes(12).toString('hex')
  const made = await insertUser(admission.transaction, tenant.id, {
    id,
    subject,
    name: name ?? email ?? subject,
    email,
    status: 'active',
    roleIds: [],
    createdAt: new Date(clock()).toISOString(),
  })
  if (made) admission.note({ event: 'user.created', outcome: 'success', ...traceFor(admission, id), subject: id })
}
