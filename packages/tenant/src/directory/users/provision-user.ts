import { type ProvisionedUser, UnderstudyError } from '@understudy/contract'
import type { Selectable } from 'kysely'
import { foldCase } from '../../listing/filter-condition.js'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { StoreTransaction, UserRow } from '../../store/schema.js'
import { privilegeOf } from '../privileges/assert-may-change.js'
import { insertUser } from './insert-user.js'
import { type MembershipChange, type MembershipContext, synchroniseMemberships } from './synchronise-memberships.js'
import { attributesText } from './user-attributes.js'

/** What became of a user that a host told of. */
export interface Provisioning {
  readonly userId: string
  /** The tokens of the user died: tell `identityChanges` after the commit. */
  readonly revoked: boolean
}

/**
 * Creates the user that a host tells of, or brings it to what the host says: name, mail address, attributes, and the
 * memberships that token calls hold. What is not said stays. Users who administer are not touched, nor is anybody's role
 * or status. Of simultaneous calls for one new user, one creates it and the others find it.
 *
 * @throws UnderstudyError USERS-PROVISION-SUBJECT, USERS-PROVISION-ADMIN, USERS-PROVISION-ADMIN-GROUP,
 *   OAUTH-USER-NOT-ACTIVE, GROUPS-LIMIT
 */
export const provisionUser = async (
  context: MembershipContext,
  change: MembershipChange,
  said: ProvisionedUser,
): Promise<Provisioning> => {
  const { transaction } = change
  const tenantId = context.tenant.id
  const createdId = await createUser(context, transaction, said)
  const user = await lockUser(transaction, tenantId, said.subject)
  if ((await privilegeOf(transaction, tenantId, user.id)).administers)
    throw new UnderstudyError('USERS-PROVISION-ADMIN', 'The user has a role of level admin, directly or by a group.')
  if (user.status !== 'active')
    throw new UnderstudyError('OAUTH-USER-NOT-ACTIVE', `The status of the user is ${user.status}.`)

  const fields = createdId === undefined ? await updateFields(context, transaction, user, said) : []
  const groupsChanged =
    said.groups !== undefined &&
    (await synchroniseMemberships(context, change, {
      userId: user.id,
      source: 'provision',
      groupNames: said.groups,
    }))
  const fieldsRevoke = fields.some((field) => field !== 'name')
  if (fieldsRevoke && !groupsChanged) await advanceUserEpoch(transaction, tenantId, user.id)
  const changed = [...fields, ...(groupsChanged ? ['assignedGroups'] : [])]
  const record = { outcome: 'success', ...change.trace, subject: user.id } as const
  if (createdId !== undefined) change.note({ event: 'user.created', ...record })
  else if (changed.length > 0) change.note({ event: 'user.updated', ...record, changed })
  return { userId: user.id, revoked: createdId === undefined && (fieldsRevoke || groupsChanged) }
}

/** @returns the id of the new user; undefined where one has the subject, in whatever case */
const createUser = async (
  { tenant, clock, randomness }: MembershipContext,
  transaction: StoreTransaction,
  { subject, name, email, attributes }: ProvisionedUser,
): Promise<string | undefined> => {
  const id = randomness.bytes(12).toString('hex')
  const inserted = await insertUser(transaction, tenant.id, {
    id,
    subject,
    name: name ?? email ?? subject,
    email,
    status: 'active',
    roleIds: [],
    attributes: attributesText(attributes),
    createdAt: new Date(clock()).toISOString(),
  })
  return inserted ? id : undefined
}

/** An update takes the row's lock on both databases: calls for one user follow each other. */
const lockUser = async (
  transaction: StoreTransaction,
  tenantId: string,
  subject: string,
): Promise<Selectable<UserRow>> => {
  const user = await transaction
    .updateTable('users')
    .set((eb) => ({ epoch: eb.ref('epoch') }))
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', subject)
    .returningAll()
    .executeTakeFirst()
  if (user === undefined)
    throw new UnderstudyError('USERS-PROVISION-SUBJECT', 'A user has this subject in other upper and lower case.')
  return user
}

/** @returns names of the properties that are others than before */
const updateFields = async (
  { clock }: MembershipContext,
  transaction: StoreTransaction,
  user: Selectable<UserRow>,
  said: ProvisionedUser,
): Promise<string[]> => {
  const columns: Partial<Pick<UserRow, FieldColumn>> = {}
  const changed: string[] = []
  if (said.name !== undefined && said.name !== user.name) {
    Object.assign(columns, { name: said.name, name_folded: foldCase(said.name) })
    changed.push('name')
  }
  if (said.email !== undefined && said.email !== user.email) {
    Object.assign(columns, { email: said.email, email_folded: foldCase(said.email) })
    changed.push('email')
  }
  const attributes = said.attributes === undefined ? user.attributes : attributesText(said.attributes)
  if (attributes !== user.attributes) {
    Object.assign(columns, { attributes })
    changed.push('attributes')
  }
  if (changed.length === 0) return changed
  await transaction
    .updateTable('users')
    .set({ ...columns, updated_at: new Date(clock()).toISOString() })
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.id)
    .execute()
  return changed
}

type FieldColumn = 'name' | 'name_folded' | 'email' | 'email_folded' | 'attributes'
